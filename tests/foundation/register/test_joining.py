"""A loose end in a policy closes the activity it belongs to, and no other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.policy import Policy, load
from huisvrede.core.vocabulary import CONSENT_SAYS, HERE, NOWHERE, PRINCIPLES, Category
from huisvrede.foundation.register.joining import (
    REQUIRED,
    Code,
    Holding,
    Loose,
    Promise,
    closed,
    holdings,
    lacking,
    look_again_by,
    loose,
    opened,
    unfinished,
)
from tests.conftest import ROOT

CONTRACT = {"basis": "contract", "article": "6(1)(b)"}
ORDINARY = sorted(category for category in Category if not category.special)
PROFILES = ("allocation-service", "care-group", "contracting", "corporation", "survey-bureau")


def promised(**changed: object) -> Promise:
    whole = Promise(
        activity="x", categories=["identity"], legal_bases=[CONTRACT], special_grounds=[], clocks=["ended"]
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def held(
    categories: Collection[Category] = (Category.IDENTITY,), clocks: Collection[str] = ("ended",)
) -> Holding:
    return Holding(fields={category: ["x.X.field"] for category in categories}, clocks=set(clocks))


def codes(promise: Promise, holding: Holding | None) -> list[tuple[Code, str]]:
    return [(end.code, end.about) for end in loose(promise, holding)]


def profile(name: str) -> Policy:
    return load(ROOT / "profiles" / name)


def test_a_policy_that_says_what_the_software_does_has_no_loose_end() -> None:
    assert codes(promised(), held()) == []


def test_a_clock_without_a_period_closes() -> None:
    assert codes(promised(clocks=[]), held()) == [(Code.NO_RETENTION, "ended")]
    assert closed(promised(clocks=[]), held())


def test_no_legal_basis_closes() -> None:
    assert codes(promised(legal_bases=[]), held()) == [(Code.NO_LEGAL_BASIS, "")]


def test_a_legitimate_interest_without_balancing_closes() -> None:
    basis = {"basis": "legitimate-interest", "article": "6(1)(f)"}
    assert codes(promised(legal_bases=[basis]), held()) == [(Code.NO_BALANCING, "legitimate-interest")]
    assert codes(promised(legal_bases=[{**basis, "balancing": {"nl": "…", "en": "…"}}]), held()) == []


@pytest.mark.parametrize(
    ("category", "wrong", "right"),
    [("health", "10", "9(2)(a)"), ("criminal", "9(2)(a)", "10"), ("identification-number", "9(2)(h)", "87")],
)
def test_a_special_category_needs_its_own_ground(category: str, wrong: str, right: str) -> None:
    asked = promised(categories=["identity", category])
    holding = held((Category.IDENTITY, Category(category)))
    assert codes(replace(asked, special_grounds=[{"article": wrong}]), holding) == [
        (Code.NO_SPECIAL_GROUND, category)
    ]
    assert codes(replace(asked, special_grounds=[{"article": right}]), holding) == []


@given(st.sets(st.sampled_from(ORDINARY)), st.sets(st.sampled_from(ORDINARY)))
def test_what_is_kept_and_what_is_named_are_compared_both_ways(
    kept: set[Category], named: set[Category]
) -> None:
    found = codes(promised(categories=[c.value for c in named]), held(kept))
    assert {about for code, about in found if code is Code.CATEGORY_UNNAMED} == {
        c.value for c in kept - named
    }
    assert {about for code, about in found if code is Code.CATEGORY_UNUSED} == {c.value for c in named - kept}
    assert closed(promised(categories=[c.value for c in named]), held(kept)) == bool(kept - named)


def test_a_period_after_a_moment_the_software_does_not_know_is_told_and_closes_nothing() -> None:
    asked = promised(clocks=["ended", "moved"])
    assert codes(asked, held()) == [(Code.RULE_WITHOUT_CLOCK, "moved")]
    assert not closed(asked, held())


ENTRY = {
    **dict.fromkeys(REQUIRED, "said"),
    "principles": dict.fromkeys(PRINCIPLES, "met"), "reviewed_on": "2024-02-29", "review_every": "P1Y",
    "held_in": HERE, "open": True,
}
RULES = {"ended": {"afterwards": "destroyed"}}


def test_an_entry_that_says_all_it_must_is_finished_and_what_it_does_not_say_is_named() -> None:
    assert lacking(ENTRY, RULES) == []
    assert lacking({}, {}) == [*REQUIRED, "principles", "retention"]
    assert lacking(ENTRY | {"principles": {"security": "met"}}, RULES) == [f"principles.{one}" for one in PRINCIPLES[:-1]]
    rests = {"legal_bases": [{"basis": "consent"}]}
    assert lacking(ENTRY | rests, RULES) == [f"consent.{part}" for part in CONSENT_SAYS]
    assert lacking(ENTRY | {"special_grounds": [{"article": "9(2)(a)"}], "consent": dict.fromkeys(CONSENT_SAYS, "said")}, RULES) == []
    assert lacking(ENTRY, {"ended": {}, "closed": {"afterwards": "anonymised"}}) == ["afterwards.ended"]
    assert [*unfinished("x", ENTRY | {"owner": "", "informed": {}}, RULES, date(2024, 3, 1))] == [
        Loose(Code.ITEM_MISSING, "x", "informed owner")
    ]


@pytest.mark.parametrize("system", [HERE, NOWHERE, "payroll-system"])
def test_who_keeps_an_activity_closed_here_says_where_it_is_done_instead_or_that_nobody_does_it(system: str) -> None:
    ends = [*unfinished("x", ENTRY | {"open": False, "held_in": system}, RULES, date(2024, 3, 1))]
    assert ends == ([Loose(Code.CLOSED_HERE, "x")] if system == HERE else [])
    assert [(end.code.asks, end.code.closes) for end in ends] == [(True, False)] * len(ends)


def test_a_review_is_overdue_when_its_period_has_passed_and_closes_nothing() -> None:
    assert look_again_by(ENTRY) == date(2025, 2, 28)
    assert [*unfinished("x", ENTRY, RULES, date(2025, 2, 28))] == []
    (end,) = unfinished("x", ENTRY, RULES, date(2025, 3, 1))
    assert (end, end.code.asks, end.code.closes) == (Loose(Code.REVIEW_OVERDUE, "x", "2025-02-28"), True, False)
    assert look_again_by(ENTRY | {"reviewed_on": None}) is None
    assert look_again_by({"reviewed_on": "2024-02-29"}) is None


def test_no_open_entry_promises_anonymous_data_since_no_code_makes_them_so() -> None:
    asked = promised(anonymised=["ended"])
    assert codes(asked, held()) == [(Code.ANONYMISED_BY_NOBODY, "ended")]
    assert closed(asked, held())
    policy = profile("survey-bureau")
    answers = policy.activities["survey-answers"]
    opening = replace(answers, open=True)
    assert [rule.afterwards for rule in answers.retention] == ["anonymised"]
    assert opened(replace(policy, activities={**policy.activities, answers.key: opening})) == opened(policy)
    rule = replace(answers.retention[0], afterwards="destroyed")
    mended = replace(opening, retention=(rule,))
    assert "survey-answers" in opened(replace(policy, activities={**policy.activities, answers.key: mended}))


def test_an_activity_the_software_has_no_table_for_needs_only_what_the_law_asks() -> None:
    assert codes(promised(clocks=[], categories=["opinion"]), None) == []


def test_the_declarations_are_gathered_by_activity() -> None:
    found = holdings()["home-seekers"]
    assert found.clocks == {"ended", "added"}
    assert found.fields[Category.BIRTH] == ["allocation.Registration.birth_date"]


def test_what_is_kept_of_a_case_counts_for_the_activity_whose_workflow_it_follows() -> None:
    found = holdings()["rights"]
    assert found.clocks == {"closed"}
    assert "cases.Advice.account" in found.fields[Category.ACCOUNT]
    assert found.fields[Category.PREFERENCE] == ["rights.Request.language"]


@pytest.mark.parametrize(
    ("activity", "clocks", "field"),
    [("accounts", {"ended", "attempted"}, "signin.Account.password"), ("logging", {"logged"}, "audit.Look.account")],
)
def test_a_table_of_the_house_counts_for_the_activity_that_speaks_of_it(
    activity: str, clocks: set[str], field: str
) -> None:
    found = holdings()[activity]
    assert found.clocks == clocks
    assert field in found.fields[Category.ACCOUNT]


@pytest.mark.parametrize("category", ["account", "preference", "technical"])
def test_a_policy_that_is_silent_about_part_of_a_request_closes_the_requests(category: str) -> None:
    policy = profile("allocation-service")
    rights = policy.activities["rights"]
    silent = replace(rights, categories=tuple(c for c in rights.categories if c != category))
    loosened = replace(policy, activities={**policy.activities, "rights": silent})
    assert opened(policy) - opened(loosened) == {"rights"}


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("activity", ["rights", "accounts", "logging"])
def test_the_shipped_profiles_say_of_the_house_what_it_keeps(name: str, activity: str) -> None:
    entry = profile(name).activities[activity]
    asked = promised(activity=activity, categories=entry.categories, clocks=[r.clock for r in entry.retention])
    assert codes(asked, holdings()[activity]) == []


@pytest.mark.parametrize("name", PROFILES)
def test_every_shipped_profile_opens_all_it_declares_open(name: str) -> None:
    policy = profile(name)
    assert opened(policy) == {key for key, activity in policy.activities.items() if activity.open}


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.clause("COR-09")
@pytest.mark.clause("COR-10")
def test_no_entry_of_a_shipped_profile_lacks_anything_and_none_argues_in_the_words_of_another(name: str) -> None:
    entries = profile(name).activities.values()
    assert [entry.key for entry in entries if entry.held_in == HERE and not entry.open] == []
    rules = {entry.key: {r.clock: {"afterwards": r.afterwards} for r in entry.retention} for entry in entries}
    assert {entry.key: found for entry in entries if (found := lacking(vars(entry), rules[entry.key]))} == {}
    for argued in ("proportionality", "subsidiarity", "informed"):
        texts = [getattr(entry, argued)[tongue] for entry in entries for tongue in ("nl", "en")]
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", PROFILES)
def test_who_runs_the_servers_is_told_wherever_the_software_holds_the_data(name: str) -> None:
    for entry in profile(name).activities.values():
        told = [{*one["categories"]} for one in entry.recipients if one["role"] == "processor"]
        assert entry.held_in != "huisvrede" or any({*entry.categories} <= kinds for kinds in told), entry.key


@pytest.mark.parametrize("name", PROFILES)
def test_a_data_protection_officer_has_a_name_and_answers_for_nothing_that_is_supervised(name: str) -> None:
    policy = profile(name)
    contact = policy.organisation["contact"]
    assert bool(contact.get("dpo_name")) == contact["dpo"]
    assert not contact["dpo"] or "privacy-officer" not in {entry.owner for entry in policy.activities.values()}


def test_a_missing_period_closes_one_activity_and_leaves_the_others_open() -> None:
    policy = profile("allocation-service")
    without = replace(policy.activities["home-seekers"], retention=())
    loosened = replace(policy, activities={**policy.activities, "home-seekers": without})
    assert opened(policy) - opened(loosened) == {"home-seekers"}
