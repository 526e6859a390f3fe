"""Somebody who lost what they sign in with is let in again by two colleagues: never by one, never by a mail alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.joining import token_for
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.signin.models import Account, Browser, Rescue, Token
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in, visiting
from tests.cast import member, system
from tests.conftest import as_login
from tests.recovering import (
    NEW_PASSWORD,
    PLACE,
    ask,
    asked,
    come_in,
    decide,
    file_of,
    half,
    link,
)
from tests.signing_in import give_code, give_password, letterbox, outcomes, sign_in, text

YESTERDAY = timezone.localdate() - timedelta(days=1)


def confirmed(organisation: Organisation, whose: str = "chris") -> tuple[str, str]:
    """Ada asked it, Petra confirmed it; both halves."""
    ask(organisation, whose)
    decide(organisation, **(file_of(organisation, whose) if whose == "sanne" else {}))
    return half(organisation, "ada"), half(organisation, "petra")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Path]:
    """Where the mail of this test goes."""
    with letterbox(tmp_path):
        yield tmp_path


def test_a_colleague_who_lost_the_phone_comes_in_again_by_two(organisation: Organisation, box: Path) -> None:
    # Given: Chris is signed in somewhere, with a password and an app on a phone that was stolen.
    chris = visiting(organisation)
    sign_in(chris, "chris")
    assert chris.get("/werk/toegang/").status_code == 200
    # When: Ada asks, then: Chris hears at once, by mail and on the own page; nothing has changed for the account.
    ask(organisation, "chris")
    assert "let you in again" in str(letters(box)[0]["Subject"])
    assert "Stop it" in text(chris.get("/werk/"))
    assert "Stop it" not in text(signed_in(organisation, "bram").get("/werk/"))
    # And: Ada, who asked, can't confirm it, and sees no code; who may neither is refused.
    assert "Another colleague must confirm" in text(signed_in(organisation, "ada").get(f"{PLACE}{asked(organisation).pk}/"))
    decide(organisation, "ada")
    assert half(organisation, "ada") == ""
    assert signed_in(organisation, "bram").get(f"{PLACE}{asked(organisation).pk}/").status_code == 404
    # When: Petra confirms, then: every way in of before has ended.
    decide(organisation, "petra")
    assert chris.get("/werk/toegang/").headers["Location"].startswith("/aanmelden/")
    assert "You are not signed in" in text(give_password(visiting(organisation), "chris"))
    # And: each of them has a half, once; another colleague has none.
    first, second = half(organisation, "ada"), half(organisation, "petra")
    assert (half(organisation, "ada"), half(organisation, "dirk")) == ("", "")
    assert (first[0], second[0]) == ("1", "2")
    # When: Chris fills in both and chooses a password, then: that one works, and a second factor is asked for anew.
    assert come_in(organisation, "chris", second.upper().replace("-", " "), first).headers["Location"] == "/aanmelden/"
    chris = visiting(organisation)
    give_password(chris, "chris", NEW_PASSWORD)
    chris.get("/aan/")
    assert chris.get("/werk/").headers["Location"] == "/account/2fa/"
    assert "recovered" in outcomes(organisation)
    assert asked(organisation).outcome == "used"
    # And: the code is good once.
    assert come_in(organisation, "chris", first, second).status_code == 200


def test_a_home_seeker_is_found_by_three_facts_and_sees_it_in_the_own_log(organisation: Organisation, box: Path) -> None:
    # Given: customer service asks it for Sanne, with number, birth date and surname; one wrong finds nobody.
    page = ask(organisation, "sanne", "anna", birth_date="1984-03-02")
    assert "We know no account" in text(page)
    ask(organisation, "sanne", "anna")
    told = f"{PLACE}{asked(organisation).pk}/"
    assert signed_in(organisation, "chris").get(told).status_code == 404
    # When: the second colleague names another file, then: it is not confirmed.
    assert "not the file that was asked for" in text(decide(organisation, **file_of(organisation, "tariq")))
    decide(organisation, **file_of(organisation))
    halves = half(organisation, "anna"), half(organisation, "petra")
    assert come_in(organisation, "sanne", *halves).status_code == 302
    # Then: Sanne signs in and sees in which role both looked; of Tariq, who was named wrongly, it is in the log as well.
    sanne = visiting(organisation)
    give_password(sanne, "sanne", NEW_PASSWORD)
    sanne.get("/aan/")
    log = text(sanne.get("/mijn/inzage-log/"))
    assert ("asked to let somebody in again" in log, "confirmed that somebody is let in again" in log) == (True, True)
    with as_login(organisation, "worker"), acting(organisation, system("count", timezone.localdate())):
        assert set(Seen.objects.filter(subject=member("tariq").person, activity="accounts").values_list("action", flat=True)) == {
            "find-by-file"
        }


def test_no_mail_alone_opens_an_account_that_was_shut(organisation: Organisation, box: Path) -> None:
    # Given: two confirmed, and the owner has not come in yet.
    halves = confirmed(organisation)
    # When: somebody with the mailbox asks for a link, or an administrator mails an invitation, then: no link comes.
    visiting(organisation).post("/account/wachtwoord/", {"email": member("chris").email})
    assert "a link by e-mail does not open your account" in letters(box)[0].get_content()
    before = len(letters(box))
    again = signed_in(organisation, "ada").post(f"/werk/collegas/{member('chris').hat}/uitnodigen/", follow=True)
    assert ("no mail does" in text(again), len(letters(box))) == (True, before)
    # And: one half is not enough, in whichever place.
    for wrong in ((halves[0], halves[0]), (halves[1], halves[1]), (halves[0], "2-aaaa-aaaa")):
        assert "not right" in text(come_in(organisation, "chris", *wrong))


def test_guesses_are_counted_and_a_weak_password_is_none(organisation: Organisation, box: Path) -> None:
    halves = confirmed(organisation)
    assert "easy to guess" in text(come_in(organisation, "chris", *halves, password="welkom01welkom01"))
    for _guess in range(5):
        come_in(organisation, "chris", halves[0], "2-aaaa-aaaa")
    assert "Too many attempts" in text(come_in(organisation, "chris", *halves))
    assert outcomes(organisation).count("code-failed") == 5
    # And: what is said of an account that does not exist is the same.
    unknown = visiting(organisation).post(
        "/account/herstel/", {"login": "nobody@example.org", "first": "1", "second": "2", "password": NEW_PASSWORD}
    )
    assert "This code is not right" in text(unknown)


def test_an_invitation_of_before_opens_nothing(organisation: Organisation, box: Path) -> None:
    # Given: a colleague was invited and has not chosen a password yet; an old link of theirs is in a mailbox.
    with inside(organisation):
        account = Account.objects.get(pk=member("chris").account)
        account.set_unusable_password()
        account.save()
        old = f"/account/uitnodiging/{token_for(account)}/"
    assert visiting(organisation).get(old).status_code == 200
    # When: two let them in again, then: the link opens nothing, before they came in and after.
    halves = confirmed(organisation)
    assert visiting(organisation).post(old, {"password": NEW_PASSWORD}).status_code == 410
    come_in(organisation, "chris", *halves)
    assert visiting(organisation).get(old).status_code == 410


@pytest.mark.parametrize("when", ["asked", "confirmed"])
def test_the_owner_stops_it_by_the_link_in_the_mail(organisation: Organisation, box: Path, when: str) -> None:
    # Given: somebody else than Chris asked it.
    ask(organisation, "chris")
    stop = link(box)
    halves = ("", "")
    if when == "confirmed":
        decide(organisation)
        halves = half(organisation, "ada"), half(organisation, "petra")
        assert link(box) == stop
    # When: Chris opens the link, then: a page asks first, since programs open links too.
    client = visiting(organisation)
    assert "Did you not ask for this?" in text(client.get(stop))
    assert asked(organisation).outcome == {"asked": "", "confirmed": "confirmed"}[when]
    assert "It has been stopped" in text(client.post(stop))
    assert "nothing to stop any more" in text(client.post(stop))
    # Then: nobody confirms it any more, no half works, and what was shut stays shut.
    decide(organisation, "dirk")
    assert asked(organisation).outcome == "stopped"
    if when == "confirmed":
        assert come_in(organisation, "chris", *halves).status_code == 200
        assert "You are not signed in" in text(give_password(visiting(organisation), "chris"))
    else:
        assert sign_in(visiting(organisation), "chris").status_code == 302
    # And: two let them in anew.
    assert come_in(organisation, "chris", *confirmed(organisation)).status_code == 302


def test_a_link_that_was_made_up_stops_nothing(organisation: Organisation, care_group: Organisation, box: Path) -> None:
    with inside(organisation):
        ask(organisation, "chris")
    assert visiting(organisation).post("/account/herstel/stoppen/abc:def/").status_code == 410
    assert visiting(care_group).post(link(box)).status_code == 410
    assert asked(organisation).outcome == ""


def test_nobody_asks_or_confirms_it_for_oneself(organisation: Organisation, box: Path) -> None:
    assert "let yourself in again" in text(ask(organisation, "ada"))
    ask(organisation, "petra")
    assert "Somebody else must decide" in text(decide(organisation, "petra"))
    assert asked(organisation).outcome == ""


def test_a_code_that_is_too_old_is_none(organisation: Organisation, box: Path) -> None:
    halves = confirmed(organisation)
    with inside(organisation):
        Rescue.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert come_in(organisation, "chris", *halves).status_code == 200


def test_whose_hat_has_ended_is_not_let_in_again(organisation: Organisation, box: Path) -> None:
    # Given: it was asked, and then the work of Chris ended.
    ask(organisation, "chris")
    with as_login(organisation, "worker"), acting(organisation, system("cast", timezone.localdate())):
        Hat.objects.filter(pk__in=[member(one).hat for one in ("chris", "bram")]).update(ends_on=YESTERDAY)
    assert "be decided any more" in text(decide(organisation))
    # And: for who left before that nobody can ask it.
    assert ask(organisation, "bram").status_code == 404


def test_without_a_mail_server_nothing_is_asked(organisation: Organisation) -> None:
    assert "No mail can go out now" in text(ask(organisation, "chris"))
    assert "Nobody had to be let in again" in text(signed_in(organisation, "ada").get(PLACE))


def test_without_a_mail_server_nothing_is_confirmed(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        ask(organisation, "chris")
    assert "No mail can go out now" in text(decide(organisation))
    assert (asked(organisation).outcome, half(organisation, "ada")) == ("", "")
    assert sign_in(visiting(organisation), "chris").status_code == 302


def test_one_that_waits_is_not_asked_twice_and_can_be_declined(organisation: Organisation, box: Path) -> None:
    ask(organisation, "chris")
    assert "asked this already" in text(ask(organisation, "chris"))
    assert "You declined" in text(decide(organisation, yes=False))
    assert asked(organisation).outcome == "declined"
    assert give_password(visiting(organisation), "chris").headers["Location"] == "/account/2fa/code/"


def test_a_password_that_was_right_before_opens_nothing_after(organisation: Organisation, box: Path) -> None:
    # Given: a thief knows the password, and is asked for the code.
    thief = visiting(organisation)
    give_password(thief, "chris")
    # When: the account is shut and its owner came in again, without an app for now, then: the thief is not in.
    halves = confirmed(organisation)
    assert come_in(organisation, "chris", *halves).status_code == 302
    give_code(thief)
    assert thief.get("/werk/").headers["Location"].startswith("/aanmelden/")
    with inside(organisation):
        assert not Browser.objects.filter(account_id=member("chris").account).exists()
        assert not Token.objects.filter(account_id=member("chris").account).exists()
        assert Account.objects.get(pk=member("chris").account).has_usable_password()
