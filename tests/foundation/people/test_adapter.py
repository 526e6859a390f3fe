"""What we ask of passwords, addresses and sessions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.browsing import visiting
from tests.cast import PASSWORD, member, system
from tests.conftest import as_login
from tests.signing_in import failed_before, give_password, letterbox, outcomes, sign_in, text

EXACTLY_TWELVE = "zwaluw-fiets"


def refusal(organisation: Organisation, password: str) -> str:
    return text(
        visiting(organisation).post(
            "/account/nieuw/", {"email": "femke.wind@example.org", "password1": password}
        )
    )


@pytest.mark.parametrize(
    ("password", "why"),
    [
        (EXACTLY_TWELVE[:-1], "This password is too short. It must contain at least 12 characters."),
        ("qwertyuiop123", "This password is too common."),
        ("884201573396", "This password is entirely numeric."),
        ("femke.wind@ex", "The password is too similar to the E-mail address."),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    organisation: Organisation, password: str, why: str
) -> None:
    assert why in refusal(organisation, password)


def test_twelve_characters_are_enough(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        answer = visiting(organisation).post(
            "/account/nieuw/", {"email": "femke@example.org", "password1": EXACTLY_TWELVE}
        )
    assert answer.headers["Location"] == "/account/bevestigen/"


def test_an_account_is_written_to_in_the_language_it_was_made_in(
    organisation: Organisation, tmp_path: Path
) -> None:
    with letterbox(tmp_path):
        visiting(organisation).post("/account/nieuw/", {"email": "femke@example.org", "password1": PASSWORD})
    with inside(organisation):
        assert Account.objects.get(email="femke@example.org").language == "en"
    assert letters(tmp_path)[0]["From"] == f"Woonloket Zeggeland <no-reply@{organisation.key}.example>"


def test_every_letter_leads_to_the_organisation_whatever_the_request_called_itself(
    organisation: Organisation, tmp_path: Path
) -> None:
    """The port in `Host` is typed by whoever asks: a link there would carry a key to a stranger's door."""
    client = visiting(organisation)
    forged = {"HTTP_HOST": f"{organisation.host}:6666"}
    with letterbox(tmp_path):
        client.post("/account/nieuw/", {"email": "femke@example.org", "password1": PASSWORD}, **forged)
        client.post("/account/nieuw/", {"email": member("sanne").email, "password1": PASSWORD}, **forged)
        client.post("/account/wachtwoord/", {"email": "nobody@example.org"}, **forged)
        client.post("/account/wachtwoord/", {"email": member("tariq").email}, **forged)
        form = client.get(urlsplit(links(tmp_path)[0]).path, **forged).headers["Location"]
        fresh = "een-heel-ander-lang-wachtwoord"
        client.post(form, {"password1": fresh, "password2": fresh}, **forged)
    found = links(tmp_path)
    assert len(found) == 5
    assert [link for link in found if not link.startswith(f"{organisation.origin}/")] == []


def links(folder: Path) -> list[str]:
    """The links in all letters, of the newest first."""
    return [word for letter in letters(folder) for word in letter.get_content().split() if "://" in word]


def test_a_closed_account_is_answered_like_a_wrong_password(organisation: Organisation) -> None:
    with inside(organisation):
        Account.objects.filter(pk=member("sanne").account).update(is_active=False)
    closed = text(give_password(visiting(organisation), "sanne")).replace("sanne", "")
    assert closed == text(give_password(visiting(organisation), "tariq", "wrong")).replace("tariq", "")
    assert outcomes(organisation) == ["failed", "failed"]


@pytest.mark.parametrize("name", ["anna", "sanne"])
def test_who_has_only_hats_that_ended_is_answered_like_a_wrong_password(
    organisation: Organisation, name: str
) -> None:
    today = timezone.localdate()
    with as_login(organisation, "worker"), acting(organisation, system("cast", today)):
        Hat.objects.filter(account=member(name).account).update(ends_on=today - timedelta(days=1))
    closed = text(give_password(visiting(organisation), name)).replace(name, "")
    assert closed == text(give_password(visiting(organisation), "tariq", "wrong")).replace("tariq", "")
    assert outcomes(organisation) == ["failed", "failed"]


def test_a_hat_still_opens_the_door_on_its_last_day(organisation: Organisation) -> None:
    today = timezone.localdate()
    with as_login(organisation, "worker"), acting(organisation, system("cast", today)):
        Hat.objects.filter(account=member("sanne").account).update(ends_on=today)
    assert give_password(visiting(organisation), "sanne").headers["Location"] == "/aan/"


def test_who_is_inside_when_the_last_hat_ends_does_not_begin_anew(organisation: Organisation) -> None:
    client, today = visiting(organisation), timezone.localdate()
    give_password(client, "sanne")
    with as_login(organisation, "worker"), acting(organisation, system("cast", today)):
        Hat.objects.filter(account=member("sanne").account).update(ends_on=today - timedelta(days=1))
    assert "There is nothing for you here now" in text(client.get("/aan/"))


def test_a_session_gets_a_new_key_at_signing_in_and_with_the_hat(organisation: Organisation) -> None:
    client = visiting(organisation)
    client.get("/aanmelden/")
    keys = [client.session.session_key]
    client.cookies["session"] = "chosen-by-an-attacker-0123456789"
    give_password(client, "sanne")
    keys.append(client.cookies["session"].value)
    client.get("/aan/")
    keys.append(client.cookies["session"].value)
    assert len(set(keys)) == 3
    assert "chosen-by-an-attacker-0123456789" not in keys


def test_a_locked_login_stays_out_with_the_right_password_until_the_term_is_over(
    organisation: Organisation,
) -> None:
    failed_before(organisation, [14] * 5, login=member("sanne").email)
    failed_before(organisation, [16] * 5, login=member("tariq").email)
    assert "Too many attempts" in text(give_password(visiting(organisation), "sanne"))
    assert give_password(visiting(organisation), "tariq").headers["Location"] == "/aan/"


def test_signing_out_ends_the_session_on_the_server(organisation: Organisation) -> None:
    client = visiting(organisation)
    sign_in(client, "sanne")
    stolen = visiting(organisation)
    stolen.cookies["session"] = client.cookies["session"].value
    assert "Signing out closes your session" in text(client.get("/afmelden/"))
    client.post("/afmelden/")
    assert stolen.get("/aan/").headers["Location"].startswith("/aanmelden/")


def test_reading_recovery_codes_asks_the_password_again_later(organisation: Organisation) -> None:
    client = visiting(organisation)
    sign_in(client, "anna")
    with inside(organisation):
        session = client.session
        session["since"] = int(timezone.now().timestamp()) - 301
        session.save()
    asked = client.get("/account/2fa/totp/deactivate/").headers["Location"]
    assert asked.startswith("/account/opnieuw/?next=")
    assert "Incorrect password" in text(client.post(asked, {"password": "wrong"}))
    assert client.post(asked, {"password": PASSWORD}).headers["Location"] == "/account/2fa/totp/deactivate/"
    assert outcomes(organisation)[-2:] == ["failed", "password"]
