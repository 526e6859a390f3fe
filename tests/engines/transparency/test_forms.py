"""Forms of a draft: what people write is read, and what can't be right is said at the field."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.forms import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.duration import Period
from huisvrede.engines.transparency.forms import (
    DecisionForm,
    Known,
    NewForm,
    PeriodField,
    form_of,
    formset_of,
    initial_of,
)
from huisvrede.engines.transparency.shape import BY_SLUG
from tests.conftest import TODAY

BASES = BY_SLUG["grondslagen"]
KNOWN = Known(roles={}, day=TODAY)
BASIS = {"basis": "contract", "article": "6(1)(b)", "explanation_nl": "Omdat.", "explanation_en": "Because."}


def many(section: str, *rows: dict[str, Any], there: int = 0) -> Any:
    typed = {"item-TOTAL_FORMS": str(len(rows)), "item-INITIAL_FORMS": str(there)}
    typed |= {f"item-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    one = BY_SLUG[section]
    initial = [initial_of(one, {}) for _ in range(there)]
    return formset_of(one)(typed, initial=initial, prefix="item", form_kwargs={"known": KNOWN})


@given(st.builds(Period, years=st.integers(1, 30), months=st.integers(0, 11), weeks=st.integers(0, 3), days=st.integers(0, 6)))
def test_a_period_is_read_as_it_is_said(period: Period) -> None:
    field = PeriodField()
    for said in (period.in_words("nl"), period.in_words("en"), str(period)):
        assert field.clean(said) == str(period)


@pytest.mark.parametrize("said", ["", "soon", "2", "2 moons", "P", "2 jaar en wat", "72 uur en 1 dag", "jaar 2 jaar", "0 jaar"])
def test_what_is_no_period_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        PeriodField().clean(said)
    assert PeriodField().clean("72 uur") == "PT72H"
    assert PeriodField(required=False).clean("") == ""
    assert PeriodField().prepare_value("nothing") == "nothing"
    assert PeriodField().prepare_value("P2Y") == "2 jaar"


def test_a_text_is_written_in_both_languages() -> None:
    form = form_of(BASES)({**BASIS, "balancing_nl": "Zwaarder."}, known=KNOWN)
    assert list(form.errors) == ["balancing_en"]


def test_what_goes_together_stands_together() -> None:
    assert list(form_of(BASES)({**BASIS, "basis": "legitimate-interest"}, known=KNOWN).errors) == ["balancing_nl"]
    joint = {"name_nl": "A", "name_en": "A", "role": "joint-controller", "categories": ["contact"], "ground": "GDPR 26"}
    assert list(form_of(BY_SLUG["ontvangers"])(joint, known=KNOWN).errors) == ["contact_nl"]


def test_items_are_added_changed_and_taken_away() -> None:
    found = many("grondslagen", BASIS, {**BASIS, "DELETE": "on"}, {}, there=2)
    assert found.is_valid(), found.errors
    assert [item["basis"] for item in found.items] == ["contract"]


def test_an_entry_keeps_a_legal_basis_and_no_two_names() -> None:
    assert many("grondslagen", {**BASIS, "DELETE": "on"}, there=1).non_form_errors()
    goal = {"key": "a", "text_nl": "x", "text_en": "y"}
    assert many("doelen", goal, goal).non_form_errors()
    assert many("doelen", goal, {**goal, "key": "b"}).is_valid()
    who = {"name_nl": "A", "name_en": "A", "role": "processor", "categories": ["contact"], "ground": "GDPR 28(3)"}
    assert many("ontvangers", who, {**who, "name_en": "B"}).non_form_errors()
    assert not many("doelen", {**goal, "text_en": ""}).is_valid()
    assert many("beveiliging", {"text_nl": "x", "text_en": "y"}, {"text_nl": "x", "text_en": "y"}).is_valid()


@pytest.mark.parametrize("key", ["Parking", "1st", "a b", "x" * 70, "rights", "é"])
def test_a_new_activity_has_a_name_of_its_own(key: str) -> None:
    assert "key" in NewForm({"key": key}, taken=frozenset({"rights"})).errors


@pytest.mark.parametrize(
    ("outcome", "day", "wrong"),
    [
        ("granted", TODAY, []),
        ("granted", TODAY - timedelta(days=1), ["starts_on"]),
        ("granted", None, ["starts_on"]),
        ("granted", "soon", ["starts_on"]),
        ("refused", None, []),
    ],
)
def test_a_decision_to_adopt_names_a_day_that_has_not_passed(outcome: str, day: date | str | None, wrong: list[str]) -> None:
    form = DecisionForm({"outcome": outcome, "reasons": "So.", "starts_on": str(day or "")}, on=TODAY)
    assert list(form.errors) == wrong
