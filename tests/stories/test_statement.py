"""The privacy statement: made from the register, published by the privacy officer, read by anyone."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.utils import timezone

from huisvrede.core.duration import Period
from huisvrede.core.policy import Policy, load
from huisvrede.core.vocabulary import NOWHERE
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.ui.terms import terms
from huisvrede.foundation.walls.session import acting
from tests.browsing import Watched, signed_in, visiting
from tests.cast import system
from tests.conftest import ROOT, TODAY, as_login
from tests.pdf import text as printed

PUBLISHING = "/werk/register/publiceren/"


def policy() -> Policy:
    return load(ROOT / "profiles" / "allocation-service")


def text(client: Watched, address: str, **headers: str) -> str:
    response = client.get(address, **headers)
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def squeezed(said: str) -> str:
    """A text without spaces: a line of print may end anywhere."""
    return "".join(said.split())


def renamed(organisation: Organisation) -> None:
    """A new version in which an open activity has another name."""
    whole = replace(policy(), effective_on=timezone.localdate(), digest="renamed")
    entry = replace(whole.activities["home-seekers"], name={"nl": "Zoekers", "en": "Seekers"})
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(replace(whole, activities={**whole.activities, entry.key: entry}), on=timezone.localdate())


@pytest.mark.clause("ALL-03")
@pytest.mark.clause("COR-49", part="statement")
def test_anyone_reads_what_the_policy_in_force_says_without_anybody_doing_anything(organisation: Organisation) -> None:
    # given a policy, and nobody who did anything for the statement
    since = policy().effective_on
    # when anyone opens the page, then it says what that policy says, of which version and since when
    page = text(visiting(organisation), "/privacy/")
    assert f"Version 1 of our policy, in force since {since.day} {since:%B %Y}" in page
    assert "Registration of home seekers" in page
    # and what they may ask
    assert "So you may ask us: which data we have of you, and a copy of them;" in page
    # and when another version becomes effective, it says that one from then on
    renamed(organisation)
    page = text(visiting(organisation), "/privacy/")
    assert ("Version 2 of our policy" in page, "Seekers" in page) == (True, True)
    assert "Registration of home seekers" not in page
    assert "Nobody has read it through yet." in text(signed_in(organisation, "chris"), "/werk/register/")


@pytest.mark.clause("COR-03", part="published")
def test_anyone_reads_the_policy_in_force_and_how_to_have_it_on_paper(organisation: Organisation) -> None:
    # given somebody who has no account: the statement leads to the policy
    anyone = visiting(organisation)
    assert '<a href="/privacy/beleid/">Read our policy</a>' in anyone.get("/privacy/").content.decode()
    # when they open it, then it is the version in force, with purposes, periods and measures
    page = text(anyone, "/privacy/beleid/")
    entry = policy().activities["home-seekers"]
    wanted = ["Version 1, in force since", "Do you want it on paper? Ask us; we send it free of charge.", "privacy@allocation-service.example"]
    wanted += [one["en"] for one in (*entry.purposes.values(), *entry.principles.values(), *entry.security)]
    assert [one for one in (*wanted, "A complaint is answered within") if one not in page] == []
    # and who may do what, and the register of whoever works here, are not in it
    assert ("Who may do what" in page, "/werk/" in anyone.get("/privacy/beleid/").content.decode()) == (False, False)
    # and when another version becomes effective, then it says that one
    renamed(organisation)
    assert "Version 2, in force since" in text(visiting(organisation), "/privacy/beleid/")


@pytest.mark.clause("COR-03", part="in writing")
@pytest.mark.clause("COR-04", part="documents")
def test_who_wants_it_in_writing_prints_it_or_has_it_printed_at_the_counter(organisation: Organisation) -> None:
    # given somebody without an account who reads the statement and the policy: each leads to a file to print
    anyone, bram = visiting(organisation), signed_in(organisation, "bram")
    assert 'href="/privacy/papier/"' in anyone.get("/privacy/").content.decode()
    assert 'href="/privacy/beleid/papier/"' in anyone.get("/privacy/beleid/").content.decode()
    # and so does the page of who stands at the counter
    rules = bram.get("/werk/reglement/").content.decode()
    assert ('href="/privacy/papier/"' in rules, 'href="/privacy/beleid/papier/"' in rules) == (True, True)
    # when they open it, then it is all of the version in force, with the words of the law explained
    explained = terms()["legal-basis"].explanations["en"]
    for address in ("/privacy/papier/", "/privacy/beleid/papier/"):
        paper = printed(anyone.get(address).content)
        entries = policy().activities.values()
        said = [text["en"] for entry in entries for text in (entry.name, *entry.purposes.values())]
        assert [one for one in said if squeezed(one) not in squeezed(paper)] == []
        assert squeezed(explained) in squeezed(paper)
    # and when another version becomes effective, then the file is of that one
    renamed(organisation)
    assert "Seekers" in printed(anyone.get("/privacy/papier/").content)


@pytest.mark.clause("COR-49", part="complaints procedure")
@pytest.mark.clause("COR-38", part="authority")
def test_how_to_complain_is_said_to_anyone(organisation: Organisation) -> None:
    page = text(visiting(organisation), "/privacy/klachten/")
    steps = ("confirm your complaint within 1 week", "Within 4 weeks you hear", "first object to it", "ask the authority to mediate", "compensation")
    assert [one for one in steps if one not in page] == []
    assert [one for one in ("To our privacy officer", "info@allocation-service.example", "You have 6 weeks for it") if one not in page] == []
    # and who sees to it that these times are kept, and what to do when they are not
    guarded = "Who sees to it that we keep to these times: Committee secretary. Do you hear nothing in time? Tell our privacy officer"
    assert guarded in page
    said = unescape(visiting(organisation).get("/privacy/klachten/").content.decode())
    assert '<a href="https://autoriteitpersoonsgegevens.nl" rel="external">Dutch Data Protection Authority</a>' in said
    for who, address in ((visiting(organisation), "/privacy/"), (signed_in(organisation, "sanne"), "/mijn/")):
        assert 'href="/privacy/klachten/"' in who.get(address).content.decode()


@pytest.mark.clause("COR-49", part="in force")
def test_whom_to_ask_and_how_to_complain_are_those_of_the_version_in_force(organisation: Organisation) -> None:
    # given a policy that designates a data protection officer, and answers complaints sooner, from today
    whole = policy()
    contact = {"dpo": True, "dpo_name": "Sara Vogelmeer", "privacy_officer": "fg@allocation-service.example"}
    sooner = {**whole.terms, "complaint-answered": replace(whole.terms["complaint-answered"], value="P3W")}
    today = timezone.localdate()
    new = replace(whole, organisation={**whole.organisation, "contact": contact}, terms=sooner, effective_on=today, digest="officer")
    assert "To our privacy officer" in text(visiting(organisation), "/privacy/klachten/")
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(new, on=today)
    # when anybody opens the statement and the page about complaints, then both say what holds now
    page = text(visiting(organisation), "/privacy/klachten/")
    wanted = ("To our data protection officer", "Sara Vogelmeer", "fg@allocation-service.example", "Within 3 weeks you hear")
    assert [one for one in wanted if one not in page] == []
    assert "data protection officer : Sara Vogelmeer, fg@allocation-service.example" in text(visiting(organisation), "/privacy/")


@pytest.mark.clause("COR-19", part="statement")
def test_the_privacy_officer_reads_through_what_the_register_says_and_anyone_reads_it(
    organisation: Organisation,
) -> None:
    officer = signed_in(organisation, "petra")
    preview = text(officer, PUBLISHING)
    assert officer.post(PUBLISHING).headers["Location"] == PUBLISHING
    assert "This version was read through and kept on" in text(officer, PUBLISHING)
    page = text(visiting(organisation), "/privacy/")
    for entry in policy().activities.values():
        done = entry.held_in != NOWHERE
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
    assert f"You have an answer within {answer}. A difficult request can take 2 months longer." in page
    assert "You may always complain to the authority too: Dutch Data Protection Authority" in page


@pytest.mark.clause("COR-01", part="all processes")
@pytest.mark.clause("ALL-03", part="all that is done")
def test_what_is_done_is_told_wherever_it_is_done_and_what_nobody_does_yet_is_not(care_group: Organisation) -> None:
    # given a policy of which some is done in other systems, and one activity that nobody does yet
    entries = load(ROOT / "profiles" / "care-group").activities.values()
    planned = {entry.name["en"] for entry in entries if entry.held_in == NOWHERE}
    done = {entry.name["en"] for entry in entries} - planned
    assert planned == {"Recruiting for campaigns and charity"}
    # when anybody reads the statement and the policy, and the authority gets the record
    petra = signed_in(care_group, "petra")
    record = petra.get("/werk/register/overdragen/?vorm=csv").content.decode()
    for told in (text(visiting(care_group), "/privacy/"), text(visiting(care_group), "/privacy/beleid/"), record):
        # then each activity that is done is told, and no other
        assert ({name for name in done if name not in told}, {name for name in planned if name in told}) == (set(), set())
    # and who works here reads of that other one that it has not started
    assert "Nobody does this yet" in text(petra, "/werk/register/recruiting/")


@pytest.mark.clause("COR-19", part="statement")
def test_the_statement_reads_in_dutch_for_who_reads_dutch(organisation: Organisation) -> None:
    assert "Two years after the registration ends" in text(visiting(organisation), "/privacy/")
    page = text(visiting(organisation), "/privacy/", HTTP_ACCEPT_LANGUAGE="nl")
    assert "Inschrijving van woningzoekenden" in page
    assert "Twee jaar na het einde van de inschrijving wissen we uw gegevens." in page


def test_where_somebody_watches_over_privacy_complaints_go_there_too(care_group: Organisation) -> None:
    assert "To our data protection officer" in text(visiting(care_group), "/privacy/klachten/")


def test_who_reads_a_new_version_through_sees_what_is_different(organisation: Organisation) -> None:
    officer = signed_in(organisation, "petra")
    officer.post(PUBLISHING)
    renamed(organisation)
    assert "Version 1 was read through last; the policy has changed since." in text(officer, "/werk/register/")
    preview = text(officer, PUBLISHING)
    assert "What is different from the last one that was read" in preview
    assert "Registration of home seekers: Why may we do this?" in preview
    officer.post(PUBLISHING)
    assert "This version was read through and kept on" in text(officer, PUBLISHING)


@pytest.mark.clause("COR-04")
def test_a_word_of_the_law_is_explained_where_it_stands(organisation: Organisation) -> None:
    """On the statement and on the policy as it is published: where it is met first, and as a link for who has no script."""
    words = ("legal-basis", "consent", "special-data", "recipient", "retention-period", "automated-decision")
    for address in ("/privacy/", "/privacy/beleid/"):
        page = unescape(visiting(organisation).get(address, headers={"accept-language": "nl"}).content.decode())
        for word in words:
            explained = f'data-term="{terms()[word].explanations["nl"]}"'
            assert (page.count(explained), page.count(f"/begrippen/#{word}")) == (1, 1), (address, word)
