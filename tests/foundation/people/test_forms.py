"""What stands above a form that was refused says what did not happen."""

from __future__ import annotations

import re

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import Watched, signed_in, visiting
from tests.signing_in import code, failed_before, give_code, give_password, kept, text

TITLE = re.compile(r'<p class="hv-alert-title">([^<]*)</p>\s*<ul><li>(?:<a [^>]*>)?([^<]*)<')


def told(page: object) -> tuple[str, str]:
    """The title of what stands above the form, and the first reason."""
    found = TITLE.search(text(page))  # type: ignore[arg-type]
    assert found is not None
    return found[1].removesuffix(" Please check the following:"), found[2]


def test_a_wrong_password_a_lock_and_a_wrong_code_say_what_happened(organisation: Organisation) -> None:
    client = visiting(organisation)
    assert told(give_password(client, "sanne", "wrong")) == (
        "You are not signed in.",
        "The email address and/or password you specified are not correct.",
    )
    failed_before(organisation, [1] * 5, login="tariq@example.org")
    assert told(give_password(visiting(organisation), "tariq")) == (
        "You are not signed in.",
        "Too many attempts went wrong, so you can&#x27;t sign in for 15 minutes. Try again after that.",
    )
    give_password(client, "anna")
    title, why = told(give_code(client, str((int(code()) + 1) % 1_000_000).zfill(6)))
    assert title == "You are not signed in yet."
    assert "This code is not right, or was used before." in why


@pytest.mark.parametrize(
    ("path", "typed", "title"),
    [
        ("/account/nieuw/", {"email": "x", "password1": "x"}, "Your account has not been made yet."),
        ("/account/wachtwoord/", {"email": "x"}, "We have not sent an e-mail yet."),
    ],
)
def test_other_forms_around_signing_in_say_what_did_not_happen(
    organisation: Organisation, path: str, typed: dict[str, str], title: str
) -> None:
    assert told(visiting(organisation).post(path, typed))[0] == title


def test_a_wrong_password_asked_again_says_that_it_is_not_known_who_this_is(organisation: Organisation) -> None:
    client = signed_in(organisation, "sanne")
    assert told(client.post("/account/opnieuw/", {"password": "wrong"}))[0] == "We do not know yet whether it is you."


@pytest.mark.parametrize(("changed", "why"), [("stamp", "nothing happened for a while"), ("since", "signed in all day")])
def test_a_session_that_is_over_says_why_until_something_else_went_wrong(
    organisation: Organisation, changed: str, why: str
) -> None:
    client = signed_in(organisation, "sanne")
    kept(client, organisation, **{changed: 1})
    over = client.get("/mijn/").headers["Location"]
    assert why in text(client.get(over))
    assert why not in text(Watched.post(client, over, {"login": "sanne@example.org", "password": "wrong"}))
