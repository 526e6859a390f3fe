"""What is due at the next sweep, by kind of file and rule; counted by the database for whoever supervises."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

from huisvrede.foundation.disposal.models import Hold
from huisvrede.foundation.disposal.rules import Plan, counted, plans
from huisvrede.foundation.register.models import Activity, Retention, Version
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import session


@dataclass(frozen=True)
class Due:
    """Files of one kind under the rules of one activity: how many go at the next sweep, how many are held back."""

    plan: Plan
    free: int
    held: int


def due(on: date) -> list[Due]:
    """The preview of a sweep on a day: counts, no rows. A new rule costs nothing until the next sweep reads it."""
    return [Due(plan, *counted(plan, on)) for plan in plans(on)]


def rules(on: date) -> QuerySet[Retention]:
    """Every retention rule of the policy on a day, by activity and clock."""
    return Retention.objects.filter(version=version_on(on)).order_by("activity", "clock")


def activities(version: Version) -> dict[str, Activity]:
    """The activities of a version by key."""
    return {activity.key: activity for activity in Activity.objects.filter(version=version)}


@dataclass(frozen=True)
class File:
    """A file as who supervises knows it: a key, its number, and whose it is; never what stands in it."""

    key: UUID
    number: str
    person: UUID


def file_with(number: str) -> File | None:
    """The file that has this number; None when none has it, or more than one. It stays shut."""
    found = _filed(number.strip().upper(), [])
    return found[0] if len(found) == 1 else None


def files_of(holds: Collection[Hold]) -> dict[UUID, File]:
    """The files that are held, by key: those that people know by a number."""
    return {one.key: one for one in _filed("", [hold.anchor for hold in holds])}


def holds() -> QuerySet[Hold]:
    """The holds in force on the day, in no order."""
    day = session().acting.day
    return Hold.objects.filter(starts_on__lte=day, ends_on__gte=day)


def _filed(number: str, keys: list[UUID]) -> list[File]:
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT file, code, whose FROM walls.filed(%s, %s)", [number, keys])
        return [File(*row) for row in cursor.fetchall()]
