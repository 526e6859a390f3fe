"""A session ends when nothing happens, and at the end of a working day whatever happens."""

from __future__ import annotations

import time

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in, visiting
from tests.signing_in import give_password, kept, outcomes, text

QUARTER, HALF_HOUR, DAY = 15 * 60, 30 * 60, 8 * 3600
SLACK = 5
"""Seconds that a busy machine may take between the change of a session and the page."""


@pytest.mark.parametrize(
    ("who", "page", "limit"), [("noor", "/werk/geheimhouding/", QUARTER), ("sanne", "/", HALF_HOUR)]
)
def test_just_within_the_limit_one_stays(organisation: Organisation, who: str, page: str, limit: int) -> None:
    client = signed_in(organisation, who)
    kept(client, organisation, stamp=int(time.time()) - limit + SLACK)
    assert client.get(page).status_code == 200
    assert outcomes(organisation) == []


@pytest.mark.parametrize(
    ("who", "page", "limit"), [("noor", "/werk/geheimhouding/", QUARTER), ("sanne", "/", HALF_HOUR)]
)
def test_just_past_the_limit_one_is_out(organisation: Organisation, who: str, page: str, limit: int) -> None:
    client = signed_in(organisation, who)
    kept(client, organisation, stamp=int(time.time()) - limit - 1)
    answer = client.get(page)
    assert answer.headers["Location"].startswith("/aanmelden/?next=")
    assert "You were signed out, because nothing happened" in text(client.get(answer.headers["Location"]))
    assert outcomes(organisation) == ["idle"]


def test_pages_of_the_account_end_with_the_session_too(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    kept(client, organisation, stamp=int(time.time()) - QUARTER - 1)
    assert client.get("/account/2fa/").headers["Location"].startswith("/aanmelden/?next=")


@pytest.mark.parametrize(("seconds", "status"), [(DAY - SLACK, 200), (DAY + 1, 302)])
def test_eight_hours_after_signing_in_it_is_over(
    organisation: Organisation, seconds: int, status: int
) -> None:
    client = signed_in(organisation, "sanne")
    kept(client, organisation, since=int(time.time()) - seconds, stamp=int(time.time()))
    assert client.get("/").status_code == status


def test_saying_that_one_is_still_there_begins_the_wait_anew(organisation: Organisation) -> None:
    client = signed_in(organisation, "noor")
    kept(client, organisation, stamp=int(time.time()) - QUARTER + 60)
    assert client.post("/actief/").status_code == 204
    assert time.time() - client.session["stamp"] < 60


def test_saying_so_too_late_does_not_help(organisation: Organisation) -> None:
    client = signed_in(organisation, "noor")
    kept(client, organisation, stamp=int(time.time()) - QUARTER - 1)
    assert client.post("/actief/").headers["Location"].startswith("/aanmelden/")
    assert (
        client.get("/werk/geheimhouding/").headers["Location"]
        == "/aanmelden/?next=%2Fwerk%2Fgeheimhouding%2F"
    )


def test_the_page_tells_the_browser_when_to_warn(organisation: Organisation) -> None:
    assert f'data-session-seconds="{QUARTER}"' in text(
        signed_in(organisation, "noor").get("/werk/geheimhouding/")
    )
    assert f'data-session-seconds="{HALF_HOUR}"' in text(signed_in(organisation, "sanne").get("/"))


def test_without_a_hat_there_is_nothing_to_wait_for(organisation: Organisation) -> None:
    client = visiting(organisation)
    give_password(client, "sanne")
    assert "data-session-seconds" not in text(client.get("/"))
