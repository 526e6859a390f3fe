"""The table of a change of the policy: nobody takes two of its three parts."""

from __future__ import annotations

from itertools import combinations

import pytest

from huisvrede.core.workflow import StepRefused
from huisvrede.engines.transparency.rules import DRAFTED, POLICY, PROPOSES

PARTS = (PROPOSES, "advise", "decide")


def test_each_judgement_excludes_every_earlier_hand() -> None:
    for action in ("advise", "return", "grant", "refuse"):
        step = next(step for (_at, name), step in POLICY.table.items() if name == action)
        assert {"propose", "write", "send"} <= set(step.not_by)
    assert all("advise" in POLICY.table["advised", action].not_by for action in ("grant", "refuse"))


def test_nothing_is_written_once_it_was_sent() -> None:
    assert [at for (at, action) in POLICY.table if action == "write"] == [DRAFTED]
    assert not any(step.to == DRAFTED for (at, _action), step in POLICY.table.items() if at in {"advised", "granted"})


@pytest.mark.parametrize(("mine", "then"), list(combinations(PARTS, 2)))
def test_whoever_took_one_part_takes_no_other(mine: str, then: str) -> None:
    taken = [("write" if mine == PROPOSES else mine, "me")]
    state, action = {"advise": ("sent", "advise"), "decide": ("advised", "grant")}[then]
    given = {"outcome", "text", "reasons", "starts_on"}
    with pytest.raises(StepRefused, match="same-person"):
        POLICY.step(state, action, rights=set(PARTS), actor="me", taken=taken, given=given)


def test_only_a_job_adopts() -> None:
    assert POLICY.table["granted", "adopt"].right == POLICY.table["granted", "fail"].right == ""
    assert POLICY.closing() == {"adopted", "failed", "refused", "dropped"}
