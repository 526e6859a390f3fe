"""What the night asks of whoever supervises access: the yearly look at the roles of each colleague."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_noop

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access import staff
from huisvrede.engines.access.services import ACTIVITY, LIST
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.services import begin_about, called_about
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.register.queries import term_period, version_on
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

LOOK_AGAIN: Final = gettext_noop("Look whether a colleague still needs each role")
RIGHT: Final = "review-access"
AHEAD: Final = timedelta(days=30)
"""How long before its end the clock of a yearly look stands on the desk."""


def call_for_reviews(organisation: Organisation, *, on: date) -> int:
    """Begin the clock of each look at somebody's roles that falls due within a month or is late; how many (article 32(1)(d)).

    The policy's term counts from the last look, or from the first day here. May run twice: a clock that runs is left alone.
    """
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="account-management", day=on)):
        every = term_period(version_on(on), staff.REVIEW)
        here = staff.colleagues(staff.everybody().filter(running(on)))
        called = called_about([one.hat.pk for one in here], activity=ACTIVITY, what=LOOK_AGAIN, right=RIGHT)
        begun = 0
        for one in here:
            due_on = every.after(one.reviewed_on or one.hat.starts_on)
            if not one.roles or one.hat.pk in called or due_on is None or due_on > on + AHEAD:
                continue
            begin_about(
                about=one.hat.pk,
                activity=ACTIVITY,
                what=LOOK_AGAIN,
                right=RIGHT,
                due_on=due_on,
                path=f"{LIST}{one.hat.pk}/nalopen/",
                not_by=[one.hat.account],
                article="GDPR 32(1)(d)",
            )
            begun += 1
    return begun
