"""Another password: also for who has no e-mail address, after the present one, and it ends every session."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client, override_settings

from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people import keys
from huisvrede.foundation.signin.models import Account
from tests.bearing import key_of
from tests.browsing import signed_in, visiting
from tests.cast import PASSWORD, member
from tests.recovering import NEW_PASSWORD
from tests.signing_in import give_password, kept, letterbox, text

PAGE = "/account/wachtwoord/nieuw/"


def fresh(organisation: Organisation, name: str = "sanne") -> Client:
    """Somebody who gave their password a moment ago."""
    client = signed_in(organisation, name)
    kept(client, organisation, since=9_999_999_999)
    return client


@pytest.mark.parametrize("email", ["sanne@example.org", None])
def test_a_new_password_ends_every_session_and_key_with_or_without_an_address(
    organisation: Organisation, tmp_path: Path, email: str | None
) -> None:
    sanne, elsewhere, tariq = fresh(organisation), fresh(organisation), fresh(organisation, "tariq")
    with inside(organisation):
        Account.objects.filter(pk=member("sanne").account).update(email=email, name="ab2cd3ef")
    key, other = key_of(organisation, "sanne"), key_of(organisation, "tariq")
    assert f'href="{PAGE}"' in text(sanne.get("/account/browsers/"))
    assert f'href="{PAGE}"' in text(sanne.get("/account/2fa/"))
    with letterbox(tmp_path):
        assert sanne.post(PAGE, {"password": NEW_PASSWORD}).headers["Location"] == "/aanmelden/"
        assert [one["To"] for one in letters(tmp_path)] == ([email] if email else [])
    assert "You have a new password" in text(sanne.get("/aanmelden/"))
    for client in (sanne, elsewhere):
        assert "/aanmelden/" in client.get("/account/browsers/").headers["Location"]
    assert tariq.get("/account/browsers/").status_code == 200
    with inside(organisation):
        assert (keys.borne(key), keys.borne(other) is None) == (None, False)
    for password, answer in ((NEW_PASSWORD, 302), (PASSWORD, 200)):
        typed = {"login": email or "ab2cd3ef", "password": password}
        assert visiting(organisation).post("/aanmelden/", typed).status_code == answer


def test_without_a_mail_server_the_password_is_changed_all_the_same(organisation: Organisation) -> None:
    assert fresh(organisation).post(PAGE, {"password": NEW_PASSWORD}).status_code == 302
    assert give_password(visiting(organisation), "sanne").status_code == 200


def test_a_guessable_one_is_refused_and_the_rules_stand_in_a_list(organisation: Organisation) -> None:
    sanne = fresh(organisation)
    assert "<ul><li>" in text(sanne.get(PAGE)).partition("_helptext")[2]
    assert "You do not have a new password yet." in text(sanne.post(PAGE, {"password": "welkom"}))
    assert sanne.get("/account/browsers/").status_code == 200


def test_who_finds_an_open_browser_changes_no_password(organisation: Organisation) -> None:
    assert "/aanmelden/" in visiting(organisation).post(PAGE, {"password": NEW_PASSWORD}).headers["Location"]
    sanne = signed_in(organisation, "sanne")
    with override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=-1):
        assert "/account/opnieuw/" in sanne.get(PAGE).headers["Location"]
        assert sanne.post(PAGE, {"password": NEW_PASSWORD}).headers["Location"].startswith("/account/opnieuw/")
    assert give_password(visiting(organisation), "sanne", NEW_PASSWORD).status_code == 200
