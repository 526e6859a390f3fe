"""The keys of one's account: shown once, to who came in by a second factor and proves it; withdrawn by their owner."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.keys import MOST
from huisvrede.foundation.signin.models import Token
from tests.bearing import program
from tests.browsing import Watched, signed_in, visiting
from tests.cast import member
from tests.signing_in import kept, outcomes, text

PAGE = "/account/sleutels/"
KEY = re.compile(r"hv_[\w-]{43}")
NOW = timezone.localdate()
ASKED = {"name": "Reports", "scopes": ["register"], "last": NOW.isoformat()}


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        yield one


def fresh(house: Organisation, name: str) -> Watched:
    """Somebody who gave their password and second factor a moment ago."""
    client = signed_in(house, name)
    kept(client, house, since=9_999_999_999)
    return client


def keys(house: Organisation, name: str) -> list[Token]:
    with inside(house):
        return list(Token.objects.filter(hat=member(name).hat))


def test_a_key_is_shown_once_and_works_until_its_owner_withdraws_it(house: Organisation) -> None:
    petra = fresh(house, "petra")
    assert f'href="{PAGE}"' in text(petra.get("/account/2fa/"))
    (shown,) = KEY.findall(text(petra.post(PAGE, ASKED)))
    assert (outcomes(house)[-1], KEY.findall(text(petra.get(PAGE)))) == ("key-made", [])
    bearer = program(house, key=shown)
    bearer.account = str(member("petra").account)
    assert bearer.get("/api/v1/processing-activities").status_code == 200
    page = text(petra.get(PAGE))
    assert ("Last used on" in page, "Read the register of processing activities" in page) == (True, True)
    for nobody in ("x", str(member("petra").hat), str(keys(house, "petra")[0].pk)):
        fresh(house, "anna").post(PAGE, {"key": nobody})
    assert bearer.get("/api/v1/processing-activities").status_code == 200
    assert "works no more" in text(petra.post(PAGE, {"key": str(keys(house, "petra")[0].pk)}, follow=True))
    assert bearer.get("/api/v1/processing-activities").status_code == 401
    assert (outcomes(house)[-2], outcomes(house)[-1]) == ("key-withdrawn", "key-failed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"name": "nul\x00"},
        {"scopes": []},
        {"scopes": ["own-log"]},
        {"last": ""},
        {"last": (NOW - timedelta(days=1)).isoformat()},
        {"last": (NOW + timedelta(days=100)).isoformat()},
    ],
)
def test_a_form_that_is_not_right_says_so_and_makes_none(house: Organisation, wrong: dict[str, object]) -> None:
    page = text(fresh(house, "dirk").post(PAGE, {**ASKED, **wrong}))
    assert ("The key has not been made." in page, KEY.findall(page), keys(house, "dirk")) == (True, [], [])


def test_who_has_the_most_keys_is_asked_to_withdraw_one(house: Organisation) -> None:
    ada = fresh(house, "ada")
    for _ in range(MOST):
        ada.post(PAGE, ASKED)
    page = text(ada.post(PAGE, ASKED))
    assert (len(keys(house, "ada")), KEY.findall(page), "Withdraw one first" in page) == (MOST, [], True)


def test_who_came_in_by_a_password_alone_makes_none(house: Organisation) -> None:
    anna = fresh(house, "anna")
    kept(anna, house, account_authentication_methods=[])
    assert "A key takes a second factor" in text(anna.get(PAGE))
    assert (anna.post(PAGE, ASKED).status_code, keys(house, "anna")) == (403, [])


def test_a_stolen_cookie_makes_none(house: Organisation) -> None:
    thief = fresh(house, "anna")
    thief.key = None
    assert (thief.post(PAGE, ASKED).status_code, thief.get(PAGE).status_code, keys(house, "anna")) == (403, 403, [])


def test_who_finds_an_open_browser_makes_none(house: Organisation) -> None:
    assert "/aanmelden/" in visiting(house).post(PAGE, ASKED).headers["Location"]
    anna = signed_in(house, "anna")
    with override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=-1):
        assert anna.post(PAGE, ASKED).headers["Location"].startswith("/account/opnieuw/")
    assert keys(house, "anna") == []


def test_before_a_hat_is_worn_there_is_none_to_make_a_key_for(house: Organisation) -> None:
    sanne = fresh(house, "sanne")
    page = text(sanne.get(PAGE))
    assert ("Read who looked at your data" in page, "Read the register" in page) == (True, False)
    kept(sanne, house, hat=None)
    assert sanne.get(PAGE).headers["Location"] == "/aan/"
