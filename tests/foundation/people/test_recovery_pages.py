"""The pages for who can't sign in: reached from signing in, the same to everybody, open when no mail goes out."""

from __future__ import annotations

from pathlib import Path

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people import keys
from tests.bearing import key_of
from tests.browsing import visiting
from tests.recovering import ask, come_in, decide, half
from tests.signing_in import letterbox, text


def test_signing_in_leads_to_what_to_do_when_locked_out(organisation: Organisation) -> None:
    assert "/account/herstel/" in text(visiting(organisation).get("/aanmelden/"))
    page = visiting(organisation).get("/account/herstel/")
    assert ("Two of our colleagues" in text(page), "no-store" in page.headers["Cache-Control"]) == (True, True)


def test_the_owner_comes_in_when_no_mail_goes_out(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        ask(organisation, "chris")
        decide(organisation)
    halves = half(organisation, "ada"), half(organisation, "petra")
    key = key_of(organisation, "chris")
    assert come_in(organisation, "chris", *halves).status_code == 302
    with inside(organisation):
        assert keys.borne(key) is None
