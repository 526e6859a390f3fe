"""Beside the data stands why the reader may see them (ALL-05)."""

from __future__ import annotations

import re
from html import unescape

from django.template import Context, Template
from django.utils.translation import override

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.naming import action
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY


def why(organisation: Organisation, who: str, purpose: str = "registration", language: str = "en") -> str:
    """What somebody reads, without markup."""
    with acting(organisation, member(who).acting(purpose, TODAY)), override(language):
        shown = Template('{% load gates %}{% why "home-seekers" %}').render(Context())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def test_staff_read_role_reach_purpose_giver_article_and_version(organisation: Organisation) -> None:
    assert why(organisation, "bram") == (
        "Why can I see this? Your role Advisor of a corporation"
        " What it reaches what is assigned to you (Registration of home seekers)"
        " Purpose Register you as a home seeker, keep your data up to date and deregister you"
        " Granted by Ada For how long since 10 January 2022"
        " Legal basis: Article 6(1)(b) of the GDPR."
        " You ask us to register you. Without these data we cannot carry out that agreement."
        " Legal basis: Article 6(1)(f) of the GDPR."
        " Household members have no agreement with us themselves. The home seeker and we have an interest in knowing who"
        " moves along. That way we look for a home that fits."
        " Version 1 of our policy, in force since 19 April 2021."
    )


def test_a_data_subject_reads_that_the_data_are_about_them(organisation: Organisation) -> None:
    assert why(organisation, "sanne").startswith(
        "Why can I see this?"
        " These data are about you, so you may see them (Registration of home seekers). Purpose Register you"
    )


def test_names_and_texts_are_those_of_the_readers_language(organisation: Organisation) -> None:
    assert "Adviseur van een corporatie" in why(organisation, "bram", language="nl")


def test_nothing_is_explained_to_whom_nothing_is_shown(organisation: Organisation) -> None:
    assert [why(organisation, who) for who in ("chris", "petra", "ada")] == [""] * 3
    assert why(organisation, "anna", "marketing") == ""


def test_what_was_done_is_said_also_where_no_word_was_chosen_for_it() -> None:
    with override("en"):
        assert action("view") != "done: view"
        assert action("fold") == "done: fold"
