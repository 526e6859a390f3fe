"""What the pages ask: one page of the list, one file with what hangs on it, how long it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from huisvrede.core.duration import Period
from huisvrede.core.periods import retained_until
from huisvrede.core.tables.search import search_name
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.people.models import Grant, Hat
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.register.models import Right, Term
from huisvrede.foundation.register.queries import activity, retention_rules, version_on
from huisvrede.foundation.register.words import said, sourced
from huisvrede.foundation.walls.session import session
from huisvrede.modules.allocation.models import Assignment, HouseholdMember, Paper, Registration
from huisvrede.modules.allocation.personal_data import ACTIVITY, MOST, PAPERS

LAST_SIGN: Final = "\U0010ffff"
"""Sorts after every name that begins with what was typed; `>=` and `<` are leakproof and reach the index."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody searches for; each says something of a person, so none of it stands in an address."""

    number: str = ""
    name: str = ""
    birth_date: date | None = None
    postcode: str = ""


@dataclass(frozen=True)
class Keeping:
    """How long registrations are kept after their end: the period, and the article that says so."""

    period: Period
    source: str
    reason: str

    def until(self, ended_on: date | None) -> date | None:
        """The last day a registration is kept that ended on a day; None as long as it runs."""
        return retained_until(ended_on, self.period) if ended_on else None


def matching(rows: QuerySet[Registration], asked: Asked) -> QuerySet[Registration]:
    """Those of the rows that match; only comparisons that reach an index under row security."""
    if asked.number:
        rows = rows.filter(number=asked.number)
    if asked.name:
        begins = search_name(asked.name)
        rows = rows.filter(search_name__gte=begins, search_name__lt=begins + LAST_SIGN)
    if asked.birth_date:
        rows = rows.filter(birth_date=asked.birth_date)
    if asked.postcode:
        rows = rows.filter(postcode=asked.postcode)
    return rows


def mine() -> QuerySet[Registration]:
    """The data subject's own registrations, newest first."""
    return Registration.objects.order_by("-registered_on", "-id")


def running_one(rows: Sequence[Registration]) -> Registration | None:
    """The registration that has not ended, if there is one: the constraint allows no second."""
    return next((row for row in rows if row.ended_on is None), None)


def household(registration: Registration) -> list[HouseholdMember]:
    """Who would move along, oldest first."""
    return households([registration])[registration.pk]


def households(registrations: Sequence[Registration]) -> dict[UUID, list[HouseholdMember]]:
    """Who would move along with each, oldest first; one query for all."""
    found: dict[UUID, list[HouseholdMember]] = {one.pk: [] for one in registrations}
    for member in HouseholdMember.objects.filter(registration__in=found, removed_on=None).order_by(
        "birth_date", "id"
    ):
        found[member.registration_id].append(member)
    return found


def handlers(registration: Registration) -> QuerySet[Assignment]:
    """Everyone who handles or handled this registration, with names."""
    return (
        Assignment.objects.filter(registration=registration)
        .select_related("worker")
        .order_by("starts_on", "id")
    )


def possible_handlers() -> QuerySet[Hat]:
    """Members of staff whom handling a file gives a look at it: a role of theirs has the reach `assigned` here."""
    day = session().acting.day
    rights = Right.objects.filter(
        version=version_on(day), activity=ACTIVITY, kind=Kind.STAFF.value, reach="assigned", action="view"
    )
    grants = Grant.objects.filter(running(day), role__in=rights.values("role"))
    return Hat.objects.filter(running(day), kind=Kind.STAFF.value, pk__in=grants.values("hat")).order_by(
        "name"
    )


def keeping() -> Keeping | None:
    """How long registrations are kept, by the policy of the day; None where it has no such clock."""
    rule = retention_rules(version_on(session().acting.day)).get((ACTIVITY, "ended"))
    if rule is None:
        return None
    return Keeping(Period.parse(rule.period), sourced(rule.source), said(rule.content))


def papers() -> list[Paper]:
    """What a document may be: what holds no other category than the policy of the day has for this activity."""
    found = activity(version_on(session().acting.day), ACTIVITY).content["categories"]
    return [paper for paper, category in PAPERS.items() if category in found]


def most_documents() -> int:
    """How many documents a home seeker may bring, by the policy of the day; the database counts too."""
    key, otherwise = MOST
    said = Term.objects.filter(version=version_on(session().acting.day), key=key)
    return int(said.values_list("value", flat=True).first() or otherwise)
