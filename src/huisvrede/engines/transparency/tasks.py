"""What the worker does for the policy: the version of what was decided, and the call to look again. It may run twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.utils.translation import gettext_noop

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.transparency.drafts import policies, written_in
from huisvrede.engines.transparency.queries import in_use
from huisvrede.engines.transparency.rules import ACTIVITY, DECIDED, POLICY, PROPOSES
from huisvrede.foundation.cases import services as cases
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import decision_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.services import begin_about, called_about
from huisvrede.foundation.register.joining import look_again_by
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.services import adopt_changes
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

LOOK_AGAIN: Final = gettext_noop("Look whether an entry of the register is still true")
AHEAD: Final = timedelta(days=30)
"""How long before its last day the clock of a look stands on the desk."""

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
        changes = written_in(case)
    except (ValueError, KeyError, TypeError, AttributeError):
        cases.take_step(case=case, action="fail", workflow=POLICY, version=case.version)
        return False
    adopt_changes(
        changes, adopted_in=case.pk, adopted_on=decision.on, effective_on=decision.starts_on, on=day
    )
    cases.take_step(case=case, action="adopt", workflow=POLICY, version=case.version)
    return True


def call_to_look_again(organisation: Organisation, *, on: date) -> int:
    """Begin the clock of each entry in use whose review falls due within a month or is late; how many (article 24(1)).

    It hangs on the row of the version that binds, so it ends with the next one, which says when somebody looked. May run
    twice: a clock that runs is left alone.
    """
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="adoption", day=on)):
        rows = list(in_use(version_on(on)))
        called = called_about([row.pk for row in rows], activity=ACTIVITY, what=LOOK_AGAIN, right=PROPOSES)
        due = [(row, look_again_by(row.content)) for row in rows if row.pk not in called]
        late = [(row, last) for row, last in due if last is not None and last <= on + AHEAD]
        for row, last in late:
            begin_about(
                about=row.pk,
                activity=ACTIVITY,
                what=LOOK_AGAIN,
                right=PROPOSES,
                due_on=last,
                path=f"/werk/register/{row.key}/",
                not_by=(),
                article="GDPR 24(1)",
            )
    return len(late)
