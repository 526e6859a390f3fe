"""What happened in a case, and what the actor can do with it now."""

from __future__ import annotations

from collections.abc import Iterable

from huisvrede.core.workflow import StepRefused, Why, Workflow
from huisvrede.foundation.cases.models import Advice, Case, Decision, Letter, StepTaken
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.walls.session import may, session

REACHES = ("organisation", "assigned", "own")


def rights_in(activity: str, among: Iterable[str]) -> set[str]:
    """Which of these rights the actor has in an activity, under the ticket's purpose, with any reach."""
    return {right for right in among if any(may(activity, right, reach) for reach in REACHES)}


def steps_of(case: Case) -> list[StepTaken]:
    """The steps taken, in order."""
    return list(StepTaken.objects.filter(case=case).order_by("at"))


def taken_in(case: Case) -> list[tuple[str, str]]:
    """(action, account) of each step taken: what four eyes are counted by; who a case is about, asked for it."""
    actor = session().acting.account
    about = case.person_id is not None and Hat.objects.filter(account=actor, person=case.person_id).exists()
    return [(step.action, str(step.account)) for step in steps_of(case)] + [("ask", str(actor))] * about


def doable(case: Case, workflow: Workflow, taken: list[tuple[str, str]]) -> dict[str, StepRefused | None]:
    """Each action of the case's state: None where the actor may take it, otherwise why not."""
    actions = workflow.actions(case.state)
    rights = rights_in(case.activity, {workflow.table[case.state, action].right for action in actions} - {""})
    found: dict[str, StepRefused | None] = {}
    for action in actions:
        step = workflow.table[case.state, action]
        actor = str(session().acting.account)
        try:
            workflow.step(case.state, action, rights=rights, actor=actor, taken=taken, given=set(step.needs))
        except StepRefused as refusal:
            found[action] = refusal
        else:
            found[action] = None if step.right else StepRefused(Why.NO_RIGHT, right="system")
    return found


def advice_of(case: Case) -> Advice | None:
    """The advice, if it was given."""
    return Advice.objects.filter(case=case).first()


def decision_of(case: Case) -> Decision | None:
    """The decision, if it was taken."""
    return Decision.objects.filter(case=case).first()


def letter_of(case: Case) -> Letter | None:
    """The last letter that was made, if any."""
    return Letter.objects.filter(case=case).order_by("at").last()
