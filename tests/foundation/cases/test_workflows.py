"""What the database is told of the workflows: their states, their moves, their steps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from huisvrede.core.workflow import Step, Workflow
from huisvrede.foundation.cases import workflows

APPEAL = Workflow(
    "appeal",
    "new",
    {
        ("new", "lodge"): Step(to="lodged", right="create"),
        ("lodged", "decide"): Step(to="decided", right="decide", not_by=("lodge",), closes=True),
        ("lodged", "wait"): Step(to="lodged", right="decide", not_by=("lodge",)),
    },
)


@pytest.fixture
def only_appeals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(workflows, "_followed", {})
    monkeypatch.setattr(workflows, "_activities", set())
    workflows.follow(APPEAL, "appeals")
    yield


@pytest.mark.usefixtures("only_appeals")
def test_a_case_is_about_somebody_unless_its_workflow_says_otherwise() -> None:
    assert workflows.of_somebody() == "person_id IS NOT NULL"
    workflows.follow(Workflow("rules", "new", {}, about=False), "policy")
    assert workflows.of_somebody() == "(person_id IS NULL) = (workflow IN ('rules'))"


@pytest.mark.usefixtures("only_appeals")
def test_a_workflow_is_told_in_sql() -> None:
    assert workflows.states() == (
        "(workflow, state, closed_on IS NOT NULL) IN"
        " (('appeal', 'decided', true), ('appeal', 'lodged', false), ('appeal', 'new', false))"
    )
    assert workflows.moves() == (
        "OLD.state <> NEW.state AND (OLD.workflow, OLD.state, NEW.state) NOT IN"
        " (('appeal', 'lodged', 'decided'), ('appeal', 'lodged', 'lodged'), ('appeal', 'new', 'lodged'))"
    )
    assert workflows.moved_alone() == (
        "OLD.state <> NEW.state AND ((OLD.workflow, OLD.state, NEW.state) IN (('appeal', 'lodged', 'decided'))"
        " AND walls.took(OLD.id, ARRAY['lodge']))"
    )
    assert workflows.steps() == (
        "(before, action, after) IN"
        " (('lodged', 'decide', 'decided'), ('lodged', 'wait', 'lodged'), ('new', 'lodge', 'lodged'))"
    )


@pytest.mark.usefixtures("only_appeals")
def test_what_has_cases_here_is_told_by_activity() -> None:
    assert workflows.activities() == {"appeals"}


@pytest.mark.usefixtures("only_appeals")
def test_a_name_has_one_workflow() -> None:
    workflows.follow(APPEAL, "appeals")
    with pytest.raises(ValueError, match="two workflows called appeal"):
        workflows.follow(Workflow("appeal", "new", {}), "appeals")
