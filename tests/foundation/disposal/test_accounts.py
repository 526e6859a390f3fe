"""An account that is closed goes when the policy's month is over; every other one stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import DatabaseError, connections
from django.utils import timezone

from huisvrede.core.duration import Period
from huisvrede.core.periods import cut_off
from huisvrede.core.proof import leaf
from huisvrede.engines.retention.verification import verify_organisation
from huisvrede.engines.rights.namer import names_for
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.disposal.accounts import end_accounts
from huisvrede.foundation.disposal.models import Certificate, Line
from huisvrede.foundation.disposal.services import moment, nightly
from huisvrede.foundation.gates.doors import open_one
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import Bond, Grant, Hat, Person
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.signin.models import Account, Token
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Assignment, Registration
from tests.bearing import key_of
from tests.browsing import signed_in
from tests.cast import member
from tests.conftest import TODAY, as_login
from tests.foundation.disposal.files import as_owner, registration, system
from tests.signing_in import text

CLOSED = date(2027, 1, 31)
LAST = date(2027, 2, 28)
"""A month after 31 January: the last day of February."""
DUE = date(2027, 3, 1)
MINE = {
    "signin_account": "id",
    "account_emailaddress": "user_id",
    "mfa_authenticator": "user_id",
    "socialaccount_socialaccount": "user_id",
    "signin_token": "account_id",
}


def ended(organisation: Organisation, on: date = DUE) -> int:
    with as_login(organisation, "worker"):
        return end_accounts(organisation, on=on, at=moment(on, timezone.now()))


def close(organisation: Organisation, name: str, on: date | None = CLOSED) -> None:
    with system(organisation, on or CLOSED):
        Hat.objects.filter(account=member(name).account).update(ends_on=on)


def kept(organisation: Organisation, account: UUID) -> dict[str, int]:
    """Rows of an account, by table of the sign-in schema."""
    return {
        table: int(
            str(
                as_owner(organisation, f"SELECT count(*) FROM signin.{table} WHERE {key} = %s", [account])[0][
                    0
                ]
            )
        )
        for table, key in MINE.items()
    }


@pytest.fixture
def unused(organisation: Organisation) -> Iterator[UUID]:
    """An account that was made on the day the others close, and never confirmed."""
    with inside(organisation):
        yield Account.objects.create(email="femke@example.org", made_on=CLOSED).pk


def test_a_closed_account_is_kept_through_its_last_day_and_goes_with_all_that_was_its_own(
    organisation: Organisation,
) -> None:
    chris = member("chris")
    close(organisation, "chris")
    with inside(organisation):
        SocialAccount.objects.create(user_id=chris.account, provider="https://login.example", uid="s-1")
        key_of(organisation, "chris")
    with system(organisation):
        Grant.objects.create(hat_id=chris.hat, role="advisor", starts_on=TODAY, reason="task")
        Message.objects.create(account=chris.account, notice="n", path="/", made_at=timezone.now())
    assert ended(organisation, LAST) == 0
    # the work account goes with the work
    assert {table for table, rows in kept(organisation, chris.account).items() if rows != 1} == {"socialaccount_socialaccount"}
    assert ended(organisation, DUE) == 1
    assert set(kept(organisation, chris.account).values()) == {0}
    with system(organisation):
        assert Message.objects.count() == 0
        # who looked, in which role and under which bond, is known as long as the log speaks of it
        assert [rows.filter(hat_id=chris.hat).count() for rows in (Grant.objects, Bond.objects)] == [1, 1]
        assert list(Hat.objects.filter(pk=chris.hat).values_list("account", "name")) == [(chris.account, "Chris")]


def test_a_key_that_opens_nothing_any_more_goes_after_the_same_time(organisation: Organisation) -> None:
    begin = timezone.make_aware(datetime(2026, 1, 1))
    for name in ("anna", "bram", "petra"):
        key_of(organisation, name)
    with inside(organisation):
        Token.objects.filter(hat=member("anna").hat).update(made_at=begin, ends_at=begin + timedelta(days=1))
    close(organisation, "bram")
    for day, left in ((LAST, {"bram", "petra"}), (DUE, {"petra"})):
        ended(organisation, day)
        with inside(organisation):
            assert set(Token.objects.values_list("name", flat=True)) == left


def test_an_account_that_was_never_used_goes_after_the_same_time(
    organisation: Organisation, unused: UUID
) -> None:
    assert ended(organisation, LAST) == 0
    assert ended(organisation, DUE) == 1
    assert kept(organisation, unused)["signin_account"] == 0


@pytest.mark.parametrize("until", [None, LAST, DUE, date(2028, 1, 1)])
def test_who_has_another_hat_that_runs_or_ended_less_long_ago_stays(
    organisation: Organisation, until: date | None
) -> None:
    close(organisation, "anna")
    with system(organisation):
        hat = subject(member("anna").account)
        registration(hat.person)
        Hat.objects.filter(pk=hat.pk).update(ends_on=until)
    assert ended(organisation) == 0
    assert kept(organisation, member("anna").account)["signin_account"] == 1


def subject(account: UUID, begun: date = CLOSED) -> Hat:
    """A data subject's hat, as the first sign-in makes it."""
    return Hat.objects.create(account=account, kind="subject", person=Person.objects.create(), starts_on=begun)


def test_who_signed_in_and_left_it_at_that_goes_with_the_hat_and_the_handle(
    organisation: Organisation, unused: UUID
) -> None:
    with system(organisation):
        hat = subject(unused)
    assert ended(organisation, LAST) == 0
    assert ended(organisation, DUE) == 1
    assert set(kept(organisation, unused).values()) == {0}
    with system(organisation):
        assert not Hat.objects.filter(pk=hat.pk).exists()
        assert not Person.objects.filter(pk=hat.person.pk).exists()


def with_a_file(hat: Hat) -> None:
    registration(hat.person, ended=None)


def with_a_request(hat: Hat) -> None:
    Case.objects.create(activity="rights", workflow="access", state="received", person=hat.person, received_on=CLOSED)


def with_a_restriction(hat: Hat) -> None:
    Person.objects.filter(pk=hat.person.pk).update(restricted_since=CLOSED)


def begun_yesterday(hat: Hat) -> None:
    Hat.objects.filter(pk=hat.pk).update(starts_on=DUE - timedelta(days=1))


def who_works_here(hat: Hat) -> None:
    Hat.objects.create(account=hat.account, kind="staff", name="Femke", starts_on=CLOSED)


@pytest.mark.parametrize(
    "reason", [with_a_file, with_a_request, with_a_restriction, begun_yesterday, who_works_here]
)
def test_who_has_a_reason_to_stay_stays(
    organisation: Organisation, unused: UUID, reason: Callable[[Hat], None]
) -> None:
    with system(organisation):
        reason(hat := subject(unused))
    assert ended(organisation, DUE) == 0
    assert kept(organisation, unused)["signin_account"] == 1
    with system(organisation):
        ends = Hat.objects.get(pk=hat.pk).ends_on
    assert (ends is None) == (reason is not who_works_here)


def test_whose_hat_has_yet_to_begin_stays(organisation: Organisation) -> None:
    with inside(organisation):
        new = Account.objects.create(email="nieuw@example.org", made_on=CLOSED).pk
    with system(organisation):
        Hat.objects.create(account=new, kind="staff", name="Nieuw", starts_on=date(2028, 1, 1))
    assert ended(organisation) == 0


def test_the_account_of_a_restricted_person_stays(organisation: Organisation) -> None:
    close(organisation, "sanne")
    with system(organisation):
        Person.objects.filter(pk=member("sanne").person).update(restricted_since=TODAY)
    assert ended(organisation) == 0
    with system(organisation):
        Person.objects.filter(pk=member("sanne").person).update(restricted_since=None)
    assert ended(organisation) == 1


def test_a_data_subject_whose_file_stays_stays_a_person_without_an_account(organisation: Organisation) -> None:
    close(organisation, "sanne")
    assert ended(organisation) == 1
    with system(organisation):
        assert Hat.objects.filter(account=member("sanne").account).count() == 0
        assert Person.objects.filter(pk=member("sanne").person).count() == 1


@pytest.mark.clause("COR-18", part="record")
@pytest.mark.parametrize(("days", "called", "other"), [(40, "Bram", "A former member of staff"), (1200, "A former member of staff", "Bram")])
def test_files_and_logs_go_on_speaking_of_a_former_member_of_staff(
    organisation: Organisation, days: int, called: str, other: str
) -> None:
    """By name while the log may be asked for it, and after that as somebody who worked here."""
    today = timezone.localdate()
    with acting(organisation, member("bram").acting("registration", TODAY)):
        open_one(Registration, member("tariq").file)
    close(organisation, "bram", today - timedelta(days=days))
    assert ended(organisation, today) == 1
    pages = (("anna", f"/werk/woningzoekenden/{member('tariq').file}/"), ("petra", "/werk/logboek/"))
    for who, path in pages:
        page = text(signed_in(organisation, who).get(path))
        assert (called in page, other in page) == (True, False)
    with system(organisation):
        told = names_for(member("tariq").person, version=version_on(TODAY), language="en")
    assert told.role_of(member("bram").hat) == ("Advisor of a corporation" if days == 40 else called)


def test_a_nameless_hat_goes_when_neither_file_nor_log_can_speak_of_it(organisation: Organisation) -> None:
    close(organisation, "bram")
    close(organisation, "chris")
    assert ended(organisation) == 2
    last_of_log = date(2030, 1, 31)
    assert [hats(organisation, on) for on in (DUE, last_of_log)] == [{"bram", "chris"}] * 2
    assert hats(organisation, last_of_log + timedelta(days=1)) == {"bram"}
    with system(organisation):
        Assignment.objects.all().delete()
    assert hats(organisation, last_of_log + timedelta(days=1)) == set()


def hats(organisation: Organisation, on: date) -> set[str]:
    """Whose hats are left after the night of a day."""
    ended(organisation, on)
    with system(organisation):
        found = set(Hat.objects.values_list("pk", flat=True))
    return {name for name in ("bram", "chris") if member(name).hat in found}


def test_the_second_night_finds_nothing_and_the_proof_holds(organisation: Organisation, unused: UUID) -> None:
    with as_login(organisation, "worker"):
        first = nightly(organisation, on=DUE)
        again = nightly(organisation, on=DUE)
        assert (first.accounts, first.certificates, again.accounts, again.certificates) == (1, 1, 0, 0)
        assert verify_organisation(organisation) == []
    with system(organisation):
        line, certificate = Line.objects.get(), Certificate.objects.get()
    assert (line.model, bytes(line.digest)) == ("signin.account", leaf("signin.account", unused))
    assert (line.rule, line.cut_off) == ("ended P1M (setting)", date(2027, 1, 31))
    assert certificate.statement["activity"] == "accounts"


def test_without_a_period_in_the_policy_nothing_goes(organisation: Organisation, unused: UUID) -> None:
    as_owner(organisation, "DELETE FROM register_retention WHERE activity = 'accounts'")
    assert ended(organisation) == 0


@pytest.mark.parametrize("period", ["P1M", "P2W", "P1Y", "P1M3D"])
@pytest.mark.parametrize("on", [date(2027, 3, 1), date(2027, 3, 31), date(2028, 2, 29), date(2027, 12, 31)])
def test_the_database_counts_as_the_core_does(
    copies: object, shared: Organisation, period: str, on: date
) -> None:
    as_owner(shared, "UPDATE register_retention SET period = %s WHERE activity = 'accounts'", [period])
    cut = cut_off(Period.parse(period), on)
    with inside(shared):
        Account.objects.filter(email__startswith="dag").delete()
        for days in range(-2, 3):
            Account.objects.create(email=f"dag{days}@example.org", made_on=cut + timedelta(days=days))
    ended(shared, on)
    with inside(shared):
        left = set(Account.objects.filter(email__startswith="dag").values_list("made_on", flat=True))
    assert left == {cut + timedelta(days=1), cut + timedelta(days=2)}


@pytest.fixture(scope="module")
def shared(copies: object) -> Iterator[Organisation]:
    """One organisation for many counts."""
    with copies("allocation-service") as one:  # type: ignore[operator]
        yield one


def test_only_a_job_ends_accounts(organisation: Organisation) -> None:
    close(organisation, "chris")
    for name in ("ada", "sanne"):
        with pytest.raises(DatabaseError, match="permission denied for function end_accounts"):
            with acting(organisation, member(name).acting("account-management", TODAY)):
                with connections[organisation.key].cursor() as cursor:
                    cursor.execute("SELECT walls.end_accounts()")
    with (
        pytest.raises(DatabaseError, match="permission denied for function forget_accounts"),
        system(organisation),
        connections[organisation.key].cursor() as cursor,
    ):
        cursor.execute("SELECT walls.forget_accounts(%s)", [[member("anna").account]])
    assert kept(organisation, member("anna").account)["signin_account"] == 1


def test_more_than_a_thousand_go_in_one_night(organisation: Organisation) -> None:
    as_owner(
        organisation,
        "INSERT INTO signin.signin_account (id, email, password, is_active, language, made_on)"
        " SELECT gen_random_uuid(), n || '@example.org', '', true, 'nl', %s FROM generate_series(1, 1200) n",
        [CLOSED],
    )
    assert ended(organisation) == 1200


def test_sessions_that_are_over_go(organisation: Organisation) -> None:
    signed_in(organisation, "sanne")
    as_owner(organisation, "INSERT INTO signin.django_session VALUES ('old', 'data', now() - interval '1 hour')")
    ended(organisation, TODAY)
    assert as_owner(organisation, "SELECT count(*) FROM signin.django_session") == [(1,)]
