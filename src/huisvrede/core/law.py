"""The law as dated data: which periods it sets and how they are counted, read from `law.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from huisvrede.core.duration import Period

LAW_FILE: Final = Path(__file__).with_name("law.toml")


class Law(StrEnum):
    """Which law counts a period: European periods and Dutch statutory ones differ."""

    EU = "reg-1182-71"
    NL = "atw"


class UnknownRule(LookupError):
    """No law under this key was in force on this day."""


@dataclass(frozen=True, kw_only=True)
class Dated:
    """An entry of the law with where it stands and the first and last day on which it holds."""

    key: str
    source: str
    valid_from: date
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the entry holds on that day, its first and last day included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


Entry = TypeVar("Entry", bound=Dated)


@dataclass(frozen=True, kw_only=True)
class Rule(Dated):
    """A period set by law, and the extension that the law allows once."""

    period: Period
    law: Law
    extension: Period | None = None

    @property
    def longest(self) -> Period:
        """The period with its extension, counted as one from the event (GDPR art. 12(3): three months)."""
        return self.period + self.extension if self.extension else self.period


@dataclass(frozen=True, kw_only=True)
class Bound(Dated):
    """What the law leaves of a term that an organisation sets itself: no more than `most`, no less than `least`."""

    most: str = ""
    least: str = ""


@dataclass(frozen=True, kw_only=True)
class Articles:
    """What each way of counting is based on, as people cite it."""

    start: str
    days: str
    calendar: str
    hours: str
    moved: str
    two_working_days: str
    exempt: str = ""


@dataclass(frozen=True, kw_only=True)
class Counting(Dated):
    """How a law counts periods; the fields are explained at the head of `law.toml`."""

    articles: Articles
    holidays: tuple[str, ...]
    two_working_days_from: int
    moves_up_to: Mapping[str, int] = field(default_factory=dict)
    equated: frozenset[date] = frozenset()

    def moves(self, period: Period) -> bool:
        """Whether this law lets such a period end later because of weekends and holidays (Atw art. 4)."""
        return all(getattr(period, unit) <= most for unit, most in self.moves_up_to.items())


@dataclass(frozen=True, kw_only=True)
class LawBook:
    """All that `law.toml` says."""

    rules: tuple[Rule, ...]
    countings: tuple[Counting, ...]
    bounds: tuple[Bound, ...]


def read(text: str) -> LawBook:
    """Read the law from TOML; a missing or misspelt field raises `KeyError` or `TypeError`, a bad period
    `PeriodError`.
    """
    data = tomllib.loads(text)
    return LawBook(
        rules=tuple(_rule(entry) for entry in data["rule"]),
        countings=tuple(_counting(entry, data.get("equated", [])) for entry in data["counting"]),
        bounds=tuple(Bound(**entry) for entry in data.get("bound", ())),
    )


@cache
def law_book() -> LawBook:
    """The law that ships with the product, read once."""
    return read(LAW_FILE.read_text(encoding="utf-8"))


def rule(key: str, on: date) -> Rule:
    """The period that the law sets under this key on that day; `UnknownRule` if it sets none."""
    return _in_force(law_book().rules, key, on)


def bound(term: str, on: date) -> Bound | None:
    """What the law of a day leaves of a term; None where it says nothing of it."""
    return next((one for one in law_book().bounds if one.key == term and one.in_force(on)), None)


def counting(law: Law, on: date) -> Counting:
    """How the law counts a period that starts on that day; `UnknownRule` before the law existed."""
    return _in_force(law_book().countings, law, on)


def _in_force(entries: Iterable[Entry], key: str, on: date) -> Entry:
    for entry in entries:
        if entry.key == key and entry.in_force(on):
            return entry
    raise UnknownRule(
        f"No law {str(key)!r} was in force on {on.isoformat()}; law.toml has the keys and dates."
    )


def _rule(entry: Mapping[str, Any]) -> Rule:
    extension = entry.get("extension")
    return Rule(
        **{
            **entry,
            "period": Period.parse(entry["period"]),
            "extension": Period.parse(extension) if extension else None,
            "law": Law(entry["law"]),
        }
    )


def _counting(entry: Mapping[str, Any], equated: Iterable[Mapping[str, Any]]) -> Counting:
    days = (day for decree in equated if decree["law"] == entry["key"] for day in decree["days"])
    return Counting(
        **{
            **entry,
            "key": Law(entry["key"]),
            "articles": Articles(**entry["articles"]),
            "holidays": tuple(entry["holidays"]),
            "equated": frozenset(days),
        }
    )
