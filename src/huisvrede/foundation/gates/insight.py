"""Who can see this file today, and how many are on hold? Asked of the same functions that open a row (article 5(2))."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connections
from django.db.models import Model

from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.register.declarations import anchor_declaration, function
from huisvrede.foundation.walls.session import session


@dataclass(frozen=True)
class Seer:
    """A colleague who can see a file, and whether because of it alone or because they see all of its kind."""

    hat: Hat
    assigned: bool


def who_sees(row: Model) -> list[Seer]:
    """The colleagues who can open a file today, those assigned to it first; nobody is named who could not.

    For kinds of files that people are assigned to.
    """
    declared = anchor_declaration(type(row))
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute(f"SELECT {function(type(row), 'assigned')}(%s)", [row.pk])
        some: list[UUID] = cursor.fetchone()[0]
        cursor.execute("SELECT walls.seers(%s, 'assigned')", [declared.activity])
        assigned = [key for key in cursor.fetchone()[0] if key in some]
        cursor.execute("SELECT walls.seers(%s, 'organisation')", [declared.activity])
        everything: list[UUID] = cursor.fetchone()[0]
    hats = Hat.objects.filter(pk__in={*assigned, *everything}).order_by("name", "id")
    found = [Seer(hat, hat.pk in assigned) for hat in hats]
    return sorted(found, key=lambda seer: not seer.assigned)


def on_hold(model: type[Model]) -> int:
    """How many files of this kind the actor would see, were their use not restricted (article 18)."""
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute(f"SELECT {function(model, 'on_hold')}()")
        count: int = cursor.fetchone()[0]
    return count
