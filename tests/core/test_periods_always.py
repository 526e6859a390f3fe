"""What holds of every deadline, whatever the day, the period and the law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from huisvrede.core.law import UnknownRule, counting
from huisvrede.core.periods import Law, Period, PeriodError, explain, reckon
from huisvrede.core.working_days import is_working_day

DAYS = st.dates(date(1971, 7, 1), date(2090, 12, 31))
MOMENTS = st.datetimes(
    datetime(1971, 7, 2), datetime(2090, 1, 1), timezones=st.sampled_from([UTC, ZoneInfo("Europe/Amsterdam")])
)


def periods(most: int) -> st.SearchStrategy[Period]:
    """Calendar periods with up to `most` of each unit."""
    amount = st.integers(min_value=0, max_value=most)
    return (
        st.tuples(amount, amount, amount, amount)
        .filter(any)
        .map(lambda n: Period(years=n[0], months=n[1], weeks=n[2], days=n[3]))
    )


@given(DAYS, DAYS, periods(most=3), st.sampled_from(Law))
def test_a_later_event_never_has_an_earlier_deadline(
    one: date, other: date, period: Period, law: Law
) -> None:
    earlier, later = sorted([one, other])
    first, second = reckon(earlier, period, law=law).ends, reckon(later, period, law=law).ends
    assert first <= second


@given(DAYS, periods(most=3))
def test_a_european_deadline_ends_on_a_working_day(start: date, period: Period) -> None:
    end = reckon(start, period).ends
    assert is_working_day(end, counting(Law.EU, start))


@given(DAYS, st.integers(min_value=1, max_value=90), st.sampled_from(Law))
def test_a_deadline_in_days_is_the_first_that_ends_on_a_working_day_and_holds_two(
    start: date, days: int, law: Law
) -> None:
    how = counting(law, start)
    working = [n for n in range(1, 120) if is_working_day(start + timedelta(days=n), how)]
    least = working[1] if days >= how.two_working_days_from else 0
    expected = next(n for n in working if n >= days and n >= least)
    assert reckon(start, Period(days=days), law=law).ends == start + timedelta(days=expected)


@given(MOMENTS, st.integers(min_value=1, max_value=500), st.sampled_from(Law))
@example(datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"), fold=1), 1, Law.EU)
@example(datetime(2026, 3, 28, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam")), 24, Law.EU)
def test_hours_are_exact_whatever_the_clocks_do(start: datetime, hours: int, law: Law) -> None:
    end = reckon(start, Period(hours=hours), law=law).ends
    assert isinstance(end, datetime)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(minutes=hours * 60)
    assert end.tzinfo == ZoneInfo("Europe/Amsterdam")


@given(
    st.datetimes(timezones=st.just(UTC)),
    periods(most=9999) | st.integers(1, 10**12).map(lambda n: Period(hours=n)),
)
@example(datetime(9999, 12, 31, 5, tzinfo=UTC), Period(hours=1))
@example(datetime(9999, 12, 31, 23, 30, tzinfo=UTC), Period(days=1))
@example(datetime(2026, 1, 1, tzinfo=UTC), Period(years=9999))
@example(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))), Period(days=1))
def test_what_cannot_be_reckoned_is_refused_in_words(start: datetime, period: Period) -> None:
    try:
        reckoning = reckon(start, period)
    except (PeriodError, UnknownRule) as refused:
        assert str(refused).endswith(".")
    else:
        assert len(explain(reckoning, "en")) > 1
