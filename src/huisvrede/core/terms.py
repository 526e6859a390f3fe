"""The terms and limits an organisation sets: how each is written, and what the law leaves of it.

A term that the software reads is of one sort, and of no other: it would stop at a page on the day it binds. What the law
says of a term stands in `law.toml`, dated; a term that is longer, or shorter, is refused by whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from math import inf
from typing import Any, Final

from huisvrede.core.duration import Period, span
from huisvrede.core.law import Bound, bound


class Sort(StrEnum):
    """How a term is written: a number, hours and minutes, calendar time, or any length, nothing at all included."""

    COUNT = "count"
    SPAN = "span"
    CALENDAR = "calendar"
    LENGTH = "length"


AT_ONCE: Final = "P0D"
"""A term of no length: the same day, at once."""

COUNTS: Final = frozenset(
    {
        "sign-in.attempts",
        "sign-in.address-attempts",
        "exceptional-review.working-days",
        "exceptional-review.withheld-days",
    }
)
SPANS: Final = frozenset(
    {"exceptional-access", "invitation", "recovery", "export-kept", "sign-in.window", "sign-in.lock", "sign-in.idle"}
)
CALENDARS: Final = frozenset(
    {
        "access-request",
        "access-review",
        "answer-kept",
        "backups-kept",
        "bond.employee",
        "bond.hired",
        "complaint-answered",
        "complaint-confirmed",
        "notice-other-source",
        "policy-advice",
        "policy-decision",
        "request-extension",
        "restriction-request",
        "restriction.notice",
        "restriction.recipients",
        "restriction.review",
        "sign-in.key",
    }
)
READ: Final = CALENDARS | SPANS | COUNTS
"""The terms that the software itself counts with."""
REQUIRED: Final = READ - {"exceptional-access", "export-kept"}
"""Those that a policy can't do without; who opens no file exceptionally and hands out no list needs no more."""
MOST: Final[Mapping[str, int]] = {"exceptional-review.working-days": 60, "exceptional-review.withheld-days": 366}
"""Of a number, how high the software can count in a reasonable time; others have five digits at most."""
NUMBER: Final = re.compile(r"[1-9]\d{0,4}", re.ASCII)
HOURS: Final = re.compile(r"PT(\d{1,6})H", re.ASCII)
LONGEST: Final = 24 * 36600
NOT_A_SETTING: Final = frozenset({"source", "explanation", "law", "valid_from"})
CYCLE: Final = tuple(date(2023, 3, 1) + timedelta(days=n) for n in range(1461))
"""Each day of four years with one leap day: on which a month is as short, and as long, as it can be."""


class TermError(ValueError):
    """A term that can't be counted with, as a sentence."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A dated term or setting with its source; `value` is a period or a number."""

    key: str
    value: str
    law: str
    source: str


@dataclass(frozen=True)
class Beyond:
    """What the law says of a term, and how it is broken: longer than `most`, or shorter than `least`."""

    bound: Bound
    longer: bool

    @property
    def limit(self) -> str:
        """The length or number that the law names."""
        return self.bound.most if self.longer else self.bound.least

    def __str__(self) -> str:
        """As the parser of profiles says it."""
        return f"{self.bound.key}: the law says {self.limit} at {'most' if self.longer else 'least'} ({self.bound.source})"


def sort_of(key: str) -> Sort:
    """How this term is written."""
    if key in COUNTS or key.endswith(".count"):
        return Sort.COUNT
    return Sort.SPAN if key in SPANS else Sort.CALENDAR if key in CALENDARS else Sort.LENGTH


def require(key: str, value: str, on: date) -> None:
    """Refuse what is no value of this term (TermError, PeriodError), or goes beyond the law of a day (TermError)."""
    _require_sort(key, value, sort_of(key))
    broken = beyond(key, value, on)
    if broken is not None:
        raise TermError(str(broken))


def _require_sort(key: str, value: str, sort: Sort) -> None:
    if sort is Sort.COUNT:
        if not NUMBER.fullmatch(value) or int(value) > MOST.get(key, int(value)):
            raise TermError(f"{key} is a whole number from 1 to {MOST.get(key, 99_999)}, not {value[:40]!r}")
        return
    if sort is Sort.LENGTH and (value == AT_ONCE or NUMBER.fullmatch(value)):
        return
    if sort is Sort.SPAN:
        span(value)
    else:
        period = Period.parse(value)
        if sort is Sort.CALENDAR:
            period.refuse_hours()
    if _hours(value, CYCLE[0]) > LONGEST:
        raise TermError(f"{key} is longer than a hundred years")


def beyond(key: str, value: str, on: date) -> Beyond | None:
    """How a term goes beyond what the law of a day says of it; None where it does not, or the law is silent."""
    found = bound(key, on)
    if found is None:
        return None
    if found.most and _longer(value, found.most):
        return Beyond(found, longer=True)
    if found.least and _longer(found.least, value):
        return Beyond(found, longer=False)
    return None


@cache
def _longer(one: str, other: str) -> bool:
    """Whether a length can last longer than another, begun on whichever day; or whether a number is higher."""
    if one.isdecimal() or other.isdecimal():
        return not (one.isdecimal() and other.isdecimal()) or int(one) > int(other)
    return any(_hours(one, day) > _hours(other, day) for day in CYCLE)


def _hours(value: str, day: date) -> float:
    """How many hours a length has that begins at the end of a day."""
    if value == AT_ONCE:
        return 0
    if value.startswith("PT"):
        hours = HOURS.fullmatch(value)
        return int(hours[1]) if hours else span(value) / timedelta(hours=1)
    ends = Period.parse(value).after(day)
    return (ends - day).days * 24 if ends else inf


def settings(rows: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """`[sign-in] attempts = 5` becomes the term `sign-in.attempts`; a table with a period is one term."""
    for key, row in rows.items():
        if "period" in row:
            yield f"{prefix}{key}", row
            continue
        tables = {name: value for name, value in row.items() if isinstance(value, Mapping)}
        yield from settings({n: t for n, t in tables.items() if n not in NOT_A_SETTING}, f"{prefix}{key}.")
        for name in sorted(set(row) - set(tables) - NOT_A_SETTING):
            yield f"{prefix}{key}.{name}", {"period": str(row[name]), "source": row.get("source", "setting")}


def term(key: str, row: Mapping[str, Any], on: date) -> Term:
    """One term from what a file or a form says of it; ValueError or KeyError names what can't be right on that day."""
    value = str(row["period"])
    require(key, value, on)
    return Term(key=key, value=value, law=row.get("law", ""), source=row.get("source") or "setting")
