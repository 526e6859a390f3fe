"""What the pages about colleagues ask: who they are, what they reach, what waits, whose roles must be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

from huisvrede.core.periods import cut_off
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.people.models import Bond, Grant, Hat, Proposal, Reading, Review
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.register.queries import term_period, version_on
from huisvrede.foundation.walls.session import session

REVIEW = "access-review"


@dataclass(frozen=True)
class Colleague:
    """A hat with what hangs on it today: roles, the bond that runs, when the roles were looked at and whether that is due.

    `read_on`: when they read the policy in force, last.
    """

    hat: Hat
    roles: Sequence[Grant]
    bond: Bond | None
    reviewed_on: date | None
    due: bool
    read_on: date | None

    @property
    def state(self) -> str:
        """"ended", "later", "invited" or "here": whoever never promised secrecy as this colleague did not come in yet.

        Whether the account behind it is used already, for something else, is its owner's own affair.
        """
        day = session().acting.day
        if self.hat.ends_on and self.hat.ends_on < day:
            return "ended"
        if self.hat.starts_on > day:
            return "later"
        return "here" if self.bond else "invited"


def everybody() -> QuerySet[Hat]:
    """All hats of the staff by name, those that ended too."""
    return Hat.objects.filter(kind=Kind.STAFF.value).order_by("name", "id")


def colleagues(hats: Iterable[Hat]) -> list[Colleague]:
    """These hats with what hangs on them: four queries, however many there are."""
    rows = list(hats)
    day, keys = session().acting.day, [hat.pk for hat in rows]
    version = version_on(day)
    before = cut_off(term_period(version, REVIEW), day)
    grants: dict[UUID, list[Grant]] = {}
    for grant in Grant.objects.filter(running(day), hat__in=keys).order_by("role"):
        grants.setdefault(grant.hat_id, []).append(grant)
    bonds = {bond.hat_id: bond for bond in Bond.objects.filter(hat__in=keys).order_by("signed_on")}
    reviews = {one.hat_id: one.reviewed_on for one in Review.objects.filter(hat__in=keys).order_by("reviewed_on")}
    read = dict(Reading.objects.filter(hat__in=keys, version=version).order_by("read_on").values_list("hat", "read_on"))
    found = []
    for hat in rows:
        last = reviews.get(hat.pk)
        here = hat.ends_on is None or hat.ends_on >= day
        due = here and bool(grants.get(hat.pk)) and (last or hat.starts_on) <= before
        found.append(Colleague(hat, grants.get(hat.pk, []), bonds.get(hat.pk), last, due, read.get(hat.pk)))
    return found


def due_for_review() -> list[Colleague]:
    """The colleagues at work whose roles nobody looked at for as long as the policy allows."""
    here = everybody().filter(running(session().acting.day))
    return [one for one in colleagues(here) if one.due]


def waiting() -> list[Proposal]:
    """Roles that were asked for and wait, the oldest first."""
    return list(Proposal.objects.filter(outcome="").select_related("hat"))


def roles_of(hat: Hat) -> list[Grant]:
    """Every role a hat has, had or will have, the newest first."""
    return list(Grant.objects.filter(hat=hat).order_by("-starts_on", "role"))


def reviews_of(hat: Hat) -> list[Review]:
    """When the roles of a colleague were looked at."""
    return list(Review.objects.filter(hat=hat))


def sees(hat: Hat) -> Mapping[tuple[str, str], list[str]]:
    """(activity, reach) -> what a colleague may do there today, as the walls themselves say it."""
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT DISTINCT activity, reach, action FROM walls.sees(%s) ORDER BY 1, 2, 3", [hat.pk])
        found: dict[tuple[str, str], list[str]] = {}
        for activity, far, action in cursor.fetchall():
            found.setdefault((activity, far), []).append(action)
    return found
