"""Within ten minutes a copy of a cookie is of no use, and for a sensitive activity at once (SUR-24)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.conf import settings

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.proving import GOOD, OVERLAP, RENEWED, UNTIL
from huisvrede.foundation.people.browsers import DEVICE
from tests.browsing import Watched, signed_in, visiting
from tests.cast import member
from tests.signing_in import give_password, kept, outcomes, text

SESSION = settings.SESSION_COOKIE_NAME
FILE = f"/werk/bewoners/{member('tariq').file}/"


def thief(victim: Watched) -> Watched:
    """Another browser with every cookie of this one, and the same headers."""
    client = visiting(victim.organisation)
    for name, cookie in victim.cookies.items():
        client.cookies[name] = cookie.value
    return client


def changed(client: Watched, organisation: Organisation, **changes: Any) -> None:
    kept(client, organisation, **{DEVICE: {**client.session[DEVICE], **changes}})


@pytest.fixture
def anna(organisation: Organisation) -> Watched:
    return signed_in(organisation, "anna")


@pytest.fixture
def bram(care_group: Organisation) -> Watched:
    return signed_in(care_group, "bram")


def refused(answer: Any) -> bool:
    return answer.status_code == 403 and "Is this still your browser?" in text(answer)


def test_a_sensitive_page_opens_for_the_browser_itself_and_for_no_copy(bram: Watched) -> None:
    assert bram.get(FILE).status_code == 200
    for path in (FILE, "/werk/bewoners/", f"{FILE}contact/"):
        assert refused(thief(bram).get(path)), path
    assert refused(thief(bram).post(f"{FILE}contact/", {"version": "1"}))


def test_a_data_subjects_own_sensitive_page_is_guarded_alike(care_group: Organisation) -> None:
    tariq = signed_in(care_group, "tariq")
    assert tariq.get("/mijn/dossier/").status_code == 200
    assert refused(thief(tariq).get("/mijn/dossier/"))


def test_a_proof_is_good_once(bram: Watched) -> None:
    bram.get(FILE)
    again = thief(bram)
    assert settings.PROOF_COOKIE_NAME in again.cookies
    assert refused(again.get(FILE))


def test_a_refusal_tells_nothing_of_whether_a_file_exists(bram: Watched) -> None:
    nobody = f"/werk/bewoners/{member('nobody').file}/"
    pages = [text(thief(bram).get(path)).replace(path, "") for path in (FILE, nobody)]
    assert pages[0] == pages[1]


def test_what_is_of_no_activity_is_not_there_without_asking_a_proof(organisation: Organisation) -> None:
    """A case takes its activity from its row; where there is none, or it is another's, there is nothing to prove for."""
    petra = signed_in(organisation, "petra")
    nobody = f"/werk/verzoeken/{member('nobody').file}/"
    assert thief(petra).get(nobody).status_code == petra.get(nobody).status_code == 404


def test_a_page_that_is_not_sensitive_is_open_for_ten_minutes(organisation: Organisation, anna: Watched) -> None:
    copy = thief(anna)
    assert copy.get("/werk/").status_code == 200
    changed(anna, organisation, last=int(time.time() - GOOD - 1) * 1000)
    assert refused(copy.get("/werk/"))
    assert refused(copy.post("/werk/geheimhouding/"))
    assert refused(copy.get("/account/browsers/"))
    assert copy.get("/afmelden/").status_code == 200
    assert anna.get("/werk/").status_code == 200


def test_a_session_that_proves_itself_goes_on_under_another_key(organisation: Organisation, anna: Watched) -> None:
    copy = thief(anna)
    changed(anna, organisation, renewed=int(time.time()) - RENEWED - 1)
    anna.get("/werk/", headers={"Sec-Fetch-Mode": "cors"})
    assert anna.cookies[SESSION].value == copy.cookies[SESSION].value
    assert anna.get("/werk/").status_code == 200
    assert anna.cookies[SESSION].value != copy.cookies[SESSION].value
    # A second click that was on its way with the old key arrives; a minute later nothing does.
    assert copy.get("/werk/").status_code == 200
    kept(copy, organisation, **{UNTIL: int(time.time()) - 1})
    assert copy.session[UNTIL] <= time.time() + OVERLAP
    assert copy.get("/werk/").headers["Location"].startswith("/aanmelden/")
    assert outcomes(organisation)[-1] == "replaced"
    assert anna.get("/werk/").status_code == 200


@pytest.mark.parametrize("shift", [-31_000, 6_000])
def test_an_old_proof_and_one_of_the_future_prove_nothing(bram: Watched, shift: int) -> None:
    copy, path = thief(bram), FILE
    assert bram.key is not None
    at = int(time.time() * 1000) + shift
    copy.cookies[settings.PROOF_COOKIE_NAME] = bram.key.proof(bram.session[DEVICE]["nonce"], "GET", path, at=at)
    assert refused(copy.get(path))


@pytest.mark.parametrize("cookie", ["", ".", "1.", "x.y", "9" * 40 + ".a", "²3.a", "1795691120107", "1.2.3"])
def test_a_cookie_that_is_no_proof_is_like_none(bram: Watched, cookie: str) -> None:
    copy = thief(bram)
    copy.cookies[settings.PROOF_COOKIE_NAME] = cookie
    assert refused(copy.get(FILE))


def test_without_a_key_a_password_is_asked_every_ten_minutes(organisation: Organisation) -> None:
    client = visiting(organisation)
    give_password(client, "sanne")
    client.get("/aan/")
    assert client.get("/mijn/").status_code == 200
    before = int(time.time()) - GOOD - 1
    records = [{**one, "at": before} for one in client.session["account_authentication_methods"]]
    kept(client, organisation, since=before, account_authentication_methods=records)
    assert client.get("/mijn/").headers["Location"] == "/account/opnieuw/?next=%2Fmijn%2F"
    assert client.post("/mijn/").headers["Location"] == "/account/opnieuw/?next=%2F"
    client.post("/account/opnieuw/?next=/mijn/", {"password": "een-lang-wachtwoord-van-een-test"})
    assert client.get("/mijn/").status_code == 200


def test_without_a_key_no_sensitive_page_opens(care_group: Organisation) -> None:
    client = visiting(care_group)
    give_password(client, "sanne")
    client.get("/aan/")
    assert "JavaScript" in text(client.get("/mijn/dossier/"))
    assert client.get("/mijn/dossier/").status_code == 403


def test_a_renewal_and_a_sensitive_page_ask_one_proof(bram: Watched, care_group: Organisation) -> None:
    changed(bram, care_group, renewed=int(time.time()) - RENEWED - 1)
    assert bram.get(FILE).status_code == 200


def test_without_a_key_a_page_about_signing_in_asks_the_password_after_a_minute(organisation: Organisation) -> None:
    client = visiting(organisation)
    give_password(client, "sanne")
    client.get("/aan/")
    assert client.get("/account/2fa/").status_code == 200
    before = int(time.time()) - 61
    records = [{**one, "at": before} for one in client.session["account_authentication_methods"]]
    kept(client, organisation, since=before, account_authentication_methods=records)
    assert client.get("/account/2fa/").headers["Location"].startswith("/account/opnieuw/")
