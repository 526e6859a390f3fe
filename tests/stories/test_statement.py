"""The privacy statement: made from the register, published by the privacy officer, read by anyone."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.utils import timezone

from huisvrede.core.duration import Period
from huisvrede.core.policy import Policy, load
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.browsing import Watched, signed_in, visiting
from tests.cast import system
from tests.conftest import ROOT, TODAY, as_login

PUBLISHING = "/werk/register/publiceren/"


def policy() -> Policy:
    return load(ROOT / "profiles" / "allocation-service")


def text(client: Watched, address: str, **headers: str) -> str:
    response = client.get(address, **headers)
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def renamed(organisation: Organisation) -> None:
    """A new version in which an open activity has another name."""
    whole = replace(policy(), effective_on=timezone.localdate(), digest="renamed")
    entry = replace(whole.activities["home-seekers"], name={"nl": "Zoekers", "en": "Seekers"})
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(replace(whole, activities={**whole.activities, entry.key: entry}), on=timezone.localdate())


def test_before_anything_is_published_the_page_says_so_and_whom_to_ask(organisation: Organisation) -> None:
    page = text(visiting(organisation), "/privacy/")
    assert "Woonloket Zeggeland has not published its privacy statement here yet." in page
    assert "privacy@allocation-service.example" in page
    assert "No privacy statement has been published yet." in text(
        signed_in(organisation, "chris"), "/werk/register/"
    )


@pytest.mark.clause("COR-19", part="statement")
def test_the_privacy_officer_publishes_what_the_register_says_and_anyone_reads_it(
    organisation: Organisation,
) -> None:
    officer = signed_in(organisation, "petra")
    preview = text(officer, PUBLISHING)
    assert officer.post(PUBLISHING).headers["Location"] == "/privacy/"
    page = text(visiting(organisation), "/privacy/")
    day = timezone.localdate()
    assert f"Version 1, published on {day:%b}" in page
    for entry in policy().activities.values():
        done = entry.open or entry.held_in != "huisvrede"
        assert (entry.name["en"] in page) == done
        if done:
            said = [
                *(t["en"] for t in entry.purposes.values()),
                *(rule.explanation["en"] for rule in entry.retention),
            ]
            said += [
                *(b["explanation"]["en"] for b in entry.legal_bases),
                *(r["name"]["en"] for r in entry.recipients),
            ]
            said += [entry.source_of_data["en"], entry.required["en"]]
            assert [one for one in said if one not in page or one not in preview] == []
    answer = Period.parse(policy().terms["access-request"].value).in_words("en")
    assert f"You have an answer within {answer}." in page
    assert "You may always complain to the authority too: Dutch Data Protection Authority" in page


@pytest.mark.clause("COR-19", part="statement")
def test_the_statement_reads_in_dutch_for_who_reads_dutch(organisation: Organisation) -> None:
    signed_in(organisation, "petra").post(PUBLISHING)
    page = text(visiting(organisation), "/privacy/", HTTP_ACCEPT_LANGUAGE="nl")
    assert "Inschrijving van woningzoekenden" in page
    assert "Twee jaar na het einde van de inschrijving wissen we uw gegevens." in page


def test_what_was_published_stays_until_the_next_is_published(organisation: Organisation) -> None:
    officer = signed_in(organisation, "petra")
    officer.post(PUBLISHING)
    renamed(organisation)
    assert "Registration of home seekers" in text(visiting(organisation), "/privacy/")
    register = text(officer, "/werk/register/")
    assert "The public privacy statement is of version 1. The policy has changed since." in register
    preview = text(officer, PUBLISHING)
    assert "What is different from the last one" in preview
    assert "Registration of home seekers: Why may we do this?" in preview
    officer.post(PUBLISHING)
    page = text(visiting(organisation), "/privacy/")
    assert "Seekers" in page
    assert "Registration of home seekers" not in page
    assert "There is nothing to publish now." in text(officer, PUBLISHING)
