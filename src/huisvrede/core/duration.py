"""Lengths of time as policies and laws write them: ISO 8601 periods such as P1M, P4W and PT72H."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import MAXYEAR, date, timedelta
from typing import Final, Literal

Language = Literal["nl", "en"]
"""The languages people are told about periods in."""

# No law or policy needs six digits; a bound keeps absurd input cheap.
_ISO: Final = re.compile(
    r"P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?P<hours>\d{1,6})H)?",
    re.ASCII,
)

_WORDS: Final[dict[Language, dict[str, tuple[str, str]]]] = {
    "nl": {
        "years": ("jaar", "jaar"),
        "months": ("maand", "maanden"),
        "weeks": ("week", "weken"),
        "days": ("dag", "dagen"),
        "hours": ("uur", "uur"),
    },
    "en": {
        "years": ("year", "years"),
        "months": ("month", "months"),
        "weeks": ("week", "weeks"),
        "days": ("day", "days"),
        "hours": ("hour", "hours"),
    },
}
_AND: Final[dict[Language, str]] = {"nl": " en ", "en": " and "}


class PeriodError(ValueError):
    """A period, or a use of one, that cannot be meant; the message says what is wrong and what to write."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """A length of time in whole calendar units, or in whole hours (never both: hours run from a moment)."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no length of time (`PeriodError`)."""
        amounts = self._amounts()
        if any(amount < 0 for amount in amounts.values()):
            raise PeriodError("A period cannot be negative; write how long it lasts, such as P1M.")
        if not any(amounts.values()):
            raise PeriodError("A period of nothing is no period; write how long it lasts, such as P1D.")
        if self.hours and any(amount for unit, amount in amounts.items() if unit != "hours"):
            raise PeriodError("A period counts either hours or calendar days; write PT72H or P3D, not both.")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an ISO 8601 period of years, months, weeks, days or hours; `PeriodError` if it is none."""
        found = _ISO.fullmatch(text)
        if found is None or not any(found.groups()):
            raise PeriodError(
                f"{text[:40]!r} is not a period: write P, then whole numbers with their unit, such as P2Y, "
                "P1M, P4W or P14D; hours come after PT, such as PT72H."
            )
        return cls(**{unit: int(amount) for unit, amount in found.groupdict(default="0").items()})

    def __str__(self) -> str:
        """The period in ISO 8601, such as P1M or PT72H."""
        if self.hours:
            return f"PT{self.hours}H"
        return "P" + "".join(f"{n}{unit[0].upper()}" for unit, n in self._amounts().items() if n)

    def __add__(self, other: Period) -> Period:
        """A period and its extension, counted as one: P1M + P2M is P3M."""
        mine, others = self._amounts(), other._amounts()
        return Period(**{unit: mine[unit] + others[unit] for unit in mine})

    def in_words(self, language: Language) -> str:
        """The period as people say it: "2 jaar", "1 month and 14 days"."""
        words = _WORDS[language]
        parts = [f"{n} {words[unit][n != 1]}" for unit, n in self._amounts().items() if n]
        return _AND[language].join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)

    def after(self, day: date) -> date | None:
        """The calendar day that lies this period after `day`; None past the year 9999.

        Months and years keep the date, or take the last day of a month that lacks it. No working days come
        into it. `PeriodError` for a period in hours.
        """
        self.refuse_hours()
        year, month = divmod(day.year * 12 + day.month - 1 + self.years * 12 + self.months, 12)
        if year > MAXYEAR:
            return None
        same_date = date(year, month + 1, min(day.day, days_in_month(year, month + 1)))
        ordinal = same_date.toordinal() + self.weeks * 7 + self.days
        return date.fromordinal(ordinal) if ordinal <= date.max.toordinal() else None

    def refuse_hours(self) -> None:
        """Raise `PeriodError` for a period in hours, where only calendar days make sense."""
        if self.hours:
            raise PeriodError(
                f"{self} is in hours, which run from a moment; write calendar days, such as P3D."
            )

    def _amounts(self) -> dict[str, int]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def days_in_month(year: int, month: int) -> int:
    """How many days the month has, 28 to 31."""
    return monthrange(year, month)[1]


_SPAN: Final = re.compile(
    r"PT(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,4})M)?(?:(?P<seconds>\d{1,5})S)?", re.ASCII
)


def span(text: str) -> timedelta:
    """Read a setting such as PT15M: how long a screen may lie idle or an account stays locked.

    No law counts in minutes, so a `Period` has none. Raises `PeriodError` for anything else or nothing.
    """
    found = _SPAN.fullmatch(text)
    length = (
        timedelta(**{unit: int(n) for unit, n in found.groupdict().items() if n}) if found else timedelta()
    )
    if not length:
        raise PeriodError(
            f"{text!r} is no length of time in hours and minutes; write it as PT15M or PT1H30M."
        )
    return length
