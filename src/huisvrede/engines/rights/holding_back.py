"""What is held back from an answer to a request for access: said before the advice, decided by another (GDPR 15(4), UAVG 41).

Whoever handles a request sees which documents the answer would carry by kind, size and day, and nothing of the file itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, connections
from django.db.models.functions import Now

from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.rights.models import HeldBack, Withheld
from huisvrede.engines.rights.rules import ACCESS, ACTIVITY
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Advice, Case
from huisvrede.foundation.cases.queries import advice_of
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.documents.models import DocumentKind
from huisvrede.foundation.gates.doors import Refused, require, walled
from huisvrede.foundation.walls.session import session

JUDGE = "advise"


@dataclass(frozen=True)
class Carried:
    """A document that an answer would carry."""

    key: UUID
    kind: str
    size: int
    added_on: date

    @property
    def sort(self) -> str:
        """What kind it is, in words."""
        return str(DocumentKind(self.kind).label)


def carried(case: Case) -> list[Carried]:
    """The documents that the answer to this request would carry, the newest first; none once it was decided."""
    if case.workflow != ACCESS.key:
        return []
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT document, kind, size, added_on FROM walls.answerable(%s)", [case.pk])
        return [Carried(*row) for row in cursor.fetchall()]


def held_back_from(case: Case) -> list[HeldBack]:
    """What is held back from the answer to this request, in the order in which it was said."""
    return list(HeldBack.objects.filter(case=case))


def held_before(case: Case) -> list[HeldBack]:
    """What the last answer to this person held back, and the answer to this request would give."""
    last = (
        Advice.objects.filter(case__person=case.person_id, case__workflow=ACCESS.key, case__decision__outcome=Outcome.GRANTED)
        .exclude(case=case)
        .order_by("-case__decision__at")
        .first()
    )
    if last is None:
        return []
    given = {one.key for one in carried(case)} - {one.document for one in held_back_from(case)}
    return [one for one in covered_in(last.case) if one.document in given]


def covered_in(case: Case) -> list[HeldBack]:
    """What the advice saw, and so the decision: nothing else stays out of an answer."""
    advice = advice_of(case)
    return [one for one in held_back_from(case) if advice is not None and one.at < advice.at]


def hold_back(*, case: Case, document: UUID, ground: Withheld, reason: str) -> None:
    """Say that a document stays out of the answer, before the advice; doing it again changes nothing. Raises Refused.

    The person's own log tells of it with the answer: until then nothing was held back.
    """
    require(ACTIVITY, JUDGE)
    who = session().acting
    row = HeldBack(
        case=case,
        activity=ACTIVITY,
        document=document,
        ground=ground,
        reason=reason,
        account=who.account,
        hat=who.hat,
        at=Now(),
        on=who.day,
    )
    try:
        with walled(ACTIVITY, JUDGE), savepoint():
            row.save(force_insert=True)
    except IntegrityError:
        return
    record(ACTIVITY, "hold-back", [])


def give_after_all(*, case: Case, document: UUID) -> None:
    """It goes with the answer after all: so says the adviser before the advice, or whoever decides. Raises Refused."""
    with walled(ACTIVITY, JUDGE):
        if not HeldBack.objects.filter(case=case, document=document).delete()[0]:
            raise Refused(ACTIVITY, JUDGE)
    record(ACTIVITY, "give-after-all", [])
