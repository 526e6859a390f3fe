"""`huisvrede migrate` compares the catalogue with the declarations and changes only what differs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation, secrets_of
from huisvrede.foundation.walls.build import build
from huisvrede.foundation.walls.derive import walls
from huisvrede.foundation.walls.session import ticket_key
from tests.conftest import VAR


@contextmanager
def owner(organisation: Organisation) -> Iterator[psycopg.Connection]:
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(
        host=str(server.socket),
        port=server.port,
        dbname=organisation.main,
        user=organisation.login("owner"),
        password=secrets_of(VAR, organisation.key)["owner"],
        autocommit=True,
    ) as connection:
        yield connection


def rebuild(connection: psycopg.Connection, organisation: Organisation) -> list[str]:
    return build(connection, organisation=organisation.key, simulated=True, key=ticket_key(organisation))


def test_what_is_right_is_left_alone(organisation: Organisation) -> None:
    with owner(organisation) as connection:
        assert rebuild(connection, organisation) == []


@pytest.mark.parametrize(
    ("meddling", "mended"),
    [
        (
            "ALTER POLICY hv_staff_select ON allocation_registration USING (true)",
            ["policy hv_staff_select on allocation_registration"],
        ),
        (
            "DROP POLICY hv_subject_select ON allocation_registration",
            ["policy hv_subject_select on allocation_registration"],
        ),
        (
            "CREATE POLICY mine ON allocation_registration TO hv_staff USING (true)",
            ["dropped policy mine on allocation_registration"],
        ),
        (
            "GRANT DELETE ON allocation_registration TO hv_staff",
            ["revoke delete on allocation_registration from hv_staff"],
        ),
        ("GRANT SELECT ON people_hat TO PUBLIC", ["revoke select on people_hat from -"]),
        ("REVOKE SELECT ON people_hat FROM hv_staff", ["grant select on people_hat to hv_staff"]),
        ("ALTER TABLE people_hat DISABLE ROW LEVEL SECURITY", ["row security on people_hat"]),
        ("GRANT EXECUTE ON FUNCTION walls.holders TO PUBLIC", ["revoke call of holders from -"]),
        ("GRANT EXECUTE ON FUNCTION walls.month_end TO hv_staff", ["revoke call of month_end from hv_staff"]),
        ("REVOKE EXECUTE ON FUNCTION walls.may FROM hv_staff", ["grant call of may to hv_staff"]),
        (
            "CREATE OR REPLACE FUNCTION walls.freeze_allocation_registration() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NULL; END'",
            ["function walls.freeze_allocation_registration()"],
        ),
    ],
)
def test_what_was_meddled_with_is_mended(
    organisation: Organisation, meddling: str, mended: list[str]
) -> None:
    with owner(organisation) as connection:
        connection.execute(meddling.encode())
        assert rebuild(connection, organisation) == mended
        assert rebuild(connection, organisation) == []


def test_a_simulated_organisation_never_becomes_another(organisation: Organisation) -> None:
    with owner(organisation) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute("UPDATE walls.organisation SET simulated = false")
    assert refused.value.sqlstate == "HV004"


def test_the_catalogue_holds_exactly_what_the_declarations_ask(organisation: Organisation) -> None:
    """Table by table: policies by name and command, privileges by role, row security on everything."""
    wanted = walls()
    with owner(organisation) as connection:
        policies = connection.execute(
            "SELECT tablename, policyname, lower(cmd), roles::text FROM pg_policies WHERE schemaname = 'public'"
        ).fetchall()
        bare = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relrowsecurity"
        ).fetchall()
    assert sorted((t, n, c, r) for t, n, c, r in policies) == sorted(
        (p.table, p.name, p.command, f"{{{p.role}}}") for p in wanted.policies
    )
    assert [name for (name,) in bare if not name.endswith("_rest")] == []


def test_every_lookup_of_the_gate_is_stable_and_the_gate_s_own(organisation: Organisation) -> None:
    """What looks things up for others runs as the gate, which reads and can't write; what writes is the owner's."""
    with owner(organisation) as connection:
        rows = connection.execute(
            "SELECT proname, provolatile, proowner::regrole::text, prosecdef, proconfig::text FROM pg_proc"
            " WHERE pronamespace = 'walls'::regnamespace"
        ).fetchall()
    assert [name for name, *_rest, config in rows if "search_path" not in (config or "")] == []
    lookups = {name: who for name, volatile, who, definer, _config in rows if definer and volatile == "s"}
    assert {"may", "ticket", "hidden", "own_allocation_registration"} <= set(lookups)
    assert set(lookups.values()) == {"hv_gate"}
    changers = {who for _name, volatile, who, definer, _config in rows if definer and volatile != "s"}
    assert changers == {organisation.login("owner")}


def test_what_runs_as_its_caller_reads_the_catalogue_alone(organisation: Organisation) -> None:
    with owner(organisation) as connection:
        rows = connection.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'walls'::regnamespace AND NOT prosecdef"
        ).fetchall()
    assert {name for name, _source in rows} == {"never", "referring"}
    assert [name for name, source in rows if "public." in source] == []
