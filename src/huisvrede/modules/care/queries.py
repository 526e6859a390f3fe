"""What the pages ask of residents' files: a page of the list, who supports whom, how long it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

from huisvrede.core.duration import Period
from huisvrede.core.periods import retained_until
from huisvrede.core.tables.search import search_name
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.register.declarations import anchor_declaration
from huisvrede.foundation.register.queries import retention_rules, version_on
from huisvrede.foundation.register.words import said, sourced
from huisvrede.foundation.walls.session import session
from huisvrede.modules.care.models import Identifier, Resident, Support
from huisvrede.modules.care.personal_data import ACTIVITY

LAST_SIGN: Final = "\U0010ffff"
"""Sorts after every name that begins with what was typed: `>=` and `<` on text are leakproof, so they reach
the index."""

NEWEST: Final = ("-started_on", "-id")
"""The order of the list; it has its index."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody searches for; none of it stands in an address."""

    number: str = ""
    name: str = ""


@dataclass(frozen=True)
class Keeping:
    """How long files are kept by the policy of a day: clock -> period, and rules in words with sources."""

    periods: Mapping[str, Period]
    reasons: Sequence[tuple[str, str]]

    def until(self, resident: Resident) -> date | None:
        """The last day a file is kept; None as long as the support runs.

        The file ends when every period has passed, so the last one counts: as `foundation.walls.due` has it.
        """
        if resident.ended_on is None:
            return None
        clocks = anchor_declaration(Resident).clocks
        days: dict[str, date | None] = {clock: getattr(resident, clocks[clock]) for clock in self.periods}
        ends = (retained_until(day, self.periods[clock]) for clock, day in days.items() if day is not None)
        ended: date = resident.ended_on
        return max([ended, *ends])


def matching(rows: QuerySet[Resident], asked: Asked) -> QuerySet[Resident]:
    """Those of the rows that match; only comparisons that reach an index under row security."""
    if asked.number:
        rows = rows.filter(number__in={asked.number, asked.number.upper()})
    if asked.name:
        begins = search_name(asked.name)
        rows = rows.filter(search_name__gte=begins, search_name__lt=begins + LAST_SIGN)
    return rows


def mine() -> QuerySet[Resident]:
    """The data subject's own files, newest first."""
    return Resident.objects.order_by(*NEWEST)


def supporters(resident: Resident) -> list[Support]:
    """Who supports this resident today, with names, the longest first."""
    today = running(session().acting.day)
    return list(
        Support.objects.filter(today, resident=resident).select_related("worker").order_by("starts_on", "id")
    )


def numbers_of(resident: Resident) -> list[Identifier]:
    """Which numbers are kept of a resident, for whoever may see that; none of them opened."""
    return list(Identifier.objects.filter(resident=resident).order_by("kind"))


def number_of(resident: Resident, key: UUID) -> Identifier | None:
    """One number of a resident, not opened; None where there is none that the actor may see."""
    return Identifier.objects.filter(resident=resident, pk=key).first()


def numbers_since() -> dict[UUID, list[date]]:
    """Since when numbers are recorded of the data subject, by file: that is told, and neither which nor what."""
    found: dict[UUID, list[date]] = {}
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT file, since FROM walls.since_care_identifier()")
        for file, since in cursor.fetchall():
            found.setdefault(file, []).append(since)
    return found


def keeping() -> Keeping | None:
    """How long files are kept, by the policy of the day; None where it has no period for their clocks."""
    rules = retention_rules(version_on(session().acting.day))
    found = [
        rules[ACTIVITY, clock] for clock in anchor_declaration(Resident).clocks if (ACTIVITY, clock) in rules
    ]
    if not found:
        return None
    periods = {rule.clock: Period.parse(rule.period) for rule in found}
    return Keeping(periods, [(said(rule.content), sourced(rule.source)) for rule in found])
