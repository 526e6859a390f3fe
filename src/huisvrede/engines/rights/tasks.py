"""What the worker does for requests; each may run twice and finds its work in the rows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import structlog
from django.db.models import Q

from huisvrede.core.periods import Period, cut_off
from huisvrede.core.vocabulary import Kind, Purpose
from huisvrede.core.workflow import StepRefused
from huisvrede.engines.rights.answering import act
from huisvrede.engines.rights.models import Answer
from huisvrede.engines.rights.queries import for_the_worker
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.models import Term
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

ANSWER_KEPT = "answer-kept"
WITHOUT_ACCOUNT = ("handed-over", "not-informed")
"""States in which nobody will come to download an answer."""

log = structlog.get_logger("huisvrede.rights")


def answer_granted(organisation: Organisation, *, on: date) -> int:
    """Answer what was decided: a granted request with package and letter, a refused one with its letter. Tell of what
    takes longer.

    One transaction for each, so that a crash repeats nothing; how many steps were taken.
    """
    who = Acting(kind=Kind.SYSTEM, purpose=Purpose.RIGHTS.value, day=on)
    with acting(organisation, who):
        waiting: list[UUID] = list(for_the_worker().values_list("pk", flat=True))
    return sum(_answered(organisation, who, key) for key in waiting)


def forget_answers(organisation: Organisation, *, on: date) -> int:
    """Remove answers past the policy's term: a full copy must not outlive the data it was made of (article 5(1)(e)).

    One that went out on paper, or could reach nobody, goes the same night. Letter and decision stay with the case.
    How many went; a policy without the term keeps what can be downloaded as long as the case.
    """
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose=Purpose.RIGHTS.value, day=on)):
        over = Q(case__state__in=WITHOUT_ACCOUNT)
        found = Term.objects.filter(version=version_on(on), key=ANSWER_KEPT).first()
        if found is not None:
            over |= Q(made_on__lte=cut_off(Period.parse(found.value), on))
        return Answer.objects.filter(over).delete()[0]


def _answered(organisation: Organisation, who: Acting, key: UUID) -> bool:
    """Answer one; a case whose decision does not hold stays, is reported, and stops no other."""
    try:
        with acting(organisation, who):
            case = for_the_worker().filter(pk=key).select_for_update(skip_locked=True).first()
            return case is not None and act(case)
    except StepRefused as refusal:
        # No trace with it: a trace may hold personal data.
        log.error("no answer: the decision does not hold", case=str(key), why=refusal.why.value)  # noqa: TRY400
    except Exception as problem:  # noqa: BLE001  one request that fails keeps no other waiting
        log.error("no answer", case=str(key), error=type(problem).__name__)  # noqa: TRY400
    return False
