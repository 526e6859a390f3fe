"""Whom people turn to about privacy: the data protection officer by that name, on every page, letter and list (GDPR 13, 37)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from huisvrede.engines.rights import letters
from huisvrede.foundation.cases.models import Case, Decision
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import acting
from tests.bearing import program
from tests.browsing import signed_in, visiting
from tests.cast import system
from tests.conftest import TODAY, as_login

NAMED = "Noor Helmgras"
REACHED = "privacy@care-group.example"
OTHERS = re.compile(r"privacy.?officer", re.IGNORECASE)
PUBLIC = ("/privacy/", "/privacy/beleid/", "/privacy/klachten/")
OWN = ("/mijn/verzoeken/", "/mijn/verzoeken/beperking/")
AT_WORK = ("/werk/reglement/", "/werk/verzoeken/doorgeven/")


def text(client: Client, address: str, tongue: str) -> str:
    response = client.get(address, headers={"accept-language": tongue})
    assert response.status_code == 200, address
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def pages(organisation: Organisation, tongue: str) -> Iterator[tuple[str, str]]:
    """Every page that says whom to turn to, for who may read it."""
    for client, addresses in (
        (visiting(organisation), PUBLIC),
        (signed_in(organisation, "tariq"), OWN),
        (signed_in(organisation, "bram"), AT_WORK),
    ):
        yield from ((address, text(client, address, tongue)) for address in addresses)


def written(organisation: Organisation) -> Iterator[str]:
    """Letters of each kind, as text of their blocks."""
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        for workflow in ("access", "restriction"):
            case = Case(pk=uuid4(), workflow=workflow, received_on=TODAY, person=Person(restricted_since=TODAY))
            for outcome in ("granted", "refused"):
                decision = Decision(outcome=outcome, reasons="Because it is so.")
                yield str(letters.of_decision(case, decision, language="en", day=TODAY).blocks)


@pytest.mark.clause("COR-49", part="contact point")
def test_a_data_protection_officer_is_called_so_wherever_people_read_whom_to_ask(care_group: Organisation) -> None:
    # given an organisation that designated a data protection officer
    # when anybody opens a page that says whom to turn to, in either language
    for tongue, called in (("en", "data protection officer"), ("nl", "functionaris gegevensbescherming")):
        for address, page in pages(care_group, tongue):
            # then the officer is called so, is named with an address, and nobody is sent to somebody else
            assert (called in page, REACHED in page, OTHERS.findall(page)) == (True, True, []), (address, tongue)
            assert NAMED in page or address in {*OWN[1:], *AT_WORK[1:]}, (address, tongue)
    # and so does every letter that answers a request
    for letter in written(care_group):
        assert f"('Data protection officer', '{NAMED}, {REACHED}')" in letter
        assert OTHERS.findall(letter) == []
    # and what a program reads says it too
    controller = program(care_group, "petra").get("/api/v1/register").json()["controller"]
    assert controller["officer"] == {"dpo": True, "title": "data protection officer", "name": NAMED, "contact": REACHED}


@pytest.mark.clause("COR-49", part="contact point")
def test_where_nobody_is_designated_the_privacy_officer_is_called_so(organisation: Organisation) -> None:
    # given an organisation without a data protection officer, then no page claims that there is one
    for address in (*PUBLIC, "/account/nieuw/", *OWN):
        client = visiting(organisation) if address not in OWN else signed_in(organisation, "sanne")
        page = text(client, address, "en")
        assert ("privacy officer" in page, "data protection officer" in page) == (True, False), address
    assert "('Privacy officer', 'privacy@allocation-service.example')" in next(written(organisation))
