"""Somebody with a file and without e-mail gets an account at the counter, by two, and hears on paper what others are mailed."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.rights import services
from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.messages.sending import send_waiting
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.signin.models import Account, Rescue
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from huisvrede.modules.allocation.models import Registration
from tests import asking
from tests.browsing import Watched, signed_in, visiting
from tests.cast import member, system
from tests.conftest import TODAY, VAR, as_login
from tests.recovering import HALF, NEW_PASSWORD, PLACE, WHY, asked, decide, file_of, half
from tests.signing_in import letterbox, text

NAME = re.compile(r"User name</p><p class=\"hv-reference\">([a-z0-9-]+)<")


@pytest.fixture
def seeker(organisation: Organisation) -> dict[str, str]:
    """Tariq has a file, no e-mail address and no account; what he tells at the counter."""
    told = file_of(organisation, "tariq")
    with as_login(organisation, "worker"), acting(organisation, system("cast", timezone.localdate())):
        Hat.objects.filter(pk=member("tariq").hat).delete()
        Registration.objects.filter(pk=member("tariq").file).update(email="")
    with inside(organisation):
        Account.objects.filter(pk=member("tariq").account).delete()
    return told


def begun(organisation: Organisation, told: dict[str, str], by: str = "anna") -> str:
    """What a colleague sees after asking a first account."""
    return text(signed_in(organisation, by).post(f"{PLACE}zonder-mail/", {**WHY, **told}, follow=True))


def opened(organisation: Organisation, told: dict[str, str]) -> str:
    """The user name of an account that two made and its owner opened."""
    begun(organisation, told)
    decide(organisation, **told)
    sheet = text(signed_in(organisation, "anna").post(f"{PLACE}{asked(organisation).pk}/code/"))
    found, first = NAME.search(sheet), HALF.search(sheet.replace(NAME.search(sheet)[0], ""))  # type: ignore[index]
    assert found is not None
    assert first is not None
    given = {"login": found[1], "first": first[1], "second": half(organisation, "petra"), "password": NEW_PASSWORD}
    assert visiting(organisation).post("/account/herstel/", given).status_code == 302
    return found[1]


def came_in(organisation: Organisation, name: str) -> Watched:
    client = visiting(organisation)
    client.post("/aanmelden/", {"login": name, "password": NEW_PASSWORD})
    client.get("/aan/")
    return client


def account_of(organisation: Organisation) -> UUID:
    with as_login(organisation, "worker"), acting(organisation, system("count", timezone.localdate())):
        return Hat.objects.get(person_id=member("tariq").person).account


def test_from_the_counter_to_the_own_page_without_any_mail(
    organisation: Organisation, seeker: dict[str, str], tmp_path: Path
) -> None:
    with letterbox(tmp_path):
        # When: customer service asks it and a second colleague confirms, then: Tariq opens it with both halves.
        name = opened(organisation, seeker)
        # And: signs in with the user name, however it is typed, and sees the own file and who made the account.
        tariq = came_in(organisation, f" {name.upper().replace('-', ' ')} ")
        assert "Veldmarker" in text(tariq.get("/mijn/"))
        assert "asked to let somebody in again" in text(tariq.get("/mijn/inzage-log/"))
        # And: the name says nothing, and nothing was mailed.
        assert len(name) == 9
        assert not set(name.split("-")) & {seeker["number"].lower(), "tariq", "veldmarker"}
        assert letters(tmp_path) == []
    # And: a wrong password is counted as anybody's, a second factor and other pages around signing in work without an address.
    assert "not correct" in text(visiting(organisation).post("/aanmelden/", {"login": name, "password": "wrong"}))
    assert tariq.get("/account/browsers/").status_code == 200


def test_the_pages_speak_of_a_first_account(organisation: Organisation, seeker: dict[str, str]) -> None:
    assert "Why in this way?" in text(signed_in(organisation, "anna").get(f"{PLACE}zonder-mail/"))
    assert "this account has no e-mail address" in begun(organisation, seeker)
    shown = text(signed_in(organisation, "petra").get(f"{PLACE}{asked(organisation).pk}/"))
    assert ("each give half of a code" in shown, "all ways into this account end" in shown) == (True, False)
    said = text(decide(organisation, **seeker))
    assert ("Confirmed. Now give" in said, "have ended" in said) == (True, False)


def test_one_alone_takes_nobodys_file_over(organisation: Organisation, seeker: dict[str, str]) -> None:
    # Given: Anna asks a first account for Tariq, who knows nothing of it.
    begun(organisation, seeker)
    # Then: she has neither a half of the code nor the right to confirm, and the account has no password.
    assert half(organisation, "anna") == ""
    decide(organisation, "anna", **seeker)
    assert asked(organisation).outcome == ""
    with inside(organisation):
        assert not Account.objects.get(pk=account_of(organisation)).has_usable_password()
    # And: who may not ask sees no such page, and the database makes nothing for them.
    assert signed_in(organisation, "bram").get(f"{PLACE}zonder-mail/").status_code == 404
    call = "SELECT * FROM walls.begin_at_counter('W-SANNE', '1984-03-01', 'zandmarker', 'ab2cd3ef')"
    with acting(organisation, member("bram").acting("account-management", TODAY)):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(call)
            assert cursor.fetchall() == []
    with acting(organisation, member("sanne").acting("registration", TODAY)), pytest.raises(DatabaseError), savepoint():
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(call)


def left_of(organisation: Organisation, account: UUID) -> list[int]:
    """What is left of a login: the account, its hats, its place for a code."""
    with as_login(organisation, "worker"), acting(organisation, system("count", timezone.localdate())):
        hats = Hat.objects.filter(account=account).count()
    with inside(organisation):
        return [Account.objects.filter(pk=account).count(), hats, Rescue.objects.filter(account_id=account).count()]


def night(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("accountability", timezone.localdate())):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute("SELECT walls.end_accounts()")


def grown_old(organisation: Organisation) -> None:
    """A week goes by for what was asked, confirmed and made."""
    running = postgres.running(VAR)
    assert running is not None
    with psycopg.connect(running.dsn(dbname=organisation.main)) as superuser:  # no login of the house turns a clock
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE people_recovery SET asked_at = asked_at - interval '7 days', decided_at = decided_at - interval '7 days'")
        superuser.execute("UPDATE signin.signin_rescue SET ends_at = ends_at - interval '7 days'")


def test_a_login_that_was_declined_is_gone_at_once(organisation: Organisation, seeker: dict[str, str], tmp_path: Path) -> None:
    with letterbox(tmp_path):
        begun(organisation, seeker)
        account, name = account_of(organisation), ""
        with inside(organisation):
            name = Account.objects.get(pk=account).login
        assert left_of(organisation, account) == [1, 1, 0]
        decide(organisation, yes=False, **seeker)
    assert (asked(organisation).outcome, left_of(organisation, account)) == ("declined", [0, 0, 0])
    # nothing signs in with it, and with no half of a code; and another can be begun
    assert "not correct" in text(visiting(organisation).post("/aanmelden/", {"login": name, "password": NEW_PASSWORD}))
    given = {"login": name, "first": "1-abcd-efgh", "second": "2-abcd-efgh", "password": NEW_PASSWORD}
    assert visiting(organisation).post("/account/herstel/", given).status_code == 200
    assert "has an account already" not in begun(organisation, seeker)


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_login_that_lapsed_goes_that_night_and_one_that_waits_stays(
    organisation: Organisation, seeker: dict[str, str], tmp_path: Path, confirmed: bool
) -> None:
    with letterbox(tmp_path):
        begun(organisation, seeker)
        if confirmed:
            decide(organisation, **seeker)
    account = account_of(organisation)
    night(organisation)
    assert left_of(organisation, account) == [1, 1, int(confirmed)]
    grown_old(organisation)
    night(organisation)
    assert left_of(organisation, account) == [0, 0, 0]


def test_a_login_that_was_opened_stays(organisation: Organisation, seeker: dict[str, str], tmp_path: Path) -> None:
    with letterbox(tmp_path):
        opened(organisation, seeker)
    account = account_of(organisation)
    grown_old(organisation)
    night(organisation)
    assert left_of(organisation, account) == [1, 1, 0]


def test_who_has_an_account_or_is_not_found_gets_no_second_one(organisation: Organisation, seeker: dict[str, str]) -> None:
    assert "has an account already" in begun(organisation, file_of(organisation, "sanne"))
    assert "no such file" in begun(organisation, {**seeker, "surname": "Zandmarker"})
    begun(organisation, seeker)
    assert "has an account already" in begun(organisation, seeker)


def test_who_lost_the_password_is_let_in_again_by_two(
    organisation: Organisation, seeker: dict[str, str], tmp_path: Path
) -> None:
    name = opened(organisation, seeker)
    tariq = came_in(organisation, name)
    with letterbox(tmp_path):
        signed_in(organisation, "anna").post(f"{PLACE}nieuw/", {**WHY, **seeker})
        # it can't be mailed, so it stands on the own page alone
        assert not asked(organisation).told
        assert "Stop it" in text(tariq.get("/mijn/"))
        decide(organisation, **seeker)
    given = {"login": name, "first": half(organisation, "anna"), "second": half(organisation, "petra"), "password": NEW_PASSWORD}
    assert visiting(organisation).post("/account/herstel/", given).status_code == 302


def test_an_answer_goes_on_paper_to_who_has_no_address(organisation: Organisation, seeker: dict[str, str]) -> None:
    # Given: Tariq asks, signed in, for everything we keep.
    opened(organisation, seeker)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        Hat.objects.filter(person_id=member("tariq").person).update(starts_on=TODAY)
        hat = Hat.objects.get(person_id=member("tariq").person)
    who = Acting(account=hat.account, hat=hat.pk, kind=Kind.SUBJECT, purpose="rights", day=TODAY)
    with acting(organisation, who):
        key = services.ask(what="access", wording="", language="nl").pk
    asking.advised(organisation, key)
    asking.decided(organisation, key)
    asking.answered(organisation)
    # Then: it waits for whoever hands over on paper, and no message waits for an address that is not there.
    assert asking.state(organisation, key) == "kept"
    anna = signed_in(organisation, "anna")
    assert anna.get(f"/werk/verzoeken/{key}/afgeven/brief.pdf").status_code == 200
    with as_login(organisation, "worker"):
        with acting(organisation, system("messages", TODAY)):
            assert not Message.objects.filter(account=hat.account).exists()
        assert send_waiting(organisation, on=TODAY) == 0


def test_whose_file_has_an_address_makes_an_account_there(organisation: Organisation, seeker: dict[str, str]) -> None:
    """Otherwise the one who would be mailed would hear of nothing."""
    with as_login(organisation, "worker"), acting(organisation, system("cast", timezone.localdate())):
        Registration.objects.filter(pk=member("tariq").file).update(email="tariq@example.org")
    assert "or an e-mail address" in begun(organisation, seeker)
    with inside(organisation):
        assert not Account.objects.exclude(name=None).exists()
