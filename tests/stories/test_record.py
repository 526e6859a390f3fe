"""The record of processing activities says why, from where, how people hear of it and what comes after; what it lacks is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from huisvrede.core.policy import load
from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in, visiting
from tests.conftest import ROOT
from tests.stories.test_register import adopted, policy, read
from tests.stories.test_statement import PUBLISHING, text

KINDS = ("Staff", "Tenants", "Visitors", "Other residents", "Home seekers", "Job applicants", "Buyers", "Contact persons")


@pytest.fixture(scope="module")
def shown(copies: Callable[[str], AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """An organisation that these stories read and do not change, with a published statement."""
    with copies("allocation-service") as one:
        assert signed_in(one, "petra").post(PUBLISHING).status_code == 302
        yield one


@pytest.mark.clause("COR-01", part="everyone")
def test_the_register_covers_every_kind_of_data_subject() -> None:
    entries = load(ROOT / "profiles" / "corporation").activities.values()
    spoken_of = {text["en"] for entry in entries for text in entry.data_subjects}
    assert [kind for kind in KINDS if kind not in spoken_of] == []


@pytest.mark.clause("COR-09")
@pytest.mark.clause("COR-10")
def test_each_entry_says_how_each_principle_is_met_and_argues_proportionality_and_subsidiarity(shown: Organisation) -> None:
    for key in ("home-seekers", "attention-list", "personnel"):
        entry, page = policy().activities[key], read(shown, f"/werk/register/{key}/")
        assert len(entry.principles) == 7
        argued = [*entry.principles.values(), entry.proportionality, entry.subsidiarity]
        assert [said["en"] for said in argued if said["en"] not in page] == []
    assert "Who answers for it Management Last looked at on 1 September 2026 To be looked at again every 6 months" in read(
        shown, "/werk/register/attention-list/"
    )


@pytest.mark.clause("COR-11")
@pytest.mark.clause("ALL-03")
def test_the_source_and_how_people_hear_of_it_stand_in_the_register_and_in_the_statement_made_of_it(shown: Organisation) -> None:
    entry = policy().activities["home-seekers"]
    page, statement = read(shown, "/werk/register/home-seekers/"), text(visiting(shown), "/privacy/")
    assert "Sources the person themselves, another person" in page
    for said in (entry.source_of_data["en"], entry.informed["en"]):
        assert said in page
        assert said in statement


@pytest.mark.clause("COR-20")
def test_what_happens_after_a_period_and_what_stays_longer_is_said_to_staff_and_to_who_it_is_about(shown: Organisation) -> None:
    (rule,) = policy().activities["policy"].retention
    page, statement = read(shown, "/werk/register/policy/"), text(visiting(shown), "/privacy/")
    ends = f"After that the data are destroyed. {rule.longer['en']}"
    assert ends in page
    assert ends in statement


@pytest.mark.clause("COR-09")
@pytest.mark.clause("COR-10")
def test_who_reads_the_register_is_told_which_entry_lacks_what_and_which_review_is_overdue(organisation: Organisation) -> None:
    whole, today = policy(), timezone.localdate()
    bare = replace(whole.activities["home-seekers"], subsidiarity={}, principles={})
    late = replace(whole.activities["rights"], reviewed_on=today - timedelta(days=400), review_every="P1Y")
    adopted(organisation, replace(whole, activities={**whole.activities, bare.key: bare, late.key: late}))
    page = read(organisation, "/werk/register/")
    assert "2 entries are to be completed or looked at again" in page
    assert "“Registration of home seekers” does not say yet: Why no lighter way would do; How each principle is met. Write it" in page
    assert "Privacy officer checks whether it is still true" in page
    assert "A change is begun by: Administrator, Privacy officer." in page
    assert "Why no lighter way would do Not written yet Lawful, fair and transparent Not" in read(organisation, "/werk/register/home-seekers/")
    assert "does not say yet" not in read(organisation, "/werk/register/rights/")
