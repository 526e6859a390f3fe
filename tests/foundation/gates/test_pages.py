"""Between signing in and the work nobody is led astray."""

from __future__ import annotations

from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from huisvrede.core.policy import load
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in, visiting
from tests.cast import PASSWORD, system
from tests.conftest import ROOT, as_login
from tests.signing_in import give_password, text

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "javascript:alert(1)",
    "http:///evil.example",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(organisation: Organisation, wanted: str) -> None:
    assert give_password(visiting(organisation), "sanne", next=wanted).headers["Location"] == "/aan/"


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_a_hat_leads_to_no_other_site(organisation: Organisation, wanted: str) -> None:
    client = visiting(organisation)
    give_password(client, "sanne")
    assert client.get("/aan/", {"next": wanted}).headers["Location"] == "/mijn/"


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_the_language_leads_to_no_other_site(organisation: Organisation, wanted: str) -> None:
    assert (
        visiting(organisation).post("/taal/", {"language": "nl", "next": wanted}).headers["Location"] == "/"
    )


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_signing_out_leads_to_no_other_site(organisation: Organisation, wanted: str) -> None:
    assert signed_in(organisation, "sanne").post("/afmelden/", {"next": wanted}).headers["Location"] == "/"


def test_one_comes_back_where_one_was_going(organisation: Organisation) -> None:
    client = visiting(organisation)
    sent = client.get("/werk/geheimhouding/").headers["Location"]
    assert sent == "/aanmelden/?next=%2Fwerk%2Fgeheimhouding%2F"
    assert 'name="next" value="/werk/geheimhouding/"' in text(client.get(sent))


@pytest.mark.parametrize(
    "path",
    ["/aanmelden/", "/afmelden/", "/account/nieuw/", "/account/wachtwoord/", "/taal/", "/aan/", "/actief/"],
)
def test_a_form_from_elsewhere_changes_nothing(organisation: Organisation, path: str) -> None:
    visiting(organisation)
    strict = Client(enforce_csrf_checks=True, HTTP_HOST=organisation.host, HTTP_ACCEPT_LANGUAGE="en")
    answer = strict.post(path, {"email": "femke@example.org", "language": "nl"})
    assert answer.status_code == 403
    assert "This form was open for too long" in text(answer)


def test_a_form_with_its_token_works_without_javascript(organisation: Organisation) -> None:
    visiting(organisation)
    strict = Client(enforce_csrf_checks=True, HTTP_HOST=organisation.host, HTTP_ACCEPT_LANGUAGE="en")
    strict.get("/aanmelden/")
    token = strict.cookies["csrf"].value
    assert give_password(strict, "sanne", csrfmiddlewaretoken=token).headers["Location"] == "/aan/"


def test_without_any_role_the_page_says_whom_to_ask(care_group: Organisation) -> None:
    client = visiting(care_group)
    with inside(care_group):
        femke = Account.objects.create(email="femke@example.org", password=make_password(PASSWORD))
        EmailAddress.objects.create(user=femke, email=femke.email, verified=True, primary=True)
    give_password(client, "femke")
    assert "Your account has no role today" in text(client.get("/aan/"))


def test_who_wears_no_hat_anywhere_first_chooses_one(organisation: Organisation) -> None:
    """The door for who works here leads nobody else further than to the choice."""
    asked = visiting(organisation).get("/aan/zelf/")
    assert (asked.status_code, asked.headers["Location"]) == (302, "/aan/?next=%2Faan%2Fzelf%2F")


def test_where_the_portal_takes_no_requests_the_door_to_it_is_shut(organisation: Organisation) -> None:
    """A new version closes the activity of requests: who works here is refused as anybody is, and told whom to ask."""
    whole = load(ROOT / "profiles" / "allocation-service")
    rights = replace(whole.activities["rights"], open=False)
    today = timezone.localdate()
    closed = replace(whole, effective_on=today, digest="closed", activities={**whole.activities, "rights": rights})
    with as_login(organisation, "worker"), acting(organisation, system("adoption", today)):
        adopt(closed, on=today)
    assert signed_in(organisation, "anna").get("/aan/zelf/").status_code == 404
