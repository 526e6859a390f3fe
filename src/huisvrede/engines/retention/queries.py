"""What is due at the next sweep, by kind of file and rule; counted by the database for whoever supervises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connections
from django.db.models import QuerySet

from huisvrede.foundation.disposal.models import Certificate
from huisvrede.foundation.disposal.rules import Plan, plans
from huisvrede.foundation.register import declarations
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
    return [Due(plan, *_count(plan, on)) for plan in plans(on)]


def rules(on: date) -> QuerySet[Retention]:
    """Every retention rule of the policy on a day, by activity and clock."""
    return Retention.objects.filter(version=version_on(on)).order_by("activity", "clock")


def activities(version: Version) -> dict[str, Activity]:
    """The activities of a version by key."""
    return {activity.key: activity for activity in Activity.objects.filter(version=version)}


def certificates(*, before: int | None, after: int | None, size: int) -> list[Certificate]:
    """A page of certificates, the newest first: those below a number, or the nearest above one."""
    rows = Certificate.objects.all()
    if after is not None:
        return list(rows.filter(number__gt=after).order_by("number")[:size])[::-1]
    if before is not None:
        rows = rows.filter(number__lt=before)
    return list(rows.order_by("-number")[:size])


def newer(number: int) -> bool:
    """Whether there are certificates after this one."""
    return Certificate.objects.filter(number__gt=number).exists()


def older(number: int) -> bool:
    """Whether there are certificates before this one."""
    return Certificate.objects.filter(number__lt=number).exists()


def _count(plan: Plan, on: date) -> tuple[int, int]:
    name = declarations.function(plan.model, "due")
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute(
            f"SELECT free, kept FROM {name}(%s::date[], %s, %s)", [list(plan.cuts), plan.activity, on]
        )
        free, kept = cursor.fetchone()
    return int(free), int(kept)
