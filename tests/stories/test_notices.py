"""Where somebody gives data, they read how these are handled: purpose, basis, retention, recipients and rights."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.page import page_of
from tests.browsing import signed_in, visiting
from tests.signing_in import text
from tests.stories.test_home_seeker import newcomer

FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
FIELD = re.compile(r'<(?:textarea|select|input(?![^>]*type="(?:hidden|submit)"))\b')
PARTS = {
    "purpose": "What for.*?</h3><ul><li>",
    "basis": r"of the GDPR\). \w",
    "retention": "How long we keep them.*?</h3><ul><li><strong>",
    "recipients": "Who receives them.*?</h3><ul><li>",
    "rights": "Your rights</h3>",
}
COLLECTS_NOTHING_NEW = {
    "aanmelden/": "the login of an account that is there",
    "account/wachtwoord/": "the address of an account that is there",
    "account/herstel/": "the login of an account that is there, and a code",
    "account/wachtwoord/nieuw/": "another password of whoever has signed in",
    "account/opnieuw/": "the password of an account that is there",
    "account/2fa/totp/activate/": "a code of the app of whoever has signed in",
    "account/sleutels/": "a name by which the owner of an account knows a program",
    "account/2fa/passkey/": "a name by which the owner of an account knows a device",
}
"""Forms without a notice of their own, and what they ask."""
COLLECTING = {"mijn/verzoeken/", "mijn/verzoeken/beperking/"} | {"account/nieuw/", "account/adres/", "mijn/inschrijven/", "mijn/gegevens/wijzigen/", "mijn/gegevens/huishouden/", "mijn/gegevens/documenten/"}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, object]]:
    """Every address without a key in it, with its view."""
    for one in patterns:
        place = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, place)
        elif "<" not in place and "^" not in place:
            yield place, one.callback


def of_the_public() -> Iterator[str]:
    """The pages of visitors and data subjects, those of signing in included."""
    for place, view in addresses(get_resolver().url_patterns):
        declared = page_of(view)
        if place.startswith(("account/", "aanmelden/")) or (declared and declared.kind in {Kind.VISITOR, Kind.SUBJECT}):
            yield place


def asking(client: Client) -> dict[str, str]:
    """The pages somebody gets that have a form with a field to fill in."""
    pages = {place: client.get(f"/{place}") for place in of_the_public()}
    shown = {place: text(page) for place, page in pages.items() if page.status_code == 200 and not page.streaming and "html" in page.headers["Content-Type"]}
    return {place: page for place, page in shown.items() if any(map(FIELD.search, FORM.findall(page)))}


def missing(page: str) -> list[str]:
    return [part for part, words in PARTS.items() if not re.search(words, page)]


@pytest.mark.clause("COR-19")
def test_every_form_that_collects_data_says_how_they_are_handled(organisation: Organisation) -> None:
    # given a visitor, somebody who has yet to register and somebody who is registered
    found: dict[str, str] = {}
    for client in (visiting(organisation), newcomer(organisation), signed_in(organisation, "sanne")):
        # when they open every page that is theirs
        found = asking(client) | found
    # then each form that asks for data has all five parts beside it
    told = {place: page for place, page in found.items() if place not in COLLECTS_NOTHING_NEW}
    assert set(told) == COLLECTING
    assert {place: gaps for place, page in told.items() if (gaps := missing(page))} == {}


@pytest.mark.parametrize("part", PARTS)
def test_a_notice_that_lacks_a_part_is_found_out(organisation: Organisation, part: str) -> None:
    page = text(visiting(organisation).get("/account/nieuw/"))
    assert missing(re.sub(PARTS[part], "", page)) == [part]
