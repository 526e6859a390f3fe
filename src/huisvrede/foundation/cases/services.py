"""Acts on a case: opening one, taking a step of its table, advising, deciding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from huisvrede.core.vocabulary import Kind, Outcome
from huisvrede.core.workflow import Step, StepRefused, Why, Workflow
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Advice, Case, Decision, StepTaken
from huisvrede.foundation.cases.queries import rights_in, taken_in
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import session

DECIDES = {Outcome.GRANTED: "grant", Outcome.REFUSED: "refuse"}
"""The action in every workflow table by which a decision is taken."""


def open_case(
    *,
    activity: str,
    workflow: Workflow,
    person: Person | None,
    received_on: date,
    action: str = "open",
    note: str = "",
) -> Case:
    """A new case about a person, or nobody: the first step of its table, under the right which that step needs.

    Whoever may create and not view can open one too: nothing is read back. StepRefused without that right.
    """
    step = permitted(activity, workflow, workflow.begin, action, taken=(), given=set())
    with savepoint():
        case = Case(
            activity=activity, workflow=workflow.key, state=step.to, person=person, received_on=received_on
        )
        case.save(force_insert=True)
        _written(case, action=action, before=workflow.begin, note=note)
        record(activity, action, whose(case))
    return case


def take_step(
    *, case: Case, action: str, workflow: Workflow, version: int, note: str = "", **given: object
) -> StepTaken:
    """Move a case by one step of its table, once: `version` is what the actor saw.

    Four eyes are counted by account, whichever hat it wears. Raises Gone when somebody was first, StepRefused
    when the table, the rights or an earlier step of this account forbid it, or something needed is missing.
    """
    if case.version != version:
        raise Gone(case)
    before = case.state
    named = {name for name, value in given.items() if value}
    step = permitted(case.activity, workflow, before, action, taken=taken_in(case), given=named)
    with savepoint():
        _move(case, step, version)
        made = _written(case, action=action, before=before, note=note)
        record(case.activity, action, whose(case))
    return made


def advise(
    *, case: Case, workflow: Workflow, version: int, outcome: Outcome, text: str, note: str = "", **given: object
) -> Advice:
    """Advise on a case: an outcome with its text. Whoever advises never decides (ALL-35, COR-21).

    `note` is kept with the step; `given` is what else the table asks for.
    """
    given |= {"outcome": outcome, "text": text}
    with savepoint():
        take_step(case=case, action="advise", workflow=workflow, version=version, note=note, **given)
        return Advice.objects.create(**_by_hand(case), outcome=outcome.value, text=text)


def decide(
    *,
    case: Case,
    workflow: Workflow,
    version: int,
    outcome: Outcome,
    reasons: str,
    starts_on: date | None = None,
    **given: object,
) -> Decision:
    """Decide on a case after the advice of somebody else; a refusal has reasons (article 12(4), ALL-36).

    `starts_on` is from when the decision binds, where the table asks for that; `given` what else it asks for.
    """
    given |= {"reasons": reasons, "starts_on": starts_on}
    with savepoint():
        take_step(case=case, action=DECIDES[outcome], workflow=workflow, version=version, note="", **given)
        return Decision.objects.create(
            **_by_hand(case), outcome=outcome.value, reasons=reasons, starts_on=starts_on
        )


def whose(case: Case) -> list[UUID]:
    """Whom a look at a case is a look at: its data subject, if it has one."""
    return [case.person_id] if case.person_id is not None else []


def permitted(
    activity: str,
    workflow: Workflow,
    state: str,
    action: str,
    *,
    taken: Sequence[tuple[str, str]],
    given: set[str],
) -> Step:
    """The step, if this actor may take it now; StepRefused otherwise. A step without a right is a job's."""
    who = session().acting
    rights = rights_in(activity, {step.right for step in workflow.table.values() if step.right})
    step = workflow.step(state, action, rights=rights, actor=str(who.account), taken=taken, given=given)
    if not step.right and who.kind is not Kind.SYSTEM:
        raise StepRefused(Why.NO_RIGHT, right="system")
    return step


def _move(case: Case, step: Step, version: int) -> None:
    """The conditional change that decides who was first."""
    closed_on = session().acting.day if step.closes else None
    moved = Case.objects.filter(pk=case.pk, version=version, state=case.state).update(
        state=step.to, version=version + 1, closed_on=closed_on
    )
    if not moved:
        raise Gone(Case.objects.filter(pk=case.pk).first() or case)
    case.state, case.version, case.closed_on = step.to, version + 1, closed_on


def _written(case: Case, *, action: str, before: str, note: str) -> StepTaken:
    return StepTaken.objects.create(
        **_by_hand(case), action=action, before=before, after=case.state, note=note
    )


def _by_hand(case: Case) -> dict[str, Any]:
    who = session().acting
    return {
        "case": case,
        "activity": case.activity,
        "account": who.account,
        "hat": who.hat,
        "at": Now(),
        "on": who.day,
    }
