"""Making an account, where that is possible."""

from __future__ import annotations

from django.test import Client

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.signin.models import Account
from tests.browsing import visiting
from tests.cast import PASSWORD
from tests.signing_in import text


def test_the_form_says_what_becomes_of_the_address(organisation: Organisation) -> None:
    page = text(visiting(organisation).get("/account/nieuw/"))
    for told in (
        "We give people an account to sign in.",
        "Let people sign in safely and give them exactly the right access",
        "After closing we keep the account for one more month.",
        "If you do not give them, you get no account.",
    ):
        assert told in page


def test_the_notice_is_there_in_dutch(organisation: Organisation) -> None:
    visiting(organisation)
    page = Client(HTTP_HOST=organisation.host, HTTP_ACCEPT_LANGUAGE="nl").get("/account/nieuw/")
    assert "We geven mensen een account om in te loggen." in text(page)


def test_where_registration_is_closed_no_account_is_made(care_group: Organisation) -> None:
    client = visiting(care_group)
    assert "cannot make an account yourself" in text(client.get("/account/nieuw/"))
    client.post("/account/nieuw/", {"email": "femke@example.org", "password1": PASSWORD})
    with inside(care_group):
        assert not Account.objects.filter(email="femke@example.org").exists()
