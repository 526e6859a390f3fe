"""Whom a message can reach: the accounts that hold a right, the accounts of a data subject."""

from __future__ import annotations

from uuid import UUID

from django.db import connections

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.walls.session import session

REACHED = "SELECT id FROM signin_account WHERE id = ANY (%s::uuid[]) AND is_active AND email IS NOT NULL ORDER BY id"


def accounts_with(activity: str, action: str) -> list[UUID]:
    """Staff accounts that hold a right in an activity today; the gate tells, since a subject may ask too."""
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.holders(%s, %s)", [activity, action])
        return sorted(cursor.fetchone()[0])


def accounts_of(person: UUID) -> list[UUID]:
    """The accounts by which a message reaches a data subject today; none on paper or without an address. For jobs."""
    hats = Hat.objects.filter(running(session().acting.day), person_id=person, kind=Kind.SUBJECT.value)
    with connections[session().organisation.mailer_alias].cursor() as cursor:
        cursor.execute(REACHED, [list(hats.values_list("account", flat=True))])
        return [account for (account,) in cursor.fetchall()]
