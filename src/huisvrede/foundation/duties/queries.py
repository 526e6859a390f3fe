"""What is still to be done, soonest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import rights_in
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.walls.session import session


@dataclass(frozen=True)
class OpenDuty:
    """A clock that runs: `left` days until its end (negative: too late), `mine` if the actor must act."""

    duty: Duty
    left: int
    mine: bool


def running() -> QuerySet[Duty]:
    """The clocks that run and may be seen: not done, in a case that is not closed."""
    return Duty.objects.filter(done_on__isnull=True, case__closed_on__isnull=True)


def open_duties(*, limit: int = 100) -> list[OpenDuty]:
    """What is due, soonest first: for the desk, which records the look."""
    day = session().acting.day
    rows = running().select_related("case").order_by("due_on", "id")[:limit]
    return [OpenDuty(duty, (duty.due_on - day).days, _is_mine(duty)) for duty in rows]


def duties_of(case: Case) -> list[Duty]:
    """All clocks of a case, soonest first."""
    return list(Duty.objects.filter(case=case).order_by("due_on", "id"))


def _is_mine(duty: Duty) -> bool:
    return duty.right in rights_in(duty.activity, {duty.right})
