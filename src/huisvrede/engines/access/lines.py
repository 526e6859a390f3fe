"""The access log as lines of Logboek Dataverwerkingen, for who supervises it; who acted stands in none.

A line tells no data subject either, as the page of the log tells none: only whoever asks by the word that stands for one
(`audit.lines.pseudonym`) gets the lines of that one beside their acts.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huisvrede.engines.access.lists import LOGGING
from huisvrede.engines.access.queries import NEWEST
from huisvrede.foundation.audit.lines import Line, Logged, line_of, place_of, pseudonym
from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.ui.paging import Edge, page
from huisvrede.foundation.walls.session import session
from huisvrede.foundation.walls.ticket import NOBODY


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which lines: of an act, of an activity by its address in the register, of somebody by their word; within a time."""

    trace: UUID | None = None
    activity: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Found:
    """A part of the lines, acts newest first, and the act behind which the next part begins."""

    lines: Sequence[Line]
    following: UUID | None


def found(wanted: Wanted, *, after: UUID | None, size: int) -> Found:
    """The lines that match, of `size` acts at most; that they were read is in the log, of whoever was asked for too."""
    person = _person(wanted) if wanted.subject else None
    part = page(_acts(wanted, person).order_by(*NEWEST), Edge(after=after), size)
    record(LOGGING, "list", [person] if part.rows and person else [])
    lines = [_line(act) for act in part.rows]
    if person:
        seen = Seen.objects.filter(subject=person, look__in=[act.pk for act in part.rows]).order_by(*NEWEST)
        lines += [_line_of_subject(one) for one in seen]
    return Found(lines, part.next)


def _acts(wanted: Wanted, person: UUID | None) -> QuerySet[Look]:
    acts = Look.objects.all()
    if wanted.trace:
        acts = acts.filter(pk=wanted.trace)
    if wanted.activity:
        key = wanted.activity.rpartition("/")[2]
        acts = acts.filter(activity=key) if place_of(session().organisation, key) == wanted.activity else acts.none()
    if wanted.subject:
        acts = acts.filter(pk__in=_seen(wanted).filter(subject=person or NOBODY).values("look"))
    return acts.filter(_when(wanted))


def _seen(wanted: Wanted) -> QuerySet[Seen]:
    return Seen.objects.filter(_when(wanted))


def _when(wanted: Wanted) -> Q:
    since = Q(at__gte=wanted.since) if wanted.since else Q()
    return since & Q(at__lte=wanted.until) if wanted.until else since


def _person(wanted: Wanted) -> UUID | None:
    """Whose word it is, among those of whom there is a line then: nothing leads from a word to a person but trying each."""
    for one in _seen(wanted).order_by().values_list("subject", flat=True).distinct():
        if hmac.compare_digest(pseudonym(session().organisation, one).encode(), wanted.subject.encode()):
            return one
    return None


def _line(act: Look) -> Line:
    logged = Logged(
        look=act.pk,
        at=act.at,
        activity=act.activity,
        purpose=act.purpose,
        action=act.action,
        refused=act.refused,
    )
    return line_of(session().organisation, logged)


def _line_of_subject(one: Seen) -> Line:
    logged = Logged(
        look=one.look,
        at=one.at,
        activity=one.activity,
        purpose=one.purpose,
        action=one.action,
        seen=one.pk,
        subject=one.subject,
        role=one.role,
    )
    return line_of(session().organisation, logged)
