"""The two laws do not agree on every working day."""

from __future__ import annotations

from datetime import date

import pytest

from huisvrede.core.duration import Language, PeriodError
from huisvrede.core.law import Law, counting
from huisvrede.core.working_days import holiday_name, is_working_day, next_working_day

EU = counting(Law.EU, date(2026, 1, 1))
NL = counting(Law.NL, date(2026, 1, 1))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 3, 7),
        date(2026, 3, 8),
    ],
)
def test_holidays_and_weekends_are_no_working_days_under_either_law(day: date) -> None:
    assert (is_working_day(day, EU), is_working_day(day, NL)) == (False, False)


@pytest.mark.parametrize(
    ("day", "eu", "nl"), [(date(2026, 5, 5), True, False), (date(2025, 5, 5), False, False)]
)
def test_the_fifth_of_may_is_a_holiday_each_year_under_dutch_law_and_in_lustrum_years_under_european(
    day: date, eu: bool, nl: bool
) -> None:
    assert (is_working_day(day, EU), is_working_day(day, NL)) == (eu, nl)


def test_the_day_after_ascension_day_is_equated_with_a_holiday_under_dutch_law_alone() -> None:
    day = date(2026, 5, 15)
    assert (is_working_day(day, EU), is_working_day(day, NL)) == (True, False)
    assert holiday_name(day, NL, "nl") == "gelijkgestelde dag"
    assert holiday_name(day, NL, "en") == "equated with a public holiday"


@pytest.mark.parametrize(("language", "name"), [("nl", "Tweede paasdag"), ("en", "Easter Monday")])
def test_a_holiday_is_named_in_the_readers_language(language: Language, name: str) -> None:
    assert holiday_name(date(2026, 4, 6), EU, language) == name


def test_an_ordinary_day_has_no_name() -> None:
    assert holiday_name(date(2026, 3, 5), NL, "nl") is None


def test_after_maundy_thursday_the_next_working_day_is_tuesday() -> None:
    assert next_working_day(date(2026, 4, 2), EU) == date(2026, 4, 7)


@pytest.mark.parametrize(("day", "year"), [(date(2101, 1, 3), 2101), (date(1965, 12, 31), 1965)])
def test_a_year_whose_holidays_are_unknown_is_refused(day: date, year: int) -> None:
    with pytest.raises(PeriodError) as refused:
        is_working_day(day, EU)
    assert str(refused.value) == (
        f"Public holidays are known from 1966 to 2100, not for {year}; check the date and the period."
    )


def test_there_is_no_working_day_after_the_calendar() -> None:
    with pytest.raises(PeriodError, match=r"^The calendar ends before the next working day"):
        next_working_day(date.max, EU)
