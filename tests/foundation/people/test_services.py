"""Becoming a data subject, giving the bond, receiving a role: once, in the open, and never from oneself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connections

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.people.models import Bond, Grant, Hat, Person, Proposal, Reading
from huisvrede.foundation.people.queries import has_read, is_bound, readers
from huisvrede.foundation.people.services import (
    begin_subject,
    grant,
    new_staff,
    new_subject,
    read_policy,
    sign_bond,
    wear,
)
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting, may
from huisvrede.foundation.walls.ticket import NOBODY, Acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """An organisation for acts that are not in each other's way."""
    with copies("allocation-service") as one:
        yield one


def signed_in(account: UUID) -> Acting:
    """Somebody who has signed in and wears no hat."""
    return Acting(account=account, kind=Kind.VISITOR, purpose="session", day=TODAY)


def new_account(organisation: Organisation) -> UUID:
    """Somebody's login, made a moment ago."""
    with inside(organisation):
        return Account.objects.create(email=f"{uuid4()}@example.org").pk


def begun(organisation: Organisation, account: UUID) -> UUID:
    with acting(organisation, signed_in(account)):
        return begin_subject().pk


def hats(organisation: Organisation, account: UUID) -> list[tuple[str, bool]]:
    with as_login(organisation, "worker"), acting(organisation, system("count", TODAY)):
        return [(hat.kind, hat.person_id is not None) for hat in Hat.objects.filter(account=account)]


def test_a_new_account_becomes_one_data_subject_however_often_it_asks(house: Organisation) -> None:
    account = new_account(house)
    assert begun(house, account) == begun(house, account)
    assert hats(house, account) == [("subject", True)]


def test_two_requests_at_once_make_one_data_subject(house: Organisation) -> None:
    account, together, made = new_account(house), threading.Barrier(2, timeout=30), []

    def ask() -> None:
        with acting(house, signed_in(account)):
            together.wait()
            made.append(begin_subject().pk)
        for one in connections.all(initialized_only=True):
            one.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == 1
    assert hats(house, account) == [("subject", True)]


def test_a_member_of_staff_becomes_a_data_subject_as_well_once(house: Organisation) -> None:
    first = begun(house, member("anna").account)
    assert first != member("anna").hat
    assert begun(house, member("anna").account) == first


def test_who_has_not_signed_in_begins_nothing(house: Organisation) -> None:
    with pytest.raises(DatabaseError, match="nobody has signed in"):
        begun(house, NOBODY)


def test_an_account_that_has_ended_begins_nothing(house: Organisation) -> None:
    account = uuid4()
    with pytest.raises(DatabaseError, match="this account has ended"):
        begun(house, account)
    assert hats(house, account) == []


def test_where_nobody_registers_themselves_no_subject_begins(care_group: Organisation) -> None:
    account = new_account(care_group)
    with pytest.raises(DatabaseError, match="registration is not open here"):
        begun(care_group, account)
    assert hats(care_group, account) == []


def test_nothing_is_shown_to_staff_before_the_bond(organisation: Organisation) -> None:
    assert bound_and_seeing(organisation) == (False, False)
    with acting(organisation, member("noor").acting("registration", TODAY)):
        assert sign_bond(on=TODAY).signed_on == TODAY
    assert bound_and_seeing(organisation) == (True, True)
    with acting(organisation, member("noor").acting("registration", TODAY)):
        assert sign_bond(on=TODAY).signed_on == TODAY
        assert Bond.objects.filter(hat=member("noor").hat).count() == 1


def bound_and_seeing(organisation: Organisation) -> tuple[bool, bool]:
    with acting(organisation, member("noor").choosing(TODAY)):
        bound = is_bound(Hat.objects.get(pk=member("noor").hat))
    with acting(organisation, member("noor").acting("registration", TODAY)):
        return bound, may("home-seekers", "view")


def test_a_bond_is_of_today_and_of_oneself(house: Organisation) -> None:
    noor = member("noor")
    with acting(house, noor.acting("registration", TODAY)):
        with pytest.raises(ProgrammingError, match="row-level security"), savepoint():
            sign_bond(on=TODAY - timedelta(days=1))
        with pytest.raises(ProgrammingError, match="row-level security"), savepoint():
            Bond.objects.create(hat_id=member("chris").hat, text_version="9", signed_on=TODAY)
    with acting(house, noor.acting("registration", TODAY)):
        assert not Bond.objects.filter(hat_id=noor.hat).exists()


def asked(house: Organisation, by: str, receiver: str, role: str, until: date | None = None) -> Proposal:
    """A role that somebody asked for a colleague."""
    with acting(house, member(by).acting("account-management", TODAY)):
        return Proposal.objects.create(
            hat_id=member(receiver).hat,
            role=role,
            starts_on=TODAY,
            ends_on=until,
            reason="replaces Anna",
            account=member(by).account,
            proposed_by=member(by).hat,
            made_on=TODAY,
        )


def test_one_asks_a_role_and_another_gives_it(organisation: Organisation) -> None:
    proposal = asked(organisation, "ada", "chris", "customer-service", TODAY)
    with acting(organisation, member("petra").acting("account-management", TODAY)):
        assert grant(proposal=proposal).granted_by == member("petra").hat
    seen = []
    for day in (TODAY, TODAY + timedelta(days=1)):
        with acting(organisation, member("chris").acting("registration", day)):
            seen.append(may("home-seekers", "view"))
    assert seen == [True, False]


@pytest.mark.parametrize(
    ("asker", "receiver", "giver"),
    [("ada", "chris", "ada"), ("ada", "petra", "petra"), ("ada", "chris", "anna"), ("ada", "chris", "chris")],
)
def test_the_database_refuses_a_role_to_oneself_by_the_asker_or_without_the_right(
    house: Organisation, asker: str, receiver: str, giver: str
) -> None:
    proposal = asked(house, asker, receiver, "management")
    with acting(house, member(giver).acting("account-management", TODAY)):
        with pytest.raises((ProgrammingError, IntegrityError)), savepoint():
            grant(proposal=proposal)
        assert not Grant.objects.filter(hat=proposal.hat_id, role="management").exists()


@pytest.mark.parametrize("changed", ["role", "starts_on", "ends_on", "proposed_by", "hat_id"])
def test_nobody_gives_what_was_not_asked_for(house: Organisation, changed: str) -> None:
    proposal = asked(house, "ada", "chris", "advisor")
    setattr(proposal, changed, {"role": "administrator", "hat_id": member("noor").hat, "proposed_by": member("dirk").hat}.get(changed, TODAY + timedelta(days=9)))
    with acting(house, member("petra").acting("account-management", TODAY)):
        with pytest.raises(ProgrammingError, match="row-level security"), savepoint():
            grant(proposal=proposal)


@pytest.mark.parametrize(("asker", "receiver"), [("ada", "ada"), ("petra", "chris"), ("anna", "chris"), ("chris", "chris")])
def test_the_database_refuses_to_ask_for_oneself_or_without_the_right(
    house: Organisation, asker: str, receiver: str
) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        asked(house, asker, receiver, "management")


def test_a_role_is_shortened_by_one_and_never_made_longer(organisation: Organisation) -> None:
    with acting(organisation, member("ada").acting("account-management", TODAY)):
        mine = Grant.objects.filter(hat=member("bram").hat)
        assert mine.update(ends_on=TODAY + timedelta(days=5)) == 1
        for wrong in (None, TODAY + timedelta(days=6), TODAY - timedelta(days=2)):
            with pytest.raises(DatabaseError, match="never changes"), savepoint():
                mine.update(ends_on=wrong)
        assert mine.update(ends_on=TODAY - timedelta(days=1)) == 1


@pytest.mark.clause("COR-18")
@pytest.mark.clause("CAR-11")
@pytest.mark.parametrize(("name", "years"), [("noor", 3), ("bram", 1)])
def test_a_bond_ends_and_nothing_opens_until_it_is_signed_again(
    organisation: Organisation, name: str, years: int
) -> None:
    with acting(organisation, member(name).acting("registration", TODAY)):
        until = sign_bond(on=TODAY).ends_on
    assert until == TODAY.replace(year=TODAY.year + years)
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Bond.objects.filter(hat=member(name).hat).exclude(signed_on=TODAY).delete()
    opened = []
    for day in (until, until + timedelta(days=1)):
        with acting(organisation, member(name).acting("registration", day)):
            opened.append(any(may("home-seekers", "view", reach) for reach in ("organisation", "assigned")))
        with acting(organisation, member(name).choosing(day)):
            assert is_bound(Hat.objects.get(pk=member(name).hat)) is opened[-1]
    assert opened == [True, False]
    with acting(organisation, member(name).acting("registration", until + timedelta(days=1))):
        sign_bond(on=until + timedelta(days=1))
        assert Bond.objects.filter(hat=member(name).hat).count() == 2


def test_no_job_gives_somebody_a_role_in_their_own_name(house: Organisation) -> None:
    with as_login(house, "worker"), acting(house, system("cast", TODAY)):
        hat = Hat.objects.get(pk=member("chris").hat)
        with pytest.raises(IntegrityError, match="grant_not_to_oneself"), savepoint():
            Grant.objects.create(hat=hat, role="privacy-officer", starts_on=TODAY, reason="why not", granted_by=hat.pk)


def test_a_hat_is_a_name_or_a_person(house: Organisation) -> None:
    with as_login(house, "worker"), acting(house, system("cast", TODAY)):
        staff = new_staff(account=uuid4(), name="Kim", on=TODAY)
        person, nobody = new_subject(account=uuid4(), on=TODAY), new_subject(account=None, on=TODAY)
        assert (staff.kind, staff.person) == ("staff", None)
        assert [Hat.objects.filter(person=one).count() for one in (person, nobody)] == [1, 0]
        with pytest.raises(IntegrityError, match="hat_of_subject_has_person"), savepoint():
            Hat.objects.create(account=uuid4(), kind="subject", name="Kim", person=person, starts_on=TODAY)


def test_an_administrator_makes_staff_and_no_data_subjects(house: Organisation) -> None:
    with acting(house, member("ada").acting("account-management", TODAY)):
        assert new_staff(account=uuid4(), name="Kim", on=TODAY).kind == "staff"
        with pytest.raises(ProgrammingError, match="row-level security"), savepoint():
            Hat.objects.create(
                account=uuid4(), kind="subject", person=Person.objects.create(), starts_on=TODAY
            )


def test_changing_hats_is_written_down(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("registration", TODAY)):
        wear(Hat.objects.get(pk=member("anna").hat))
    with as_login(organisation, "worker"), acting(organisation, system("count", TODAY)):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute("SELECT account, activity, action, refused FROM audit_look")
            assert cursor.fetchall() == [(member("anna").account, "accounts", "wear-staff", False)]


def test_a_reading_of_the_policy_is_of_today_of_the_version_in_force_and_of_oneself(house: Organisation) -> None:
    chris, noor = member("chris"), member("bram")
    with acting(house, chris.acting("account-management", TODAY)):
        assert (has_read(), read_policy(on=TODAY), read_policy(on=TODAY)) == (None, *[Reading.objects.get()] * 2)
        assert has_read() == TODAY
        version = Reading.objects.get().version_id
        for wrong in ({"hat_id": noor.hat}, {"read_on": TODAY - timedelta(days=1)}):
            row = {"hat_id": chris.hat, "version_id": version, "read_on": TODAY, **wrong}
            with pytest.raises(ProgrammingError), savepoint():
                Reading.objects.create(**row)
        with pytest.raises(DatabaseError), savepoint():
            Reading.objects.update(read_on=TODAY - timedelta(days=9))
    with acting(house, noor.acting("account-management", TODAY)):
        assert not Reading.objects.exists()
    with acting(house, member("petra").acting("account-management", TODAY)):
        read, here = readers()
        assert (read, here > 3) == (1, True)
    later = TODAY + timedelta(days=367)
    with acting(house, chris.acting("account-management", later)):
        assert has_read() is None
