"""The workflows that cases follow here: what an engine declares, the database holds every case and step to."""

from __future__ import annotations

from collections.abc import Mapping

from huisvrede.core.workflow import Workflow

_followed: dict[str, Workflow] = {}
_activities: set[str] = set()


def follow(workflow: Workflow, activity: str) -> None:
    """Let cases of an activity follow this table; ValueError for a second one of the same name."""
    if _followed.get(workflow.key, workflow) is not workflow:
        raise ValueError(f"There are two workflows called {workflow.key}.")
    _followed[workflow.key] = workflow
    _activities.add(activity)


def activities() -> frozenset[str]:
    """The activities that have cases here: what is kept of a case is kept for one of them."""
    return frozenset(_activities)


def states() -> str:
    """SQL over a case: a state of its workflow, and closed in exactly those that close it."""
    rows = [
        (key, state, state in workflow.closing())
        for key, workflow in sorted(_followed.items())
        for state in sorted(workflow.states())
    ]
    return f"(workflow, state, closed_on IS NOT NULL) IN ({_listed(rows)})"


def of_somebody() -> str:
    """SQL over a case: it is about a data subject, or its workflow is about nobody."""
    nobodys = {key for key, workflow in _followed.items() if not workflow.about}
    return f"(person_id IS NULL) = (workflow IN ({_words(nobodys)}))" if nobodys else "person_id IS NOT NULL"


def moves() -> str:
    """SQL over OLD and NEW of a case: a change of state that is no step of its table."""
    rows = sorted({(key, at, to) for key, at, _action, to in _steps()})
    return f"OLD.state <> NEW.state AND (OLD.workflow, OLD.state, NEW.state) NOT IN ({_listed(rows)})"


def moved_alone() -> str:
    """SQL over OLD and NEW of a case: a change of state by whom each row that leads there excludes (four eyes)."""
    earlier: dict[tuple[str, str, str], set[str]] = {}
    for workflow in _followed.values():
        for (at, _action), step in workflow.table.items():
            earlier.setdefault((workflow.key, at, step.to), set(step.not_by)).intersection_update(step.not_by)
    apart: dict[str, list[tuple[str, str, str]]] = {}
    for move, found in sorted(earlier.items()):
        if found and move[1] != move[2]:
            apart.setdefault(_words(found), []).append(move)
    refused = [
        f"(OLD.workflow, OLD.state, NEW.state) IN ({_listed(rows)}) AND walls.took(OLD.id, ARRAY[{words}])"
        for words, rows in sorted(apart.items())
    ]
    return f"OLD.state <> NEW.state AND ({' OR '.join(refused) or 'false'})"


def steps() -> str:
    """SQL over a step taken: a step of some table."""
    rows = sorted({(at, action, to) for _key, at, action, to in _steps()})
    return f"(before, action, after) IN ({_listed(rows)})"


def _steps() -> list[tuple[str, str, str, str]]:
    return [
        (key, at, action, step.to)
        for key, workflow in _followed.items()
        for (at, action), step in workflow.table.items()
    ]


def _listed(rows: list[tuple[str, str, str]] | list[tuple[str, str, bool]]) -> str:
    """The words are ours, of a table in the code."""
    return ", ".join("(" + ", ".join(_written(one) for one in row) + ")" for row in rows)


def _written(one: str | bool) -> str:  # noqa: FBT001  a value of the row
    return str(one).lower() if isinstance(one, bool) else f"'{one}'"


def by_right() -> str:
    """SQL over a case as staff wrote it: a state that one of their own rights can lead to, closed today or not at all."""
    places: dict[str, set[str]] = {}
    for workflow in _followed.values():
        for (at, _action), step in workflow.table.items():
            # A right to begin a case is none to bring one that runs back to where it began.
            if step.right and at != workflow.begin:
                places.setdefault(step.right, set()).update({at, step.to})
    return f"({_rights(places, 'state')}) AND (closed_on IS NULL OR closed_on = (SELECT walls.day()))"


def begun() -> str:
    """SQL over a case that staff begin: in the first state that they can bring about, of an activity that has cases."""
    firsts = {
        step.to
        for workflow in _followed.values()
        for (at, action), step in workflow.table.items()
        if at == workflow.begin and action != "ask" and step.right
    }
    kinds = ", ".join(f"'{one}'" for one in sorted(_activities))
    return f"state IN ({_words(firsts)}) AND closed_on IS NULL AND activity IN ({kinds})"


def acted() -> str:
    """SQL over a step that staff took: an action of one of their own rights, never a job's or the data subject's."""
    actions: dict[str, set[str]] = {}
    for workflow in _followed.values():
        for (_at, action), step in workflow.table.items():
            if step.right and action not in {"ask", "withdraw"}:
                actions.setdefault(step.right, set()).add(action)
    return f"({_rights(actions, 'action')})"


def acted_alone() -> str:
    """SQL over a step that staff took: `acted`, and not by whom the table excludes, under whichever hat (four eyes)."""
    earlier: dict[str, set[str]] = {}
    for workflow in _followed.values():
        for (_at, action), step in workflow.table.items():
            earlier.setdefault(action, set()).update(step.not_by)
    apart = [
        f"(action <> '{action}' OR NOT (SELECT walls.took(case_id, ARRAY[{_words(found)}])))"
        for action, found in sorted(earlier.items())
        if found
    ]
    return " AND ".join([acted(), *apart])


def _rights(words: Mapping[str, set[str]], field: str) -> str:
    return " OR ".join(
        f"({field} IN ({_words(found)}) AND activity = ANY ((SELECT walls.reached('{right}'))::text[]))"
        for right, found in sorted(words.items())
    )


def _words(found: set[str]) -> str:
    return ", ".join(f"'{one}'" for one in sorted(found))
