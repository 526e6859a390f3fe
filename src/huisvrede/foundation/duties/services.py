"""Every clock: when it began, when it ends by law or policy, whom it calls, and when it was done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Q

from huisvrede.core.periods import Law, Period, reckon
from huisvrede.core.vocabulary import Kind, Purpose
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.duties.queries import Waits, running
from huisvrede.foundation.messages.queries import accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.walls.session import acting, session
from huisvrede.foundation.walls.ticket import Acting

DESK: Final = "/werk/"
"""Where whoever is reminded sees everything that is due, with the way to each case."""

STAGES: Final = (("duty-due-7", 7), ("duty-due-2", 2), ("duty-late", -1))
"""A notice, and the days left from which it is sent; each is sent once."""


def begin(
    *, case: Case, what: str, right: str, from_day: date, period: Period, law: Law, article: str
) -> Duty:
    """Start a clock on the day of the event; its end is reckoned by that law (core.periods) alone.

    `what` is a text for translation, `right` that of whoever must act. PeriodError for a period in hours:
    those need the moment.
    """
    ends = reckon(from_day, period, law=law).ends
    due_on = ends.date() if isinstance(ends, datetime) else ends
    duty = Duty(
        case=case,
        activity=case.activity,
        what=what,
        right=right,
        began_on=from_day,
        due_on=due_on,
        article=article,
    )
    duty.save(force_insert=True)
    return duty


def begin_about(
    *,
    about: UUID,
    activity: str,
    what: str,
    right: str,
    due_on: date,
    path: str,
    not_by: Iterable[UUID],
    article: str = "",
) -> None:
    """Start a clock about a row that is no case, for whoever holds a right in an activity and is none of `not_by`.

    `due_on`: as core.periods reckoned it for that row. Whoever is called was told just now, so reminders begin later.
    """
    day = session().acting.day
    Duty(
        about=about,
        activity=activity,
        what=what,
        right=right,
        began_on=day,
        due_on=due_on,
        reminded_on=day,
        path=path,
        not_by=list(not_by),
        article=article,
    ).save(force_insert=True)


def called_about(rows: Collection[UUID], *, activity: str, what: str, right: str) -> set[UUID]:
    """About which of these rows this clock runs already; one of anything else about them is no call, and goes."""
    clocks, such = Duty.objects.filter(about__in=rows, done_on__isnull=True), Q(activity=activity, what=what, right=right)
    clocks.exclude(such).delete()
    return set(rows) & set(clocks.filter(such).values_list("about", flat=True))


def fulfil_about(*, about: UUID) -> None:
    """What a row asked for is done: its clock stops today; the database refuses that as long as the row still waits."""
    Duty.objects.filter(about=about, done_on__isnull=True).update(done_on=session().acting.day)


def fulfil(*, case: Case, what: str, on: date) -> None:
    """A clock stops on the day it was done; doing it again changes nothing."""
    Duty.objects.filter(case=case, what=what, done_on__isnull=True).update(done_on=on)


def hand_on(*, case: Case, right: str) -> None:
    """The running clocks of a case call whoever holds another right; reminders begin anew for them."""
    running().filter(case=case).update(right=right, reminded_on=None)


def remind(organisation: Organisation, *, on: date) -> int:
    """Tell whoever must act which terms end within 7 and 2 days or have passed; how many messages.

    One notice per account and kind, however many clocks; clocks of a case that was closed stop first, and
    those about a row that waits no more are forgotten: the row itself says what became of it.
    """
    told: set[tuple[object, str]] = set()
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose=Purpose.RIGHTS.value, day=on)):
        _stop_with_what_it_is_about()
        for duty in running().filter(due_on__lte=_horizon(on)):
            stage = stage_of(duty.due_on, on)
            if stage <= (stage_of(duty.due_on, duty.reminded_on) if duty.reminded_on else 0):
                continue
            notice = STAGES[stage - 1][0]
            holders = set(accounts_with(duty.activity, duty.right)) - set(duty.not_by)
            called = {(account, notice) for account in holders}
            for account, _notice in sorted(called - told):
                notify(account=account, notice=notice, path=DESK)
            told |= called
            Duty.objects.filter(pk=duty.pk).update(reminded_on=on)
    return len(told)


def stage_of(due_on: date, on: date) -> int:
    """How far a clock has run: 0 with time enough, 1 within 7 days, 2 within 2, 3 when it has passed."""
    left = (due_on - on).days
    return sum(left <= days for _notice, days in STAGES)


def _horizon(on: date) -> date:
    return date.fromordinal(min(on.toordinal() + STAGES[0][1], date.max.toordinal()))


def _stop_with_what_it_is_about() -> None:
    """A data subject who withdraws can't touch a clock; it stops on the day the case was closed."""
    Duty.objects.filter(~Q(Waits(F("about"))), about__isnull=False).delete()
    closed = Duty.objects.filter(done_on__isnull=True, case__closed_on__isnull=False)
    for key, day in closed.values_list("pk", "case__closed_on"):
        Duty.objects.filter(pk=key).update(done_on=day)
