"""What is still to be done, soonest first."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet

from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import rights_in
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.walls.session import session


class Waits(Func):
    """Whether what a clock is about is still to be done, as the walls say it."""

    function = "walls.waits"
    output_field = BooleanField()


def running() -> QuerySet[Duty]:
    """The clocks that run and may be seen: not done, in a case that is not closed or about a row that still waits."""
    waits = Q(about__isnull=True) | Q(Waits(F("about")))
    return Duty.objects.filter(waits, done_on__isnull=True, case__closed_on__isnull=True)


def open_duties() -> QuerySet[Any]:
    """What is due, one clock for each case, in no order; `mine` where the actor must act.

    Of several clocks of one case the soonest that calls the actor counts; where none does, the soonest.
    """
    clocks = running().annotate(mine=ExpressionWrapper(_mine(), output_field=BooleanField()))
    first = clocks.order_by("case_id", "about", "-mine", "due_on", "id").distinct("case_id", "about")
    return clocks.filter(pk__in=first.values("pk")).order_by()


def duties_of(case: Case) -> list[Duty]:
    """All clocks of a case, soonest first."""
    return list(Duty.objects.filter(case=case).order_by("due_on", "id"))


def _mine() -> Q:
    """The clocks that call the actor, by a right they have; one that hangs on no case is seen by whoever holds its right."""
    mine = Q(case__isnull=True) & ~Q(not_by__contains=[session().acting.account])
    asked: dict[str, set[str]] = {}
    for activity, right in running().filter(case__isnull=False).values_list("activity", "right").order_by().distinct():
        asked.setdefault(activity, set()).add(right)
    for activity, rights in asked.items():
        mine |= Q(case__isnull=False, activity=activity, right__in=rights_in(activity, rights))
    return mine
