"""Working days as each law sees them: no Saturdays, Sundays or public holidays.

Reg. 1182/71 art. 2; Algemene termijnenwet art. 1 and 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

from holidays import country_holidays

from huisvrede.core.duration import Language, PeriodError
from huisvrede.core.law import Counting

_CALENDAR_LANGUAGE: Final[dict[Language, str]] = {"nl": "nl", "en": "en_US"}
_EQUATED: Final[dict[Language, str]] = {"nl": "gelijkgestelde dag", "en": "equated with a public holiday"}
_SATURDAY: Final = 5


def holiday_name(day: date, counting: Counting, language: Language) -> str | None:
    """What the public holiday is called, or None if the day is none under this law.

    `PeriodError` for years whose holidays are not known (before 1966, after 2100).
    """
    name = _holidays(day.year, counting.holidays, language).get(day)
    return _EQUATED[language] if name is None and day in counting.equated else name


def is_working_day(day: date, counting: Counting) -> bool:
    """Whether the day is no weekend and no public holiday under this law; errors as `holiday_name`."""
    return day.weekday() < _SATURDAY and holiday_name(day, counting, "en") is None


def next_working_day(day: date, counting: Counting) -> date:
    """The first working day after `day`; errors as `holiday_name`."""
    while day < date.max:
        day += timedelta(days=1)
        if is_working_day(day, counting):
            return day
    raise PeriodError("The calendar ends before the next working day; check the date.")


@cache
def _holidays(year: int, categories: tuple[str, ...], language: Language) -> Mapping[date, str]:
    calendar = country_holidays(
        "NL", years=year, categories=categories, language=_CALENDAR_LANGUAGE[language], expand=False
    )
    # Outside its years the package answers "no holidays", which would be a wrong date instead of an error.
    if not calendar.start_year <= year <= calendar.end_year:
        raise PeriodError(
            f"Public holidays are known from {calendar.start_year} to {calendar.end_year}, not for {year}; "
            "check the date and the period."
        )
    return dict(calendar.items())
