"""The table of the request for access: every way leads to an end, and no way past four eyes."""

from __future__ import annotations

from huisvrede.engines.rights.rules import ACCESS, TO_ANSWER
from huisvrede.engines.rights.words import ACTIONS, STATES


def ways(state: str, so_far: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every way from a state to an end, as the actions taken."""
    found = []
    for action in ACCESS.actions(state):
        step = ACCESS.table[state, action]
        found += [(*so_far, action)] if step.closes else ways(step.to, (*so_far, action))
    return found


def test_every_way_ends() -> None:
    ends = {way[-1] for way in ways(ACCESS.begin, ())}
    assert ends == {"answer", "not-inform", "withdraw"}


def test_nothing_is_answered_without_identity_advice_and_decision() -> None:
    answered = [way for way in ways(ACCESS.begin, ()) if way[-1] in {"answer", "not-inform"}]
    identified = [{"ask", "establish-identity"} & set(way) for way in answered]
    decided = [("advise" in way, len({"grant", "refuse"} & set(way))) for way in answered]
    assert [len(one) for one in identified] == [1] * len(answered)
    assert decided == [(True, 1)] * len(answered)


def test_whoever_decides_neither_advised_nor_asked() -> None:
    deciding = [step for (_state, action), step in ACCESS.table.items() if action in {"grant", "refuse"}]
    assert [set(step.not_by) for step in deciding] == [{"advise", "ask"}] * 2


def test_the_worker_knows_every_state_in_which_it_is_its_turn() -> None:
    assert {state for (state, _action), step in ACCESS.table.items() if not step.right} == set(TO_ANSWER)


def test_every_state_and_action_has_a_name() -> None:
    assert set(STATES) == ACCESS.states() - {ACCESS.begin}
    assert set(ACTIONS) == {action for _state, action in ACCESS.table}
