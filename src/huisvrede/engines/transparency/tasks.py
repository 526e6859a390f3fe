"""What the worker does for the policy: it makes the version of what was decided. It may run twice."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import structlog

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.transparency.drafts import entries_of, policies
from huisvrede.engines.transparency.rules import DECIDED, POLICY
from huisvrede.foundation.cases import services as cases
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import decision_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt_changes
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

log = structlog.get_logger("huisvrede.transparency")


def adopt_decided(organisation: Organisation, *, on: date) -> int:
    """Make the next version of each change that was decided, in a transaction of its own; how many.

    The database looks itself whether the decision holds (`walls.adopting`). One that does not stays, and is reported.
    """
    who = Acting(kind=Kind.SYSTEM, purpose="adoption", day=on)
    with acting(organisation, who):
        waiting: list[UUID] = list(policies().filter(state=DECIDED).values_list("pk", flat=True))
    return sum(_adopted(organisation, who, key) for key in waiting)


def _adopted(organisation: Organisation, who: Acting, key: UUID) -> bool:
    try:
        with acting(organisation, who):
            case = policies().filter(pk=key, state=DECIDED).select_for_update(skip_locked=True).first()
            return case is not None and _version_of(case, who.day)
    except Exception as problem:  # noqa: BLE001  whatever it is, the other work goes on
        log.error("no version: the decision does not hold", case=str(key), error=type(problem).__name__)  # noqa: TRY400
    return False


def _version_of(case: Case, day: date) -> bool:
    """The version and the step that closes the case, or a case that failed when what was decided is no policy."""
    decision = decision_of(case)
    if decision is None or decision.starts_on is None:
        raise LookupError("There is no decision that names a day.")
    try:
        entries, served = entries_of(case)
    except (ValueError, KeyError, TypeError, AttributeError):
        cases.take_step(case=case, action="fail", workflow=POLICY, version=case.version)
        return False
    adopt_changes(
        entries, served, adopted_in=case.pk, adopted_on=decision.on, effective_on=decision.starts_on, on=day
    )
    cases.take_step(case=case, action="adopt", workflow=POLICY, version=case.version)
    return True
