"""`huisvrede migrate` compares the catalogue with the declarations and changes only what differs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation, secrets_of
from huisvrede.foundation.walls.build import build, build_signin, build_vault
from huisvrede.foundation.walls.derive import walls
from huisvrede.foundation.walls.session import ticket_key
from tests import template
from tests.conftest import VAR


@contextmanager
def owner(organisation: Organisation, database: str = "") -> Iterator[psycopg.Connection]:
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(
        host=str(server.socket),
        port=server.port,
        dbname=database or organisation.main,
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
        (
            "ALTER TABLE cases_advice DROP CONSTRAINT same_activity",
            ["same activity on cases_advice"],
        ),
        (
            "ALTER TABLE allocation_registration DROP CONSTRAINT ended_on_in_reason",
            ["days of allocation_registration.ended_on"],
        ),
        (
            "CREATE TRIGGER stands_no_more BEFORE UPDATE ON people_bond FOR EACH ROW EXECUTE FUNCTION walls.never()",
            ["stands people_bond"],
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
    assert {name for name, _source in rows} == {"never", "of_hats", "referring"}
    assert [name for name, source in rows if "FROM public." in source] == []


def test_a_rule_that_was_taken_off_every_row_is_put_back(organisation: Organisation) -> None:
    """Triggers under which nobody changes whose file it is, and the keys that carry a case's activity."""
    with owner(organisation) as connection:
        triggers = connection.execute(
            "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger"
            " WHERE tgname LIKE 'stands\\_%' AND NOT tgisinternal"
        ).fetchall()
        for (statement,) in triggers:
            connection.execute(statement.encode())
        connection.execute("ALTER TABLE cases_case DROP CONSTRAINT with_activity CASCADE")
        changed = rebuild(connection, organisation)
        assert sum(one.startswith("stands ") for one in changed) == len(triggers) > 0
        assert "key with activity on cases_case" in changed
        assert rebuild(connection, organisation) == []


def test_a_lookup_that_lost_its_owner_is_the_gate_s_again(organisation: Organisation) -> None:
    whose = "SELECT proowner::regrole::text FROM pg_proc WHERE oid = 'walls.person()'::regprocedure"
    with owner(organisation) as connection:
        connection.execute("ALTER FUNCTION walls.person() OWNER TO CURRENT_USER")
        rebuild(connection, organisation)
        assert connection.execute(whose.encode()).fetchone() == ("hv_gate",)


def test_who_signs_people_in_reads_secrets_and_the_mailer_addresses_alone(organisation: Organisation) -> None:
    signin, mailer = organisation.login("signin"), organisation.login("mailer")
    asked = (
        "SELECT has_table_privilege(%s, 'signin.signin_account', 'SELECT'),"
        " has_column_privilege(%s, 'signin.signin_account', 'email', 'SELECT'),"
        " has_column_privilege(%s, 'signin.signin_account', 'password', 'SELECT')"
    )
    with owner(organisation) as connection:
        connection.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA signin FROM {signin}, {mailer}".encode())
        assert connection.execute(asked.encode(), [signin, mailer, mailer]).fetchone() == (False, False, False)
        build_signin(connection, signin=signin, mailer=mailer)
        assert connection.execute(asked.encode(), [signin, mailer, mailer]).fetchone() == (True, True, False)


def test_a_line_of_the_vault_is_added_and_never_changed(organisation: Organisation) -> None:
    running = postgres.running(VAR)
    assert running is not None
    template.with_vault(running, organisation)
    worker = organisation.login("worker")
    asked = "SELECT " + ", ".join(
        f"has_table_privilege(%s, 'vault_line', '{verb}')" for verb in ("SELECT", "INSERT", "UPDATE", "DELETE")
    )
    with owner(organisation, organisation.vault) as connection:
        connection.execute(f"REVOKE ALL ON vault_line FROM {worker}".encode())
        build_vault(connection, web=organisation.login("web"), worker=worker)
        assert connection.execute(asked.encode(), [worker] * 4).fetchone() == (True, True, False, False)
