"""Requests for access: what runs, what was asked, what was answered."""

from __future__ import annotations

from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.rights.models import Answer, Request
from huisvrede.engines.rights.rules import ACCESS, ACTIVITY
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.register.models import Right, Role
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import session


def requests() -> QuerySet[Case]:
    """The requests for access that the actor may see, newest first."""
    return Case.objects.filter(activity=ACTIVITY, workflow=ACCESS.key)


def open_requests() -> QuerySet[Case]:
    """Those that are not closed, longest waiting first."""
    return requests().filter(closed_on__isnull=True).order_by("received_on", "id")


def request_of(case: Case) -> Request | None:
    """What was asked."""
    return Request.objects.filter(case=case).first()


def answer_of(case: Case) -> Answer | None:
    """The package, for the data subject alone."""
    return Answer.objects.filter(case=case).first()


def person_with_file(number: str) -> UUID | None:
    """Whose file has this number; None when nobody's has it, or more than one. The file itself stays shut.

    The gate looks it up for whoever may establish identity: the privacy officer learns found or not found.
    """
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.file_of(%s)", [number.strip()])
        found: list[UUID] = cursor.fetchone()[0]
    return found[0] if len(found) == 1 else None


def roles_with(right: str, language: str) -> list[str]:
    """The names of the roles that hold a right in requests, so that people read a role and no name."""
    version = version_on(session().acting.day)
    rights = Right.objects.filter(version=version, activity=ACTIVITY, action=right, kind=Kind.STAFF.value)
    rows = Role.objects.filter(version=version, key__in=rights.values("role")).order_by("key")
    return [row.name_en if language == "en" else row.name_nl for row in rows]
