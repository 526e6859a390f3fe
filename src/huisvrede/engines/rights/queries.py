"""Requests for access: what runs, what was asked, what was answered."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connections
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from huisvrede.core.tables.search import search_name
from huisvrede.core.vocabulary import Kind
from huisvrede.engines.rights.models import Answer, How, Request
from huisvrede.engines.rights.rules import ACCESS, ACTIVITY, TO_ANSWER
from huisvrede.foundation.cases.models import KEPT, Case, StepTaken
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


def is_identified(case: Case) -> bool:
    """Whether it was established who asks."""
    return Request.objects.filter(case=case).exclude(identified_by__in=("", How.NOT)).exists()


def to_hand_over() -> QuerySet[Case]:
    """Those whose answer waits for somebody to hand it over on paper, longest waiting first."""
    return open_requests().filter(state=KEPT)


def is_extended(case: Case) -> bool:
    """Whether this request got the law's two extra months."""
    return StepTaken.objects.filter(case=case, action="extend").exists()


def untold() -> QuerySet[Case]:
    """Those that take longer, of which the data subject has not been told yet."""
    steps = StepTaken.objects.filter(case=OuterRef("pk"))
    told = steps.filter(action__in=("tell", "letter-sent"))
    return open_requests().filter(Exists(steps.filter(action="extend")), ~Exists(told))


def extended_before_today(case: Case) -> bool:
    """Whether it was decided on an earlier day that this takes longer."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return StepTaken.objects.filter(case=case, action="extend", at__lt=today).exists()


def for_the_worker() -> QuerySet[Case]:
    """Those in which it is the worker's turn."""
    return requests().filter(Q(state__in=TO_ANSWER) | Q(pk__in=untold().order_by().values("pk")))


def answer_of(case: Case) -> Answer | None:
    """The package: for the data subject, and while it waits on paper for whoever hands it over."""
    return Answer.objects.filter(case=case).first()


def person_with_file(asks: UUID, number: str, *, born: date, family_name: str) -> UUID | None:
    """Whose file has this number and speaks of this date of birth and surname; None for nobody's, or more than one's.

    Somebody of a household may know the file by its number too; of whom no other key is known, gets that of `asks`.
    The gate looks it up for whoever may establish identity: the privacy officer learns whether all three agree, and
    never which does not. The file itself stays shut.
    """
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute(
            "SELECT walls.file_of(%s, %s, %s, %s)",
            [number.strip().upper(), born, search_name(family_name)[:80], asks],
        )
        found: list[UUID] = cursor.fetchone()[0]
    return found[0] if len(found) == 1 else None


def privacy_officer() -> str:
    """Where the privacy officer is written to."""
    return str(version_on(session().acting.day).organisation["contact"]["privacy_officer"])


def roles_with(right: str, language: str) -> list[str]:
    """The names of the roles that hold a right in requests, so that people read a role and no name."""
    version = version_on(session().acting.day)
    rights = Right.objects.filter(version=version, activity=ACTIVITY, action=right, kind=Kind.STAFF.value)
    rows = Role.objects.filter(version=version, key__in=rights.values("role")).order_by("key")
    return [row.name_en if language == "en" else row.name_nl for row in rows]
