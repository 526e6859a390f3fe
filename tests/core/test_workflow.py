"""A workflow is a table: what it does not name can't happen."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.workflow import Step, StepRefused, Why, Workflow

FLOW = Workflow(
    "request",
    "received",
    {
        ("received", "advise"): Step(to="advised", right="advise", needs=("text",)),
        ("advised", "decide"): Step(
            to="decided", right="decide", not_by=("advise",), needs=("reasons",), closes=True
        ),
    },
)
RIGHTS = {"advise", "decide"}


def test_a_step_of_the_table_is_taken() -> None:
    step = FLOW.step("received", "advise", rights=RIGHTS, actor="a", taken=[], given={"text"})
    assert step == FLOW.table["received", "advise"]


@pytest.mark.parametrize(
    ("state", "action", "rights", "taken", "given_", "why"),
    [
        ("received", "decide", RIGHTS, [], {"reasons"}, Why.NO_SUCH_STEP),
        ("received", "advise", set(), [], {"text"}, Why.NO_RIGHT),
        ("advised", "decide", RIGHTS, [("advise", "a")], {"reasons"}, Why.SAME_PERSON),
        ("received", "advise", RIGHTS, [], set(), Why.NEEDS),
    ],
)
def test_an_illegal_step_is_refused_with_its_reason(
    state: str, action: str, rights: set[str], taken: list[tuple[str, str]], given_: set[str], why: Why
) -> None:
    with pytest.raises(StepRefused) as refused:
        FLOW.step(state, action, rights=rights, actor="a", taken=taken, given=given_)
    assert refused.value.why is why


@pytest.mark.parametrize("adviser", ["a", "c"])
def test_another_person_may(adviser: str) -> None:
    assert FLOW.step(
        "advised", "decide", rights=RIGHTS, actor="b", taken=[("advise", adviser)], given={"reasons"}
    ).closes


def test_a_state_has_its_own_actions_alone() -> None:
    assert [FLOW.actions(state) for state in ("advised", "decided", "received")] == [["decide"], [], ["advise"]]


def test_a_case_ends_where_the_table_says_so_alone() -> None:
    assert FLOW.closing() == {"decided"}


def test_a_table_does_not_change_and_a_row_says_what_is_what() -> None:
    for one in (FLOW, FLOW.table["received", "advise"]):
        with pytest.raises(FrozenInstanceError):
            one.key = "other"  # type: ignore[misc, union-attr]
    with pytest.raises(TypeError):
        Step("advised", "advise")  # type: ignore[misc]


@given(
    state=st.sampled_from(["received", "advised", "decided", "nowhere"]),
    action=st.sampled_from(["advise", "decide", "burn"]),
    rights=st.sets(st.sampled_from(["advise", "decide"])),
    actor=st.sampled_from("ab"),
    taken=st.lists(st.tuples(st.sampled_from(["advise", "decide"]), st.sampled_from("ab")), max_size=3),
    given_=st.sets(st.sampled_from(["text", "reasons"])),
)
def test_what_is_taken_always_stands_in_the_table(
    state: str, action: str, rights: set[str], actor: str, taken: list[tuple[str, str]], given_: set[str]
) -> None:
    try:
        step = FLOW.step(state, action, rights=rights, actor=actor, taken=taken, given=given_)
    except StepRefused:
        return
    assert step == FLOW.table[state, action]
    assert step.right in rights
    assert not any(earlier in step.not_by and by == actor for earlier, by in taken)
    assert set(step.needs) <= given_


def test_the_table_tells_what_can_be_done() -> None:
    assert FLOW.actions("received") == ["advise"]
    assert FLOW.states() == {"received", "advised", "decided"}
