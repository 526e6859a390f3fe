"""The record of processing activities as a list: narrowed by old addresses too, counted once per version, kept as a view."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huisvrede.core.policy import load
from huisvrede.engines.transparency.views import TOLD
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in, visiting
from tests.cast import system
from tests.conftest import ROOT, TODAY, as_login
from tests.drafting import begun, case_of, stepped

LIST, VIEWS = "/werk/register/", "/werk/lijsten/register/weergaven/"


def rows(client: Client, query: str = "") -> list[str]:
    """The keys of the activities on a page, in their order."""
    page = client.get(f"{LIST}{query}")
    assert page.status_code == 200
    return re.findall(r'<a href="/werk/register/([a-z0-9-]+)/">(?!“)[^<]+</a></th>', page.content.decode())


def told(client: Client, query: str = "") -> str:
    """A page as people read it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(f"{LIST}{query}").content.decode())).split())


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("?staat=open", {"accounts", "home-seekers", "logging", "policy", "rights"}),
        ("?staat=closed", set()),
        ("?grondslag=consent", {"newsletter"}),
        ("?gegevens=criminal", {"attention-list"}),
        ("?staat=open&gegevens=criminal", set()),
        ("?gegevens=criminal&aantal=100", {"attention-list"}),
    ],
)
def test_an_address_narrows_the_list(organisation: Organisation, query: str, keys: set[str]) -> None:
    assert set(rows(signed_in(organisation, "chris"), query)) == keys


def test_each_answer_tells_how_many_it_leaves_in_this_version_and_in_the_next(organisation: Organisation) -> None:
    chris = signed_in(organisation, "chris")
    assert all(text in told(chris) for text in ("consent 1", "criminal offences 1", "open 5", "16 found"))
    assert all(text in told(chris, "?grondslag=consent") for text in ("criminal offences 0", "open 0", "consent 1"))
    whole = load(ROOT / "profiles" / "allocation-service")
    more = replace(whole.activities["newsletter"], key="second")
    grown: Any = replace(whole, activities={**whole.activities, "second": more}, effective_on=timezone.localdate(), digest="2")
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(grown, on=timezone.localdate())
    assert all(text in told(chris) for text in ("consent 2", "17 found"))
    assert "No activity has all of this." in told(chris, "?staat=open&gegevens=criminal")


def test_what_is_to_be_done_is_told_in_short_and_found_in_the_list(organisation: Organisation) -> None:
    whole = load(ROOT / "profiles" / "allocation-service")
    bare = replace(whole.activities["newsletter"], subsidiarity={}, principles={})
    more = {f"bare-{n:02}": replace(bare, key=f"bare-{n:02}") for n in range(TOLD + 1)}
    grown = replace(whole, activities={**whole.activities, **more}, effective_on=timezone.localdate(), digest="bare")
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(grown, on=timezone.localdate())
    chris = signed_in(organisation, "chris")
    page = chris.get(LIST).content.decode()
    asked = int(re.findall(r"(\d+) entries are to be completed", page)[0])
    assert asked > TOLD
    assert (page.count("does not say yet"), page.count('href="?aandacht=aanvullen"')) == (TOLD, 2)
    assert set(more) <= set(rows(chris, "?aandacht=aanvullen&aantal=100"))
    assert len(rows(chris, "?aandacht=aanvullen&aantal=100")) <= asked
    assert rows(chris, "?aandacht=besluiten") == []


def test_the_order_is_that_of_the_readers_language(organisation: Organisation) -> None:
    client = signed_in(organisation, "chris")
    english, dutch = client, Client(HTTP_HOST=organisation.host, HTTP_ACCEPT_LANGUAGE="nl")
    dutch.cookies = client.cookies
    found = {tongue: rows(one, "?aantal=100") for tongue, one in (("en", english), ("nl", dutch))}
    assert sorted(found["en"]) == sorted(found["nl"])
    assert found["en"] != found["nl"]


def test_everybody_who_works_here_keeps_views_of_it_and_nobody_else(organisation: Organisation) -> None:
    chris = signed_in(organisation, "chris")
    kept = chris.post(f"{VIEWS}?staat=closed&aantal=100", {"name": "Not yet"}, follow=True)
    assert kept.redirect_chain == [(f"{LIST}?staat=closed&aantal=100", 302)]
    assert ("Not yet" in told(chris), "Not yet" in told(signed_in(organisation, "petra"))) == (True, False)
    (key,) = re.findall(rf"{VIEWS}([0-9a-f-]{{36}})/weg/", chris.get(VIEWS).content.decode())
    assert signed_in(organisation, "petra").post(f"{VIEWS}{key}/weg/").status_code == 404
    assert chris.post(f"{VIEWS}{key}/weg/").status_code == 302
    assert "Not yet" not in told(chris)
    assert [visiting(organisation).get(VIEWS).status_code, signed_in(organisation, "sanne").get(VIEWS).status_code] == [302, 302]


def test_changes_of_the_policy_are_found_by_how_far_they_are(organisation: Organisation) -> None:
    for _ in range(2):
        begun(organisation)
        stepped(organisation, "petra", "drop")
    begun(organisation)
    petra = signed_in(organisation, "petra")

    def found(query: str = "") -> list[str]:
        page = petra.get(f"/werk/beleid/{query}").content.decode()
        return re.findall(r'role="rowheader"><a href="/werk/beleid/([0-9a-f-]{36})/', page)

    assert (len(found()), found("?volgorde=oudste")) == (3, found()[::-1])
    assert found("?staat=loopt") == [str(case_of(organisation).pk)]
    assert sorted(found("?staat=loopt") + found("?staat=niet")) == sorted(found())
    assert found("?staat=vastgesteld") == []
    assert "No change is in this list." in petra.get("/werk/beleid/?staat=vastgesteld").content.decode()
    assert petra.post("/werk/lijsten/beleid/weergaven/?staat=niet", {"name": "Given up"}).status_code == 302
    assert signed_in(organisation, "chris").get("/werk/lijsten/beleid/weergaven/").status_code == 404
