"""What the pages ask of the logs and of somebody's own roles; the walls decide which lines there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.audit.signin import Outcome
from huisvrede.foundation.people.models import Grant, Hat, named
from huisvrede.foundation.register.models import Activity, Right
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import session
from huisvrede.foundation.walls.ticket import NOBODY

FAILURES = (Outcome.FAILED, Outcome.CODE_FAILED, Outcome.KEY_FAILED, Outcome.LOCKED, Outcome.REPLACED)
NEWEST = ("-at", "-id")
"""Logs are read newest first; each has an index that begins so."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which lines somebody wants to see; `person` is the key of a data subject."""

    since: date | None = None
    until: date | None = None
    person: UUID | None = None


def seen_of_actor() -> QuerySet[Seen]:
    """The lines about the data subject who asks, without their own visits."""
    lines = Seen.objects.filter(subject=session().person or NOBODY).exclude(role=Kind.SUBJECT.value)
    return lines.order_by(*NEWEST)


def worked_for(lines: Sequence[Seen]) -> dict[UUID, str]:
    """Look -> for whom worked who looked, where that is another organisation than the controller; for the data subject."""
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute(
            "SELECT look, organisation FROM walls.worked_for(%s::uuid[], %s::timestamptz[])",
            [[line.look for line in lines], [line.at for line in lines]],
        )
        return dict(cursor.fetchall())


def matching(lines: QuerySet[Look], asked: Asked) -> QuerySet[Look]:
    """Those of the lines of the access log that match, by the day on which they were written."""
    if asked.since:
        lines = lines.filter(at__gte=_midnight(asked.since))
    if asked.until:
        lines = lines.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.person:
        lines = lines.filter(pk__in=Seen.objects.filter(subject=asked.person).values("look"))
    return lines


def roles_of(lines: Sequence[Look]) -> dict[UUID, tuple[str, int]]:
    """Look -> the role it was done in and how many data subjects were written down; none for refusals."""
    found: dict[UUID, tuple[str, int]] = {}
    rows = Seen.objects.filter(
        at__in={line.at for line in lines if line.subjects}, look__in=[line.pk for line in lines]
    )
    for look, role in rows.values_list("look", "role"):
        found[look] = (role, found.get(look, ("", 0))[1] + 1)
    return found


def names_of_hats(hats: Collection[UUID]) -> dict[UUID, str]:
    """Who of the staff wears these hats; a data subject's hat has no name and isn't shown."""
    found = Hat.objects.filter(pk__in=hats, kind=Kind.STAFF.value).values_list("pk", "name")
    return {key: named(name) for key, name in found}


def names_of_accounts(accounts: Iterable[UUID | None]) -> dict[UUID, str]:
    """The hats of the staff behind these accounts, by name."""
    found: dict[UUID, list[str]] = {}
    keys = {account for account in accounts if account and account != NOBODY}
    for account, name in Hat.objects.filter(account__in=keys, kind=Kind.STAFF.value).values_list(
        "account", "name"
    ):
        found.setdefault(account, []).append(named(name))
    return {account: ", ".join(sorted(them)) for account, them in found.items()}


def own_grants() -> list[Grant]:
    """Every role the hat has or will have, the ones that ended last."""
    day = session().acting.day
    grants = Grant.objects.filter(hat=session().acting.hat).order_by("starts_on", "role")
    return sorted(grants, key=lambda grant: grant.ends_on is not None and grant.ends_on < day)


def opened_by(role: str, day: date) -> dict[tuple[str, str], list[str]]:
    """(activity, reach) -> what the role may do there on a day; nothing in activities that are closed."""
    found: dict[tuple[str, str], list[str]] = {}
    version = version_on(day)
    open_now = Activity.objects.filter(version=version, open=True).values("key")
    rights = Right.objects.filter(version=version, role=role, activity__in=open_now)
    rights = rights.order_by("activity", "reach", "action")
    for activity, reach, action in rights.values_list("activity", "reach", "action").distinct():
        found.setdefault((activity, reach), []).append(action)
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
