"""A period is read, written and said as policies and laws do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.duration import Language, Period, PeriodError, span

AMOUNTS = st.integers(min_value=0, max_value=999_999)
CALENDAR_PERIODS = (
    st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
    .filter(any)
    .map(lambda n: Period(years=n[0], months=n[1], weeks=n[2], days=n[3]))
)
HOUR_PERIODS = AMOUNTS.filter(bool).map(lambda hours: Period(hours=hours))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P1M", Period(months=1)),
        ("P2Y", Period(years=2)),
        ("P4W", Period(weeks=4)),
        ("P14D", Period(days=14)),
        ("PT72H", Period(hours=72)),
        ("P1Y6M", Period(years=1, months=6)),
    ],
)
def test_a_period_is_read_and_written_in_iso(text: str, period: Period) -> None:
    assert Period.parse(text) == period
    assert str(period) == text


@given(CALENDAR_PERIODS | HOUR_PERIODS)
def test_what_is_written_reads_back_the_same(period: Period) -> None:
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "1M",
        "p1m",
        "P1",
        "P-1M",
        "P1,5Y",
        "P72H",
        "PT30M",
        "P1M\n",
        " P1M",
        "P1DT",
        "P٣D",
        "P1234567D",
    ],
)
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(PeriodError) as refused:
        Period.parse(text)
    assert str(refused.value) == (
        f"{text!r} is not a period: write P, then whole numbers with their unit, such as P2Y, "
        "P1M, P4W or P14D; hours come after PT, such as PT72H."
    )


@pytest.mark.parametrize("text", ["P0D", "P0Y0M", "PT0H"])
def test_a_period_of_nothing_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match=r"^A period of nothing is no period; .* such as P1D\.$"):
        Period.parse(text)


def test_a_negative_period_is_refused() -> None:
    with pytest.raises(PeriodError, match=r"^A period cannot be negative; .* such as P1M\.$"):
        Period(months=-1)


def test_hours_and_calendar_days_are_not_mixed() -> None:
    with pytest.raises(PeriodError, match=r"write PT72H or P3D, not both\.$"):
        Period.parse("P1DT12H")


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("P2Y", "nl", "2 jaar"),
        ("P4W", "nl", "4 weken"),
        ("P1M", "nl", "1 maand"),
        ("PT72H", "nl", "72 uur"),
        ("P1D", "nl", "1 dag"),
        ("P1Y6M", "nl", "1 jaar en 6 maanden"),
        ("P2Y", "en", "2 years"),
        ("P4W", "en", "4 weeks"),
        ("P1M", "en", "1 month"),
        ("PT1H", "en", "1 hour"),
        ("P1Y2M14D", "en", "1 year, 2 months and 14 days"),
    ],
)
def test_a_period_is_said_as_people_say_it(text: str, language: Language, words: str) -> None:
    assert Period.parse(text).in_words(language) == words


def test_an_extension_adds_to_the_period() -> None:
    assert Period(months=1) + Period(months=2) == Period(months=3)
    assert Period(weeks=8) + Period(weeks=6) == Period(weeks=14)


def test_an_extension_in_hours_is_not_added_to_calendar_days() -> None:
    with pytest.raises(PeriodError, match=r"not both\.$"):
        Period(days=1) + Period(hours=12)


@pytest.mark.parametrize(
    ("day", "text", "after"),
    [
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2024, 2, 29), "P4Y", date(2028, 2, 29)),
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2026, 12, 31), "P2M", date(2027, 2, 28)),
        (date(2026, 1, 31), "P1M1D", date(2026, 3, 1)),
        (date(2026, 12, 18), "P2W", date(2027, 1, 1)),
        (date(9999, 12, 30), "P1D", date(9999, 12, 31)),
        (date(9999, 12, 31), "P1D", None),
        (date(9999, 12, 31), "P1M", None),
    ],
)
def test_a_day_lies_a_period_after_another_by_the_plain_calendar(
    day: date, text: str, after: date | None
) -> None:
    assert Period.parse(text).after(day) == after


def test_hours_do_not_run_from_a_day() -> None:
    with pytest.raises(PeriodError, match=r"^PT72H is in hours, .* such as P3D\.$"):
        Period(hours=72).after(date(2026, 1, 1))


def test_a_length_of_time_is_read_in_hours_and_minutes() -> None:
    assert [span(text) for text in ("PT15M", "PT1H30M")] == [timedelta(minutes=15), timedelta(minutes=90)]


@pytest.mark.parametrize("text", ["PT", "PT0M", "P1D", "15", ""])
def test_what_is_no_length_of_time_is_refused_with_examples(text: str) -> None:
    with pytest.raises(PeriodError, match="write it as PT15M or PT1H30M"):
        span(text)
