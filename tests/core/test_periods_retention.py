"""Retention periods end by the plain calendar; the cut-off and the last day kept say the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from huisvrede.core.periods import Period, PeriodError, cut_off, retained_until

ANY_DAYS = st.dates()


def periods(most: int) -> st.SearchStrategy[Period]:
    """Calendar periods with up to `most` of each unit."""
    amount = st.integers(min_value=0, max_value=most)
    return (
        st.tuples(amount, amount, amount, amount)
        .filter(any)
        .map(lambda n: Period(years=n[0], months=n[1], weeks=n[2], days=n[3]))
    )


@pytest.mark.parametrize(
    ("clock", "period", "until"),
    [
        (date(2024, 3, 1), "P2Y", date(2026, 3, 1)),
        (date(2024, 2, 29), "P2Y", date(2026, 2, 28)),
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2026, 3, 7), "P4W", date(2026, 4, 4)),
        (date(9000, 1, 1), "P1000Y", date.max),
    ],
)
def test_data_is_kept_through_the_last_day_of_its_period_weekend_or_not(
    clock: date, period: str, until: date
) -> None:
    assert retained_until(clock, Period.parse(period)) == until


@pytest.mark.parametrize(
    ("period", "on", "last"),
    [
        ("P2Y", date(2026, 3, 2), date(2024, 3, 1)),
        ("P2Y", date(2026, 3, 1), date(2024, 2, 29)),
        ("P2Y", date(2026, 2, 28), date(2024, 2, 27)),
        ("P1M", date(2026, 2, 28), date(2026, 1, 27)),
        ("P1M", date(2026, 3, 1), date(2026, 1, 31)),
        ("P1M", date(2026, 3, 31), date(2026, 2, 28)),
        ("P4W", date(2026, 4, 5), date(2026, 3, 7)),
        ("P1M1D", date(2026, 3, 2), date(2026, 1, 31)),
        ("P2000Y", date(2026, 1, 1), date(25, 12, 31)),
        ("P2025Y", date(2026, 6, 2), date(1, 6, 1)),
        ("P9999Y", date(2026, 1, 1), date.min),
        ("P999999D", date(2026, 1, 1), date.min),
        ("P1D", date.min, date.min),
    ],
)
def test_the_cut_off_is_the_last_clock_day_whose_period_has_wholly_passed(
    period: str, on: date, last: date
) -> None:
    assert cut_off(Period.parse(period), on) == last


@given(ANY_DAYS, ANY_DAYS, periods(most=60))
@example(date(2024, 2, 29), date(2026, 3, 1), Period(years=2))
@example(date(2024, 2, 29), date(2026, 2, 28), Period(years=2))
@example(date.max, date.max, Period(days=1))
def test_data_is_due_by_the_cut_off_exactly_when_its_last_day_is_over(
    clock: date, on: date, period: Period
) -> None:
    assume(clock > date.min)
    assert (clock <= cut_off(period, on)) == (retained_until(clock, period) < on)


@given(ANY_DAYS, periods(most=9999), st.integers(min_value=-3, max_value=3))
def test_around_the_end_of_its_period_data_is_due_by_the_cut_off_exactly_when_that_day_is_over(
    clock: date, period: Period, shift: int
) -> None:
    until = retained_until(clock, period).toordinal() + shift
    assume(clock > date.min and until <= date.max.toordinal())
    on = date.fromordinal(max(until, 1))
    assert (clock <= cut_off(period, on)) == (retained_until(clock, period) < on)


@given(ANY_DAYS, ANY_DAYS, periods(most=9999))
def test_time_only_ever_makes_more_data_due(one: date, other: date, period: Period) -> None:
    earlier, later = sorted([one, other])
    assert cut_off(period, earlier) <= cut_off(period, later)
    assert retained_until(earlier, period) <= retained_until(later, period)


def test_retention_is_not_counted_in_hours() -> None:
    with pytest.raises(PeriodError, match=r"^PT24H is in hours"):
        cut_off(Period(hours=24), date(2026, 1, 1))
    with pytest.raises(PeriodError, match=r"^PT24H is in hours"):
        retained_until(date(2026, 1, 1), Period(hours=24))
