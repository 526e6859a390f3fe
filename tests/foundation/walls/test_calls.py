"""Who may call a function of the walls: exactly those kinds that need it."""

from __future__ import annotations

import pytest

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.calls import BY_CODE, calls
from huisvrede.foundation.walls.derive import walls
from tests.injecting import injected

KINDS = [f"hv_{kind}" for kind in Kind]
ASKED = """
SELECT p.proname, r.rolname FROM pg_proc p, pg_roles r
 WHERE p.pronamespace = 'walls'::regnamespace AND r.rolname = ANY (%s) AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
"""


def test_what_a_policy_calls_its_kind_may_call() -> None:
    found = calls([("hv_party", "walls.may('a', 'b', 'own') AND x = (SELECT walls.day())")])
    assert {name for name, role in found if role == "hv_party"} == {"may", "day", "kind", "person"}


def test_the_catalogue_holds_exactly_these(organisation: Organisation) -> None:
    with injected(organisation, "owner") as connection:
        found = set(connection.execute(ASKED, [KINDS]).fetchall())
    assert found == set(walls().calls)


def callers(name: str) -> set[str]:
    return {role.removeprefix("hv_") for function, role in walls().calls if function == name}


@pytest.mark.parametrize(
    ("function", "kinds"),
    [
        ("forget_persons", {"system"}),
        ("forget_accounts", set()),
        ("referring", set()),
        ("unused_subjects", set()),
        ("month_begin", {"system"}),
        ("month_end", {"system"}),
        ("due_allocation_registration", {"staff", "system"}),
        ("freeze_allocation_registration", set()),
        ("never", set()),
        ("file_of", {"staff"}),
        ("found_by", {"staff"}),
        ("answered", set()),
        ("answered_care_resident", {"staff", "subject"}),
        ("holds", {"staff", "subject"}),
        ("advised", {"staff"}),
        ("asked", {"staff"}),
        ("begin_subject", {"visitor"}),
        ("locked", {"visitor"}),
        ("at_the_door", {"visitor"}),
        ("bound", {"visitor", "staff"}),
        ("holders", {"staff", "subject", "system"}),
        ("involved", {"staff"}),
        ("own_allocation_registration", {"staff"}),
        ("subject_allocation_registration", {"subject"}),
        ("hidden", {"staff"}),
    ],
)
def test_who_may_call_what_changes_or_answers_much(function: str, kinds: set[str]) -> None:
    assert callers(function) == kinds


def test_a_party_may_ask_for_itself_alone() -> None:
    assert {name for name, role in walls().calls if role == "hv_party"} == {"kind", "person"}


def test_what_code_calls_is_there(organisation: Organisation) -> None:
    with injected(organisation, "owner") as connection:
        rows = connection.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'walls'::regnamespace")
        assert set(BY_CODE) - {name for (name,) in rows.fetchall()} == set()
