"""What the worker does for requests; each may run twice and finds its work in the rows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from huisvrede.core.vocabulary import Kind, Purpose
from huisvrede.engines.rights.answering import answer
from huisvrede.engines.rights.queries import requests
from huisvrede.engines.rights.rules import TO_ANSWER
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting


def answer_granted(organisation: Organisation, *, on: date) -> int:
    """Answer what was decided: a granted request with package and letter, a refused one with its letter.

    One transaction for each, so that a crash repeats nothing; how many steps were taken.
    """
    who = Acting(kind=Kind.SYSTEM, purpose=Purpose.RIGHTS.value, day=on)
    with acting(organisation, who):
        waiting: list[UUID] = list(requests().filter(state__in=TO_ANSWER).values_list("pk", flat=True))
    done = 0
    for key in waiting:
        with acting(organisation, who):
            case = requests().filter(pk=key, state__in=TO_ANSWER).select_for_update(skip_locked=True).first()
            done += int(case is not None and answer(case))
    return done
