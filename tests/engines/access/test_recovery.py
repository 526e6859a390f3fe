"""What the database says about letting somebody in again: two, neither of them the owner, each half by its own colleague."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.core.context import request_context
from django.db import DatabaseError, ProgrammingError, connections
from django.db.models.functions import Now
from django.test import RequestFactory
from django.utils import timezone

from huisvrede.engines.access import recovery
from huisvrede.engines.access.services import Impossible
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.proving import Unproved
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import BOND_VERSION, Bond, Grant, Hat, Recovery
from huisvrede.foundation.signin.models import Account, Rescue
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from tests.cast import SINCE, SUBJECTS, member, system
from tests.conftest import TODAY, as_login
from tests.recovering import file_of
from tests.signing_in import letterbox

YESTERDAY = TODAY - timedelta(days=1)


def as_(name: str, purpose: str = "account-management") -> Acting:
    """A member of the cast who may have a right in accounts."""
    return member(name).acting(purpose, TODAY)


def row(**changes: Any) -> dict[str, Any]:
    """What Ada may write: that Chris lost the phone."""
    ada = member("ada")
    right = {
        "id": uuid4(),
        "whose": member("chris").account,
        "by_file": False,
        "seen": "known",
        "reason": "Lost",
        "account": ada.account,
        "asked_by": ada.hat,
        "asked_at": Now(),
        "told": False,
    }
    return right | changes


def asked(organisation: Organisation, by: str = "ada", **changes: Any) -> Recovery:
    """One that waits, without its mail."""
    with acting(organisation, as_(by)):
        made = Recovery.objects.create(**row(account=member(by).account, asked_by=member(by).hat, **changes))
        return Recovery.objects.get(pk=made.pk)


@contextmanager
def mailing(organisation: Organisation, folder: Path) -> Iterator[None]:
    """Within: there is a mail server, and a page from which mail goes out."""
    request = RequestFactory().get("/", headers={"host": organisation.host})
    with letterbox(folder), request_context(request):
        yield


def call(organisation: Organisation, function: str, *given: object) -> Any:
    """What a function of the walls answers."""
    places = ", ".join(["%s"] * len(given))
    with savepoint(), connections[organisation.key].cursor() as cursor:
        cursor.execute(f"SELECT walls.{function}({places})", given)
        return cursor.fetchone()[0]


def second_hat(organisation: Organisation, name: str, role: str) -> UUID:
    """Another hat of the same account, with a role of its own."""
    with as_login(organisation, "worker"), acting(organisation, system("cast", SINCE)):
        hat = Hat.objects.create(account=member(name).account, kind="staff", name="Twice", starts_on=SINCE)
        Grant.objects.create(hat=hat, role=role, starts_on=SINCE, reason="cast")
        Bond.objects.create(hat=hat, text_version=BOND_VERSION, signed_on=SINCE)
    return hat.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"whose": member("ada").account},
        {"whose": uuid4()},
        {"by_file": True},
        {"account": member("petra").account},
        {"asked_by": member("petra").hat},
        {"asked_at": timezone.now() - timedelta(hours=2)},
        {"outcome": "confirmed"},
        {"outcome": "stopped"},
        {"reason": " "},
        {"seen": "a hunch"},
    ],
)
def test_it_is_asked_now_in_ones_own_name_for_another_who_works_here(organisation: Organisation, wrong: dict[str, Any]) -> None:
    with acting(organisation, as_("ada")):
        with pytest.raises(DatabaseError), savepoint():
            Recovery.objects.create(**row(**wrong))
        Recovery.objects.create(**row())


@pytest.mark.parametrize("who", ["anna", "bram", "chris", "noor", "sanne"])
def test_without_the_right_nobody_asks_or_sees_it(organisation: Organisation, who: str) -> None:
    made = asked(organisation)
    allowed = who == "anna"  # customer service asks at the counter
    with acting(organisation, as_(who)):
        assert Recovery.objects.filter(pk=made.pk).exists() is (allowed or who == "chris")
        with suppress(ProgrammingError), savepoint():  # a data subject has no privilege to change any
            assert not Recovery.objects.filter(pk=made.pk).update(outcome="declined")
        if not allowed:
            with pytest.raises(DatabaseError), savepoint():
                Recovery.objects.create(**row(account=member(who).account, asked_by=member(who).hat, whose=member("petra").account))


def test_one_alone_confirms_nothing_under_whichever_hat(organisation: Organisation) -> None:
    made = asked(organisation)
    other = second_hat(organisation, "ada", "management")
    ada = member("ada")
    for hat in (ada.hat, other):
        who = Acting(account=ada.account, hat=hat, kind=ada.kind, purpose="account-management", day=TODAY)
        decided = {"outcome": "confirmed", "decided_account": ada.account, "decided_by": hat, "decided_at": Now()}
        with acting(organisation, who):
            assert not Recovery.objects.filter(pk=made.pk).update(**decided)
            with pytest.raises(DatabaseError):
                call(organisation, "shut_out", made.pk)
            with pytest.raises(Impossible):
                recovery.confirm(recovery=made, persons=[])


@pytest.mark.parametrize(
    "wrong",
    [
        {"decided_account": member("dirk").account},
        {"decided_by": member("dirk").hat},
        {"decided_at": timezone.now() - timedelta(minutes=5)},
        {"outcome": "used"},
        {"outcome": "stopped"},
        {"whose": member("bram").account},
        {"reason": "Something else"},
    ],
)
def test_the_second_decides_now_in_ones_own_name_on_what_was_asked(organisation: Organisation, wrong: dict[str, Any]) -> None:
    made, petra = asked(organisation), member("petra")
    right = {"outcome": "confirmed", "decided_account": petra.account, "decided_by": petra.hat, "decided_at": Now()}
    with acting(organisation, as_("petra")):
        with pytest.raises(DatabaseError), savepoint():
            Recovery.objects.filter(pk=made.pk).update(**(right | wrong))
        assert Recovery.objects.filter(pk=made.pk).update(**right)
        assert not Recovery.objects.filter(pk=made.pk).update(reason="Later")


@pytest.mark.parametrize("late", ["too old", "ended"])
def test_what_is_too_old_or_of_who_left_is_not_confirmed(organisation: Organisation, late: str) -> None:
    made = asked(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        if late == "ended":
            Hat.objects.filter(pk=member("chris").hat).update(ends_on=YESTERDAY)
        else:
            Recovery.objects.all().delete()
            made = Recovery.objects.create(**row(asked_at=timezone.now() - timedelta(hours=25)))
    with acting(organisation, as_("petra")):
        assert recovery.state_of(made) == ("lapsed" if late == "too old" else "waits")
        with pytest.raises(Impossible, match="niet meer over worden besloten"):
            recovery.confirm(recovery=made, persons=[])


def test_ways_in_end_in_the_act_of_confirming_alone(organisation: Organisation) -> None:
    made, petra = asked(organisation), member("petra")
    right = {"outcome": "confirmed", "decided_account": petra.account, "decided_by": petra.hat, "decided_at": Now()}
    with acting(organisation, as_("petra")):
        with pytest.raises(DatabaseError, match="two let somebody in"):
            call(organisation, "shut_out", made.pk)
        Recovery.objects.filter(pk=made.pk).update(**right)
    # an hour later it would take away what the owner set up anew
    with acting(organisation, as_("petra")), pytest.raises(DatabaseError, match="two let somebody in"):
        call(organisation, "shut_out", made.pk)
    with inside(organisation):
        assert Account.objects.get(pk=member("chris").account).has_usable_password()


DIGEST = "argon2$argon2id$v=19$m=102400,t=2,p=8$" + "half" * 5 + "$" + "A" * 43
"""As Django writes one."""


@pytest.mark.parametrize("digest", ["", "of ada", DIGEST.replace("t=2", "t=60"), DIGEST.replace("m=102400", "m=4000000"), f"{DIGEST}\n"])
def test_a_half_that_would_cost_more_to_try_is_not_kept(organisation: Organisation, tmp_path: Path, digest: str) -> None:
    made = asked(organisation)
    with mailing(organisation, tmp_path), acting(organisation, as_("petra")):
        recovery.confirm(recovery=made, persons=[])
    with acting(organisation, as_("ada")):
        assert call(organisation, "keep_half", made.pk, digest) is False


def test_each_half_is_kept_once_for_its_own_colleague(organisation: Organisation, tmp_path: Path) -> None:
    made = asked(organisation)
    with mailing(organisation, tmp_path), acting(organisation, as_("petra")):
        recovery.confirm(recovery=made, persons=[])
    for name, kept in (("dirk", False), ("bram", False), ("chris", False), ("ada", True), ("ada", False), ("petra", True)):
        with acting(organisation, as_(name)):
            assert call(organisation, "keep_half", made.pk, DIGEST.replace("half", name.ljust(5, "x"))) is kept
    with inside(organisation):
        assert Rescue.objects.values_list("first", "second").get() == (DIGEST.replace("half", "adaxx"), DIGEST.replace("half", "petra"))
    with acting(organisation, as_("ada", "none")):
        assert call(organisation, "keep_half", made.pk, DIGEST) is False
    with acting(organisation, as_("ada")), pytest.raises(Impossible, match="uw helft van deze code al gehad"):
        recovery.give_half(recovery=made)


def test_only_the_door_stops_or_ends_it(organisation: Organisation) -> None:
    made = asked(organisation)
    for name in ("ada", "petra", "chris", "sanne"):
        with acting(organisation, as_(name)):
            for function in ("stop_recovery", "recovered"):
                with pytest.raises(DatabaseError, match="permission denied"):
                    call(organisation, function, made.pk)
    visitor = Acting(kind=member("chris").choosing(TODAY).kind, purpose="none", day=TODAY)
    with acting(organisation, visitor):
        assert call(organisation, "stop_recovery", made.pk) is False


def test_whose_account_it_is_is_told_to_who_lets_people_in_when_all_three_agree(organisation: Organisation) -> None:
    told = file_of(organisation)
    number, born, surname = told["number"], SUBJECTS["sanne"]["birth_date"], told["surname"]
    sanne = (member("sanne").account, member("sanne").person)
    with acting(organisation, as_("anna")):
        assert recovery.owner_of(number=f" {number.lower()} ", birth_date=born, surname=surname) == sanne
        assert recovery.owner_of(number=number, birth_date=born + timedelta(days=1), surname=surname) is None
        assert recovery.owner_of(number=number, birth_date=born, surname="Veldmarker") is None
    with acting(organisation, as_("bram")):
        with pytest.raises(Refused):
            recovery.owner_of(number=number, birth_date=born, surname=surname)
        with connections[organisation.key].cursor() as cursor:
            cursor.execute("SELECT * FROM walls.account_of(%s, %s, %s)", [number, born, surname.lower()])
            assert cursor.fetchall() == []
    # who left has no account that could be opened
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Hat.objects.filter(pk=member("sanne").hat).update(ends_on=YESTERDAY)
    with acting(organisation, as_("anna")):
        assert recovery.owner_of(number=number, birth_date=born, surname=surname) is None


def test_a_copied_cookie_asks_confirms_and_reads_nothing(organisation: Organisation) -> None:
    made = asked(organisation)
    with acting(organisation, as_("ada"), proved=lambda: False):
        for act in (
            lambda: recovery.ask(whose=member("bram").account, by_file=False, persons=[], seen="known", because="x"),
            lambda: recovery.give_half(recovery=made),
        ):
            with pytest.raises(Unproved):
                act()
    with acting(organisation, as_("petra"), proved=lambda: False), pytest.raises(Unproved):
        recovery.confirm(recovery=made, persons=[])


def test_who_may_confirm_hears_of_it_and_neither_owner_nor_asker_does(organisation: Organisation, tmp_path: Path) -> None:
    with mailing(organisation, tmp_path), acting(organisation, as_("ada")):
        made = recovery.ask(whose=member("dirk").account, by_file=False, persons=[], seen="known", because="Lost")
        assert made.told
    with mailing(organisation, tmp_path), acting(organisation, as_("petra")):
        recovery.confirm(recovery=Recovery.objects.get(pk=made.pk), persons=[])
    with as_login(organisation, "worker"), acting(organisation, system("count", TODAY)):
        heard = set(Message.objects.filter(notice="recovery-asked").values_list("account", flat=True))
        assert heard == {member(one).account for one in ("petra", "dubbel")}
        assert Message.objects.get(notice="recovery-confirmed").account == member("ada").account


def test_a_mailbox_that_is_gone_stops_nothing(organisation: Organisation, tmp_path: Path) -> None:
    with inside(organisation):
        Account.objects.filter(pk=member("bram").account).delete()
    with mailing(organisation, tmp_path), acting(organisation, as_("ada")):
        made = recovery.ask(whose=member("bram").account, by_file=False, persons=[], seen="known", because="Lost")
        assert not made.told


def test_it_goes_with_the_account(organisation: Organisation) -> None:
    asked(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("retention", TODAY)):
        Hat.objects.filter(pk=member("chris").hat).update(ends_on=TODAY - timedelta(days=60))
        call(organisation, "end_accounts")
        assert not Recovery.objects.filter(whose=member("chris").account).exists()


def test_looking_for_files_is_counted_with_the_searches_at_the_telephone(organisation: Organisation) -> None:
    """Three facts that agree are an answer too: so each look is in the log, and they end (decision 62)."""
    guess = "SELECT count(f.account) FROM generate_series(1, %s) n, LATERAL walls.account_of('W-TARIQ', '1970-01-01'::date + n, 'veldmarker') f"
    with acting(organisation, as_("ada")), connections[organisation.key].cursor() as cursor:
        cursor.execute(guess, [20])
    with acting(organisation, as_("ada")), pytest.raises(DatabaseError, match="too many searches"), savepoint():
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(guess, [100])
    with as_login(organisation, "worker"), acting(organisation, system("count", TODAY)):
        assert Look.objects.filter(account=member("ada").account, action="find-by-file").count() == 20
    with acting(organisation, as_("ada")):
        for _time in range(40):
            recovery.owner_of(number="W-TARIQ", birth_date=TODAY, surname="Veldmarker")
        with pytest.raises(Impossible):
            recovery.owner_of(number="W-TARIQ", birth_date=TODAY, surname="Veldmarker")


def test_a_hat_of_the_staff_does_not_disguise_whose_file_it_is(organisation: Organisation) -> None:
    """Who has a file here too is let in again by its three facts alone, asked by both."""
    with as_login(organisation, "worker"), acting(organisation, system("count", TODAY)):
        Hat.objects.create(account=member("sanne").account, kind="staff", name="Nieuwe Collega", starts_on=TODAY)
    with acting(organisation, as_("ada")), pytest.raises(DatabaseError), savepoint():
        Recovery.objects.create(**row(whose=member("sanne").account))
