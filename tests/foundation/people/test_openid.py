"""A provider is believed when its own key signed it for us, now, in answer to this session's question."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.test import Client
from django.utils import timezone

from huisvrede.faces.letterbox.keeping import letters
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.browsing import visiting
from tests.cast import member, system
from tests.conftest import as_login
from tests.openid import back, by_provider, configured, leave
from tests.openid_provider import become, provider
from tests.signing_in import failed_before, give_code, kept, letterbox, outcomes, text

ANNA = {"sub": "s-1", "email": "anna@example.org"}


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with provider() as issuer:
        yield issuer


@pytest.fixture
def issuer(organisation: Organisation, running: str, tmp_path: Path) -> Iterator[str]:
    """A provider that the organisation knows and that lets Anna in; letters are kept."""
    configured(organisation, running)
    become(running)
    with letterbox(tmp_path):
        yield running


def why(client: Client) -> str:
    """The word with which somebody comes back from the provider."""
    return str(by_provider(client).headers["Location"]).rpartition("openid=")[2]


def subjects(organisation: Organisation) -> list[tuple[Any, ...]]:
    """What is kept of whom the provider knows."""
    with inside(organisation):
        return list(SocialAccount.objects.values_list("user_id", "provider", "uid", "extra_data"))


def test_staff_come_in_and_our_own_second_factor_is_still_asked(organisation: Organisation, issuer: str, tmp_path: Path) -> None:
    client = visiting(organisation)
    assert by_provider(client).headers["Location"] == "/account/2fa/code/"
    assert client.get("/werk/").headers["Location"].startswith("/aanmelden/")
    assert not {"s-1", "Bearer"} & set(re.findall(r"[\w-]+", str(dict(client.session))))
    assert give_code(client).headers["Location"] == "/aan/"
    assert client.get("/aan/").headers["Location"] == "/werk/"
    assert outcomes(organisation) == ["passed"]
    assert subjects(organisation) == [(member("anna").account, issuer, "s-1", {})]
    assert letters(tmp_path)[0]["Subject"].startswith("The way you sign in")


@pytest.mark.parametrize(("claims", "asked"), [({"amr": ["pwd", "mfa"]}, False), ({"amr": ["pwd"]}, True), ({"amr": "mfa"}, True), ({"acr": "high"}, True)])
def test_a_second_factor_that_the_provider_asked_is_not_asked_again(
    organisation: Organisation, issuer: str, claims: dict[str, Any], asked: bool
) -> None:
    become(issuer, **claims)
    client = visiting(organisation)
    assert by_provider(client).headers["Location"] == ("/account/2fa/code/" if asked else "/aan/")
    if not asked:
        client.get("/aan/")
        assert client.get("/werk/").status_code == 200


def test_an_organisation_says_which_words_tell_of_a_second_factor(organisation: Organisation, issuer: str) -> None:
    configured(organisation, issuer, "factor_amr = []", 'factor_acr = ["high"]')
    become(issuer, amr=["mfa"])
    assert by_provider(visiting(organisation)).headers["Location"] == "/account/2fa/code/"
    become(issuer, acr="high")
    client = visiting(organisation)
    asked = parse_qs(urlsplit(leave(client)).query)
    assert asked["acr_values"] == ["high"]
    assert by_provider(client).headers["Location"] == "/aan/"


def test_staff_without_a_factor_of_ours_need_none_where_the_provider_asked_one(organisation: Organisation, issuer: str) -> None:
    with inside(organisation):
        Authenticator.objects.filter(user_id=member("anna").account).delete()
    for claims, place in (({"amr": ["mfa"]}, None), ({}, "/account/2fa/")):
        become(issuer, **claims)
        client = visiting(organisation)
        assert by_provider(client).headers["Location"] == "/aan/"
        client.get("/aan/")
        assert client.get("/werk/").headers.get("Location") == place


def test_from_the_first_time_on_the_subject_counts_and_not_the_address(organisation: Organisation, issuer: str) -> None:
    become(issuer, amr=["mfa"])
    by_provider(visiting(organisation))
    become(issuer, amr=["mfa"], email="bram@example.org", email_verified=False)
    client = visiting(organisation)
    assert by_provider(client).headers["Location"] == "/aan/"
    with inside(organisation):
        assert client.session["_auth_user_id"] == str(member("anna").account)
    become(issuer, sub="s-2")
    assert why(visiting(organisation)) == "unknown"
    assert len(subjects(organisation)) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email": None},
        {"email": "nobody@example.org"},
        {"email": "anna@another.example"},
        {"email": "anna@example.org.another.example"},
        {"email": ["anna@example.org"]},
    ],
    ids=str,
)
def test_who_is_not_known_here_by_a_verified_address_is_answered_as_with_a_wrong_password(
    organisation: Organisation, issuer: str, claims: dict[str, Any]
) -> None:
    become(issuer, **claims)
    client = visiting(organisation)
    assert why(client) == "unknown"
    assert "The email address and/or password you specified are not correct." in text(client.get("/aanmelden/?openid=unknown"))
    assert outcomes(organisation) == ["failed"]
    with inside(organisation):
        assert not SocialAccount.objects.exists()
        assert not Account.objects.filter(email__startswith="nobody").exists()


def test_an_address_that_was_never_verified_here_is_not_linked(organisation: Organisation, issuer: str) -> None:
    with inside(organisation):
        EmailAddress.objects.filter(user_id=member("anna").account).update(verified=False)
    assert why(visiting(organisation)) == "unknown"


def test_an_address_may_be_told_beside_the_token_about_the_same_subject(organisation: Organisation, issuer: str) -> None:
    told = {"email": "anna@example.org", "email_verified": True}
    become(issuer, email=None, email_verified=None, person={**told, "sub": "s-9"})
    assert why(visiting(organisation)) == "wrong"
    become(issuer, email=None, email_verified=None, person={**told, "sub": "s-1"})
    assert by_provider(visiting(organisation)).headers["Location"] == "/account/2fa/code/"


def test_another_claim_may_say_that_the_address_is_verified(organisation: Organisation, issuer: str) -> None:
    configured(organisation, issuer, 'verified_by = "xms_edov"')
    assert why(visiting(organisation)) == "unknown"
    become(issuer, xms_edov=True, email_verified=None)
    assert by_provider(visiting(organisation)).headers["Location"] == "/account/2fa/code/"


@pytest.mark.parametrize(
    "fault", ["signature", "kid", "none", "secret", "aud", "several", "azp", "iss", "expired", "nonce", "garbled"]
)
def test_a_token_that_is_not_right_lets_nobody_in(organisation: Organisation, issuer: str, fault: str) -> None:
    become(issuer, fault)
    client = visiting(organisation)
    assert why(client) == "wrong"
    assert "was not right" in text(client.get("/aanmelden/?openid=wrong"))
    assert outcomes(organisation) == ["failed"]
    assert subjects(organisation) == []


def test_what_comes_back_is_good_once_and_for_the_session_that_asked(organisation: Organisation, issuer: str) -> None:
    become(issuer, amr=["mfa"])
    client = visiting(organisation)
    address = back(leave(client))
    assert visiting(organisation).get(address).headers["Location"] == "/aanmelden/?openid=late"
    assert client.get(address).headers["Location"] == "/aan/"
    client.post("/afmelden/")
    assert client.get(address).headers["Location"] == "/aanmelden/?openid=late"
    fresh = visiting(organisation)
    other = back(leave(fresh))
    forged = other.replace(parse_qs(urlsplit(other).query)["state"][0], "forged")
    assert fresh.get(forged).headers["Location"] == "/aanmelden/?openid=late"
    assert fresh.get(f"{other}&iss=http://another.example").headers["Location"] == "/aanmelden/?openid=wrong"


def test_an_answer_that_comes_too_late_is_refused(organisation: Organisation, issuer: str) -> None:
    client = visiting(organisation)
    address = back(leave(client))
    states = {key: [state, at - 601, house] for key, (state, at, house) in client.session["socialaccount_states"].items()}
    kept(client, organisation, socialaccount_states=states)
    assert client.get(address).headers["Location"] == "/aanmelden/?openid=late"


def test_a_provider_that_is_down_or_denies_is_said_so(organisation: Organisation, issuer: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="huisvrede")
    client = visiting(organisation)
    address = back(leave(client))
    become(issuer, "denied")
    assert why(visiting(organisation)) == "denied"
    assert "You stopped" in text(client.get("/aanmelden/?openid=denied"))
    configured(organisation, "http://127.0.0.1:1")
    for page in (client.post("/aanmelden/bij/work/"), client.get(address)):
        assert page.headers["Location"] in ("/aanmelden/?openid=down", "/aanmelden/?openid=late")
    assert "cannot be reached" in text(client.get("/aanmelden/?openid=down"))
    become(issuer, "other issuer")
    configured(organisation, issuer)
    assert client.post("/aanmelden/bij/work/").headers["Location"] == "/aanmelden/?openid=down"
    told = caplog.text
    assert "secret" not in told
    assert "example.org" not in told


def test_a_provider_that_goes_down_on_the_way_is_said_so(organisation: Organisation, issuer: str) -> None:
    with provider() as short:
        configured(organisation, short)
        client = visiting(organisation)
        address = back(leave(client))
    assert client.get(address).headers["Location"] == "/aanmelden/?openid=down"
    assert outcomes(organisation) == []


def test_a_lock_holds_for_providers_too(organisation: Organisation, issuer: str) -> None:
    failed_before(organisation, [1] * 5, login=member("anna").email)
    client = visiting(organisation)
    assert why(client) == "locked"
    assert "for 15 minutes" in text(client.get("/aanmelden/?openid=locked"))
    assert outcomes(organisation)[-1] == "locked"
    assert subjects(organisation) == []


def test_a_closed_account_and_one_whose_hats_ended_stay_out(organisation: Organisation, issuer: str) -> None:
    today = timezone.localdate()
    with as_login(organisation, "worker"), acting(organisation, system("cast", today)):
        Hat.objects.filter(account=member("anna").account).update(ends_on=today - timedelta(days=1))
    assert why(visiting(organisation)) == "unknown"
    become(issuer, sub="s-3", email="bram@example.org")
    with inside(organisation):
        Account.objects.filter(pk=member("bram").account).update(is_active=False)
    assert why(visiting(organisation)) == "unknown"
    assert subjects(organisation) == []


def test_the_provider_is_asked_with_state_nonce_and_a_hashed_secret(organisation: Organisation, issuer: str) -> None:
    asked = parse_qs(urlsplit(leave(visiting(organisation), scope="everything", auth_params="prompt=none")).query)
    assert set(asked) == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "nonce", "code_challenge", "code_challenge_method"
    }  # fmt: skip
    assert asked["redirect_uri"] == [f"{organisation.origin}/aanmelden/bij/work/terug/"]
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "email"}


def test_no_secret_and_no_token_stands_in_the_database(organisation: Organisation, issuer: str) -> None:
    by_provider(visiting(organisation))
    with inside(organisation):
        assert not SocialApp.objects.exists()
        assert not SocialToken.objects.exists()
