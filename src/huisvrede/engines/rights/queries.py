"""Requests of data subjects: what runs, what was asked, what was answered."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import connections
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from huisvrede.core.periods import retained_until
from huisvrede.core.tables.search import search_name
from huisvrede.core.vocabulary import Kind
from huisvrede.engines.rights.models import Answer, Channel, How, Request
from huisvrede.engines.rights.rules import (
    ACTIVITY,
    CLOCKS,
    ENDS,
    NOTICE,
    RESTRICTION,
    TO_ANSWER,
    TOLD,
    WEIGH,
    WORKFLOWS,
)
from huisvrede.foundation.cases.models import KEPT, Case, StepTaken
from huisvrede.foundation.cases.queries import letter_of
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.register.models import Right, Role
from huisvrede.foundation.register.queries import term_period, version_on
from huisvrede.foundation.walls.session import session


def requests() -> QuerySet[Case]:
    """The requests that the actor may see, newest first."""
    return Case.objects.filter(activity=ACTIVITY, workflow__in=WORKFLOWS)


def open_requests() -> QuerySet[Case]:
    """Those that are not closed, longest waiting first."""
    return requests().filter(closed_on__isnull=True).order_by("received_on", "id")


def request_of(case: Case) -> Request | None:
    """What was asked."""
    return Request.objects.filter(case=case).first()


def was_passed_on(case: Case) -> bool:
    """Whether this came in on paper or by word of mouth, and not of somebody who had signed in."""
    return Request.objects.filter(case=case).exclude(channel=Channel.PORTAL).exists()


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
    turn = Q(state__in=(*TO_ANSWER, "taken-back"))
    for found in (untold(), to_settle(), to_lift()):
        turn |= Q(pk__in=found.order_by().values("pk"))
    return requests().filter(turn)


def answer_of(case: Case) -> Answer | None:
    """The package: for the data subject, and while it waits on paper for whoever hands it over."""
    return Answer.objects.filter(case=case).first()


def end_of(case: Case) -> StepTaken | None:
    """The step that ends a restriction: refused, or decided later on a proposal; None while it is in force or undecided."""
    return StepTaken.objects.filter(case=case, action__in=ENDS).order_by("at").last()


def _ends() -> QuerySet[StepTaken]:
    return StepTaken.objects.filter(case=OuterRef("pk"), action__in=ENDS)


def is_in_force(case: Case) -> bool:
    """Whether this restriction was granted and nothing ends it."""
    return case.state == TOLD and end_of(case) is None


def lifts_on(case: Case) -> date | None:
    """The day on which a restriction ends of which the person was told, after the whole notice (article 18(3)); else None.

    The letter about it is made by a job alone: without it nobody was told, whatever the rows say.
    """
    ends, letter = end_of(case), letter_of(case)
    if ends is None or letter is None or letter.at < ends.at or case.state != TOLD:
        return None
    told = StepTaken.objects.filter(case=case, after=TOLD, at__gte=ends.at).order_by("at").last()
    if told is None:
        return None
    return retained_until(told.on, term_period(version_on(session().acting.day), NOTICE)) + timedelta(days=1)


def to_lift() -> QuerySet[Case]:
    """Restrictions of which the person has been told the end."""
    return open_requests().filter(Exists(_ends()), workflow=RESTRICTION.key, state=TOLD)


def to_settle() -> QuerySet[Case]:
    """Restrictions whose decision was told on paper: clocks still run, or nobody is called to look again."""
    running = Duty.objects.filter(case=OuterRef("pk"), done_on=None)
    unseen = ~Exists(_ends()) & ~Exists(running.filter(what=WEIGH))
    return open_requests().filter(Exists(running.filter(what__in=CLOCKS)) | unseen, state=TOLD)


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


def former_colleagues() -> list[Hat]:
    """Whose work here has ended, as long as their name is kept."""
    left = Hat.objects.filter(kind=Kind.STAFF.value, ends_on__lt=session().acting.day).exclude(name="")
    return list(left.order_by("name", "-ends_on", "id"))


def person_who_worked(case: UUID, hat: UUID) -> UUID | None:
    """Who somebody is that asks on paper and had this hat; None where there is no such hat, or it is still worn."""
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.worked_here(%s, %s)", [case, hat])
        found: UUID | None = cursor.fetchone()[0]
    return found


def roles_with(right: str, language: str) -> list[str]:
    """The names of the roles that hold a right in requests, so that people read a role and no name."""
    version = version_on(session().acting.day)
    rights = Right.objects.filter(version=version, activity=ACTIVITY, action=right, kind=Kind.STAFF.value)
    rows = Role.objects.filter(version=version, key__in=rights.values("role")).order_by("key")
    return [row.name_en if language == "en" else row.name_nl for row in rows]
