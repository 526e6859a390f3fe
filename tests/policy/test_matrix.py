"""Per role, relation and table: what SQL shows equals what the profile says, for everyone of the cast (COR-44, ALL-05).

The expectation is read from the TOML files by this test itself; nothing of the software computes it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connections

from huisvrede.core.declaration import PersonalData
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.declarations import all_declared, of
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from huisvrede.modules.care.models import Resident
from tests.cast import STAFF, SUBJECTS, member
from tests.conftest import ROOT, TODAY

FILES = {"allocation-service": Registration, "care-group": Resident}
OWN_FILE = {"bram": "tariq"}
WITHOUT_BOND = {"noor"}


def policy(profile: str) -> dict[str, dict[str, object]]:
    folder = ROOT / "profiles" / profile / "activities"
    rows = [tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml")]
    return {row["key"]: row for row in rows}


def expected(profile: str, who: str, purpose: str, activity: dict[str, object]) -> set[str]:
    """Whose file this member of the cast may see under a purpose, by the letter of the profile."""
    said = activity.get("roles", {})
    assert isinstance(said, dict)
    rows = [(role, row) for role, one in said.items() for row in (one if isinstance(one, list) else [one])]
    if activity["state"] != "open":
        return set()
    if who in SUBJECTS:
        own = [
            r
            for _role, r in rows
            if r["reach"] == "own" and "view" in r["actions"] and purpose in r["purposes"]
        ]
        return {who} if own else set()
    if who in WITHOUT_BOND:
        return set()
    seen: set[str] = set()
    for role, right in rows:
        if role not in STAFF[profile][who] or purpose not in right["purposes"] or "view" not in right["actions"]:
            continue
        seen |= set(SUBJECTS) if right["reach"] == "organisation" else {OWN_FILE.get(who, "")} - {""}
    return seen


@pytest.mark.parametrize("profile", sorted(FILES))
@pytest.mark.clause("COR-44")
@pytest.mark.clause("ALL-05")
@pytest.mark.clause("COR-45")
def test_rows_equal_the_policy(
    profile: str, copies: Callable[[str], AbstractContextManager[Organisation]]
) -> None:
    """Everyone, every purpose of every activity: by SQL without any filter, and by the manager."""
    model = FILES[profile]
    declared = of(model)
    assert isinstance(declared, PersonalData)
    activities = policy(profile)
    purposes = sorted({p["key"] for a in activities.values() for p in a["purposes"]} | {"rights", "invented"})  # type: ignore[attr-defined]
    names = {member(name).file: name for name in SUBJECTS}
    asked = 0
    with copies(profile) as organisation:
        for who in (*STAFF[profile], *SUBJECTS):
            for purpose in purposes:
                with acting(organisation, member(who).acting(purpose, TODAY)):
                    with connections[organisation.key].cursor() as cursor:
                        cursor.execute(f"SELECT id FROM {model._meta.db_table}")
                        by_sql = {names[key] for (key,) in cursor.fetchall()}
                    by_manager = {names[key] for key in model._default_manager.values_list("pk", flat=True)}
                want = expected(profile, who, purpose, activities[declared.activity])
                assert (who, purpose, by_sql, by_manager) == (who, purpose, want, want)
                asked += 1
    assert asked == len(purposes) * (len(STAFF[profile]) + len(SUBJECTS))


def test_a_table_without_a_right_is_empty_for_everyone(organisation: Organisation) -> None:
    """Chris has signed the bond and has no role: every table that holds a file is empty, whatever the purpose."""
    for purpose in ("registration", "rights", "requests", "accountability", "care-plan"):
        with acting(organisation, member("chris").acting(purpose, TODAY)):
            counts = {
                model._meta.label: model._default_manager.count() for model, d in all_declared() if d.staff
            }
        assert {label: n for label, n in counts.items() if n} == {}


def test_kinds_without_business_have_no_privilege(organisation: Organisation) -> None:
    """A visitor and a party have no privilege at all on any file."""
    with acting(organisation, member("chris").acting("registration", TODAY)) as session:
        tables = [model._meta.db_table for model, _declared in all_declared()]
        with connections[session.organisation.key].cursor() as cursor:
            for table in tables:
                for kind in (Kind.VISITOR, Kind.PARTY):
                    cursor.execute(
                        "SELECT has_table_privilege(%s, %s, 'SELECT')",
                        [f"hv_{kind.value}", f"public.{table}"],
                    )
                    assert (table, kind, cursor.fetchone()[0]) == (table, kind, False)
