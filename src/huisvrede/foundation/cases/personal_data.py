"""Cases and their parts: whose case it is, who acted in it, and what the database asks of who advises and decides."""

from huisvrede.core.declaration import KEY, FieldKind, PersonalData
from huisvrede.core.vocabulary import Category, Outcome
from huisvrede.foundation.cases import workflows
from huisvrede.foundation.cases.models import KEPT, Advice, Case, Decision, Letter, StepTaken
from huisvrede.foundation.register.declarations import declare

WORKS = ("establish-identity", "advise", "decide", "propose-policy")
ON_PAPER = "{} = ANY ((SELECT walls.to_hand_over())::uuid[])"
"""Rows of a case whose answer waits to be handed over on paper, for whoever hands it over, as long as it waits."""
MYSELF = (
    "account = (SELECT walls.actor()) AND hat = (SELECT walls.hat()) AND at = statement_timestamp()"
    ' AND "on" = (SELECT walls.day())'
)
NOT_MINE = "NOT (SELECT walls.asked(case_id))"
OUTCOME = f"outcome IN ({', '.join(repr(one.value) for one in Outcome)})"
PART: dict[str, FieldKind] = {"id": KEY, "case": KEY, "activity": KEY}
BY_HAND: dict[str, FieldKind] = {
    **PART,
    "account": Category.ACCOUNT,
    "hat": Category.ACCOUNT,
    "at": Category.TECHNICAL,
    "on": Category.TECHNICAL,
}

declare(
    Case,
    PersonalData(
        activity="",
        activity_from="activity",
        activities=workflows.activities,
        subject="person",
        clocks={"closed": "closed_on"},
        own=frozenset({"view", "create", "withdraw"}),
        system=frozenset({"create", "edit"}),
        rights={"insert": ("create", "propose-policy"), "update": WORKS},
        opens={
            "select": ON_PAPER.format("id"),
            "update": f"{ON_PAPER.format('id')} AND state IN ('{KEPT}', 'handed-over', 'told')",
        },
        own_checks={
            "insert": "state = 'examined' AND closed_on IS NULL AND received_on = (SELECT walls.day())",
            "update": "state = 'withdrawn' AND closed_on = (SELECT walls.day())",
        },
        never=(
            "OLD.closed_on IS NOT NULL",
            "OLD.person_id IS DISTINCT FROM NEW.person_id AND OLD.state <> 'received'",
            # Who asked in the portal is known for good: nobody makes their request somebody else's, or nobody's, or takes
            # it back for them.
            "OLD.state <> NEW.state AND NEW.state IN ('received', 'taken-back') AND walls.asked_there(OLD.id)",
            "(OLD.activity, OLD.workflow, OLD.received_on) IS DISTINCT FROM (NEW.activity, NEW.workflow, NEW.received_on)",
            workflows.moves,
            workflows.moved_alone,
        ),
        always=(workflows.states, workflows.of_somebody, "received_on >= '2018-05-25'"),
        after={"insert": workflows.begun, "update": workflows.by_right},
        fields={
            "id": KEY,
            "activity": KEY,
            "workflow": Category.CORRESPONDENCE,
            "state": Category.DECISION,
            "person": KEY,
            "received_on": Category.CORRESPONDENCE,
            "closed_on": Category.DECISION,
            "version": KEY,
        },
    ),
)
declare(
    StepTaken,
    PersonalData(
        activity="",
        activity_from="activity",
        anchor="case",
        own=frozenset({"view", "create"}),
        system=frozenset({"create"}),
        rights={"insert": ("create", *WORKS), "update": ()},
        checks={"insert": MYSELF},
        after={"insert": workflows.acted_alone},
        own_checks={"insert": f"{MYSELF} AND action IN ('ask', 'withdraw') AND note = ''"},
        always=(workflows.steps,),
        fields={
            **BY_HAND,
            "action": Category.DECISION,
            "before": KEY,
            "after": KEY,
            "note": Category.CORRESPONDENCE,
        },
    ),
)
declare(
    Advice,
    PersonalData(
        activity="",
        activity_from="activity",
        anchor="case",
        own=frozenset({"view"}),
        rights={"insert": ("advise",), "update": ()},
        checks={"insert": f"{MYSELF} AND {NOT_MINE}"},
        always=(OUTCOME,),
        fields={**BY_HAND, "outcome": Category.DECISION, "text": Category.DECISION},
    ),
)
declare(
    Decision,
    PersonalData(
        activity="",
        activity_from="activity",
        anchor="case",
        own=frozenset({"view"}),
        rights={"insert": ("decide",), "update": ()},
        checks={"insert": f"{MYSELF} AND {NOT_MINE} AND NOT (SELECT walls.advised(case_id))"},
        always=(OUTCOME, 'starts_on IS NULL OR starts_on >= "on"'),
        fields={**BY_HAND, "outcome": Category.DECISION, "reasons": Category.DECISION, "starts_on": Category.DECISION},
    ),
)
declare(
    Letter,
    PersonalData(
        activity="",
        activity_from="activity",
        anchor="case",
        own=frozenset({"view"}),
        system=frozenset({"create"}),
        rights={"insert": (), "update": ()},
        opens={"select": ON_PAPER.format("case_id")},
        fields={
            **PART,
            "title": Category.CORRESPONDENCE,
            "content": Category.DECISION,
            "made_on": Category.CORRESPONDENCE,
            "at": Category.TECHNICAL,
        },
    ),
)
