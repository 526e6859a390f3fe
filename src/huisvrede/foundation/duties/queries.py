"""What is still to be done, soonest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BooleanField, F, Func, Q, QuerySet

from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import rights_in
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.walls.session import session


class Waits(Func):
    """Whether what a clock is about is still to be done, as the walls say it."""

    function = "walls.waits"
    output_field = BooleanField()


@dataclass(frozen=True)
class OpenDuty:
    """A clock that runs: `left` days until its end (negative: too late), `mine` if the actor must act."""

    duty: Duty
    left: int
    mine: bool


def running() -> QuerySet[Duty]:
    """The clocks that run and may be seen: not done, in a case that is not closed or about a row that still waits."""
    waits = Q(about__isnull=True) | Q(Waits(F("about")))
    return Duty.objects.filter(waits, done_on__isnull=True, case__closed_on__isnull=True)


def open_duties(*, limit: int = 100) -> list[OpenDuty]:
    """What is due, soonest first, once for each case: for the desk, which records the look.

    Of several clocks of one case the soonest that calls the actor counts; where none does, the soonest.
    """
    day = session().acting.day
    rows = running().select_related("case").order_by("due_on", "id")[: 2 * limit]
    found = [OpenDuty(duty, (duty.due_on - day).days, _is_mine(duty)) for duty in rows]
    first: dict[object, OpenDuty] = {}
    for one in sorted(found, key=lambda one: not one.mine):
        first.setdefault(one.duty.case_id or one.duty.about, one)
    return sorted(first.values(), key=lambda one: one.left)[:limit]


def duties_of(case: Case) -> list[Duty]:
    """All clocks of a case, soonest first."""
    return list(Duty.objects.filter(case=case).order_by("due_on", "id"))


def _is_mine(duty: Duty) -> bool:
    if duty.case_id is None:  # the walls show it to whoever holds its right
        return session().acting.account not in duty.not_by
    return duty.right in rights_in(duty.activity, {duty.right})
