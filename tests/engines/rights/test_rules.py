"""The tables of requests: every way leads to an end, and no way past four eyes."""

from __future__ import annotations

from huisvrede.core.workflow import Workflow
from huisvrede.engines.rights.rules import ACCESS, MINE, RESTRICTION, RUNNING, TO_ANSWER, TOLD, WORKFLOWS
from huisvrede.engines.rights.words import ACTIONS, KINDS, STATES
from huisvrede.foundation.cases.models import KEPT

ANEW = ("look-again", "propose-end")


def ways(workflow: Workflow, state: str, so_far: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every way from a state to an end, as the actions that lead on; what can begin anew does so once."""
    found = []
    for action in workflow.actions(state):
        step = workflow.table[state, action]
        if step.to != state and not (action in ANEW and action in so_far):
            found += [(*so_far, action)] if step.closes else ways(workflow, step.to, (*so_far, action))
    return found


def test_every_way_ends() -> None:
    ends = {way[-1] for way in ways(ACCESS, ACCESS.begin, ())}
    assert ends == {"answer", "hand-over", "not-inform", "withdraw", "close"}


def test_nothing_is_answered_without_identity_advice_and_decision() -> None:
    answered = [way for way in ways(ACCESS, ACCESS.begin, ()) if way[-1] in {"answer", "hand-over", "not-inform"}]
    known = [way[way.index("look-again") :] if "look-again" in way else way for way in answered]
    identified = [{"ask", "establish-identity", "not-identified"} & set(way) for way in known]
    decided = [("advise" in way, len({"grant", "refuse"} & set(way))) for way in answered]
    assert [len(one) for one in identified] == [1] * len(answered)
    assert decided == [(True, 1)] * len(answered)


def test_a_request_is_granted_to_somebody_known_alone() -> None:
    granting = [step for (_state, action), step in ACCESS.table.items() if action == "grant"]
    assert ["identity" in step.needs for step in granting] == [True]


def test_whoever_decides_neither_advised_nor_asked() -> None:
    deciding = [step for (_state, action), step in ACCESS.table.items() if action in {"grant", "refuse"}]
    assert [set(step.not_by) for step in deciding] == [{"advise", "ask"}] * 2


def test_the_worker_knows_every_state_in_which_it_is_its_turn() -> None:
    answering = [(state, step) for (state, action), step in ACCESS.table.items() if action != "tell"]
    assert {state for state, step in answering if not step.right} == set(TO_ANSWER) - {"to-end"} | {"taken-back"}
    telling = {at for (at, action), step in RESTRICTION.table.items() if not step.right and action != "tell"}
    assert telling == {*TO_ANSWER, TOLD, RESTRICTION.begin, "taken-back"}


def test_a_term_is_made_longer_and_told_of_wherever_somebody_must_act() -> None:
    acting = {state for (state, _action), step in ACCESS.table.items() if step.to != state and step.right}
    assert acting - {ACCESS.begin, KEPT} == set(RUNNING)
    assert {state for state, action in ACCESS.table if action in {"extend", "tell", "letter-sent"}} == set(RUNNING)


def test_every_state_and_action_has_a_name() -> None:
    assert set(KINDS) == set(WORKFLOWS)
    assert set(STATES) == (ACCESS.states() | RESTRICTION.states()) - {ACCESS.begin}
    assert set(ACTIONS) == {action for one in WORKFLOWS.values() for _state, action in one.table}


def test_a_restriction_ends_by_two_who_told_it_before_or_by_the_person_themselves() -> None:
    ended = ways(RESTRICTION, RESTRICTION.begin, ())
    assert {way[-1] for way in ended} == {"lift", "withdraw", "close"}
    lifted = [way for way in ended if way[-1] == "lift"]
    told = [{"answer", "hand-over"} & set(way) for way in lifted]
    assert all(told)
    assert RESTRICTION.table["end-proposed", "end"].not_by == ("propose-end", *MINE)
    assert [step.needs for (_at, action), step in RESTRICTION.table.items() if action == "lift"] == [("announced",)]
