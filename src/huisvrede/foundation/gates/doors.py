"""The gates a row passes on its way to somebody: `visible` (the default manager), `open_one`, `require`, `explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Model

from huisvrede.core.declaration import PersonalData
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.routing import savepoint, sqlstate
from huisvrede.foundation.gates.proving import require_proof
from huisvrede.foundation.people.models import Grant, Hat, named
from huisvrede.foundation.register.declarations import anchor_declaration, of
from huisvrede.foundation.register.models import Right
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import may, session

Row = TypeVar("Row", bound=Model)


class Refused(Exception):
    """The actor may not do this; it speaks of the activity, never of a row, whether one exists or not (ALL-05)."""

    def __init__(self, activity: str, action: str) -> None:
        super().__init__(f"{action} in {activity} is refused")
        self.activity, self.action = activity, action


WALLED_OFF: Final = "42501"
"""SQLSTATE of a row that row security keeps somebody from writing."""

REACHES = ("organisation", "assigned", "own")


def require(activity: str, action: str, reach: str = "any") -> None:
    """Refuse unless the policy gives the actor this action in this activity under the ticket's purpose."""
    reaches = REACHES if reach == "any" else (reach,)
    if not any(may(activity, action, one) for one in reaches):
        raise Refused(activity, action)


@contextmanager
def walled(activity: str, action: str) -> Iterator[None]:
    """Within: what the database alone refuses is a refusal like any other, and undoes what was written here."""
    try:
        with savepoint():
            yield
    except DatabaseError as problem:
        if sqlstate(problem) == WALLED_OFF:
            raise Refused(activity, action) from None
        raise


def open_one(model: type[Row], key: UUID, *, to: str = "view") -> Row:
    """One row through the first gate: refused as if it didn't exist, or a logged look of it and its subject.

    The same answer, after the same work, whether the row is not there or not yours.
    """
    declared = _declared(model)
    activity = declared.activity
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        require_proof(activity)
        raise Refused(activity or session().acting.purpose, to)
    if declared.activity_from:
        activity = getattr(row, declared.activity_from)
    require_proof(activity)
    if to != "view":
        require(activity, to)
    record(activity, to, subjects_of([row]))
    return row


def looked(rows: Iterable[Row], activity: str, *, to: str = "list") -> list[Row]:
    """Rows about to be shown in a list: one look, one line per data subject, in this transaction."""
    require_proof(activity)
    shown = list(rows)
    if shown:
        record(activity, to, subjects_of(shown))
    return shown


def by_activity(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows of files by the activity that each is of; one that hangs on no file is about nobody and left out."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        declared = _declared(type(row))
        if declared.is_anchor or getattr(row, f"{declared.anchor}_id"):
            activity = getattr(row, declared.activity_from) if declared.activity_from else declared.activity
            found.setdefault(activity, []).append(row)
    return found


def subjects_of(rows: Iterable[Model]) -> list[UUID]:
    """Whose rows these are: the key of the Person, by the declaration; a case about nobody has none."""
    keys: list[UUID | None] = []
    for row in rows:
        declared = _declared(type(row))
        anchor = row if declared.is_anchor else getattr(row, declared.anchor)
        keys.append(getattr(anchor, f"{anchor_declaration(type(row)).subject}_id"))
    return [key for key in keys if key is not None]


@dataclass(frozen=True)
class Explanation:
    """Why the actor sees something: which role, under which purpose and version, given by whom until when."""

    activity: str
    purpose: str
    role: str
    reach: str
    granted_by: str
    granted_on: date | None
    until: date | None
    version: int


def explain(activity: str) -> list[Explanation]:
    """Every grant by which the actor reaches this activity today (ALL-05: the screen can tell why)."""
    acting = session().acting
    version = version_on(acting.day)
    rights = Right.objects.filter(
        version=version, activity=activity, action="view", purpose=acting.purpose, kind=acting.kind.value
    )
    if acting.kind is Kind.SUBJECT:
        return [
            Explanation(activity, acting.purpose, r.role, r.reach, "", None, None, version.number)
            for r in rights
        ]
    by_role = {right.role: right for right in rights}
    grants = [
        g
        for g in Grant.objects.filter(hat_id=acting.hat, role__in=by_role)
        if _runs(g.starts_on, g.ends_on, acting.day)
    ]
    names = dict(
        Hat.objects.filter(pk__in=[g.granted_by for g in grants if g.granted_by]).values_list("pk", "name")
    )
    return [
        Explanation(
            activity,
            acting.purpose,
            g.role,
            by_role[g.role].reach,
            named(names.get(g.granted_by, "")) if g.granted_by else "",
            g.starts_on,
            g.ends_on,
            version.number,
        )
        for g in grants
    ]


def _runs(since: date, until: date | None, day: date) -> bool:
    return since <= day and (until is None or until >= day)


def _declared(model: type[Model]) -> PersonalData:
    declared = of(model)
    if not isinstance(declared, PersonalData):
        raise TypeError(f"{model._meta.label} is a table of the house, not a file of somebody")
    return declared
