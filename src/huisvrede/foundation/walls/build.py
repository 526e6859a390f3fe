"""`huisvrede migrate`, second half: compare the catalogue with the declarations and change only what differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from psycopg import Connection, sql

from huisvrede.foundation.walls.derive import GATE_SQL, GROUND_SQL, OWNER_SQL, Policy, Walls, walls
from huisvrede.foundation.walls.keeping import keep
from huisvrede.foundation.walls.ticket import pads

CATALOGUE = """
SELECT c.relname, p.polname,
       md5(coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
           || p.polcmd::text || p.polpermissive::text || array_to_string(p.polroles::regrole[], ',')),
       obj_description(p.oid, 'pg_policy')
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'public'::regnamespace
"""

CALLERS = """
SELECT p.proname, p.oid::regprocedure::text, a.grantee::regrole::text
  FROM pg_proc p LEFT JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a ON a.grantee <> p.proowner
 WHERE p.pronamespace = 'walls'::regnamespace
"""

FREEZE = """CREATE OR REPLACE FUNCTION walls.freeze_{table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM public.people_person p WHERE p.restricted_since IS NOT NULL) AND NOT walls.unfrozen()
     AND EXISTS (SELECT FROM was JOIN public.people_person p ON p.restricted_since IS NOT NULL AND {condition})
  THEN RAISE EXCEPTION 'processing of these rows is restricted' USING ERRCODE = 'HV018'; END IF;
  RETURN NULL;
END $$"""

FEW = """CREATE OR REPLACE FUNCTION walls.few_enough() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, walls, public, pg_temp AS $$
DECLARE
  file uuid := to_jsonb(NEW) ->> TG_ARGV[0];
  there bigint;
BEGIN
  IF walls.kind() IS DISTINCT FROM 'subject' THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('few ' || file, 0));
  EXECUTE format('SELECT count(*) FROM public.%I WHERE %I = $1', TG_TABLE_NAME, TG_ARGV[0]) INTO there USING file;
  IF there > coalesce((SELECT t.value::bigint FROM public.register_term t
                        WHERE t.version_id = walls.version_on(walls.day()) AND t.key = TG_ARGV[1]), TG_ARGV[2]::bigint)
  THEN RAISE EXCEPTION 'this file holds enough of these' USING ERRCODE = '42501'; END IF;
  RETURN NULL;
END $$"""
"""What a data subject brings to their own file is bounded, at once or one after another: a trigger counts what is there."""


def build(connection: Connection, *, organisation: str, simulated: bool, key: bytes) -> list[str]:
    """Bring the walls of one organisation's main database in line, in one transaction; what was changed.

    `connection` is the owner's. A lock that is not had within five seconds leaves everything as it was.
    """
    wanted = walls()
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '5s'")
        connection.execute(GROUND_SQL.read_text(encoding="utf-8").encode())
        _secrets(connection, organisation, key, simulated=simulated)
        changed = _functions(connection, wanted)
        changed += _policies(connection, wanted)
        changed += _privileges(connection, wanted)
        changed += _calls(connection, wanted)
        changed += keep(connection, wanted)
    return changed


def build_signin(connection: Connection, *, signin: str, mailer: str) -> None:
    """Only the login `signin` reads secrets; the mailer reads addresses and since when there is an account, for its owner."""
    with connection.transaction():
        for statement in (
            "GRANT USAGE ON SCHEMA signin TO {signin}, {mailer}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA signin TO {signin}",
            "GRANT USAGE ON ALL SEQUENCES IN SCHEMA signin TO {signin}",
            "REVOKE ALL ON signin.django_migrations FROM {signin}",
            "GRANT SELECT (id, email, is_active, language, made_on, last_login) ON signin.signin_account TO {mailer}",
            "GRANT SELECT (id, account_id, label, first_at, seen_at) ON signin.signin_browser TO {mailer}",
            "GRANT SELECT (id, account_id, name, scopes, made_at, ends_at, used_at) ON signin.signin_token TO {mailer}",
        ):
            connection.execute(
                sql.SQL(statement).format(signin=sql.Identifier(signin), mailer=sql.Identifier(mailer))
            )


def build_vault(connection: Connection, *, web: str, worker: str) -> None:
    """A line of the ledger is added and never changed or removed; pages make and read keys, and only a job takes one away."""
    with connection.transaction():
        for statement in (
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {web}, {worker}",
            "GRANT SELECT ON vault_line TO {web}",
            "GRANT SELECT, INSERT ON vault_line TO {worker}",
            "GRANT SELECT, INSERT ON vault_datakey TO {web}, {worker}",
            "GRANT DELETE, UPDATE (kek, wrapped) ON vault_datakey TO {worker}",
        ):
            connection.execute(
                sql.SQL(statement).format(web=sql.Identifier(web), worker=sql.Identifier(worker))
            )


def _secrets(connection: Connection, organisation: str, key: bytes, *, simulated: bool) -> None:
    inner, outer = pads(key)
    connection.execute(
        "INSERT INTO walls.key (inner_pad, outer_pad) VALUES (%s, %s)"
        " ON CONFLICT (one) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
        [inner, outer],
    )
    connection.execute(
        "INSERT INTO walls.organisation (key, simulated) VALUES (%s, %s) ON CONFLICT (one) DO NOTHING",
        [organisation, simulated],
    )


def _functions(connection: Connection, wanted: Walls) -> list[str]:
    """Base and generated functions, owned by the gate; triggers that freeze restricted rows."""
    before = _sources(connection)
    connection.execute("GRANT CREATE ON SCHEMA walls TO hv_gate")
    connection.execute(GATE_SQL.read_text(encoding="utf-8").encode())
    connection.execute(OWNER_SQL.read_text(encoding="utf-8").encode())
    for function in wanted.functions:
        connection.execute(function.encode())
    for table, condition in wanted.triggers:
        connection.execute(FREEZE.format(table=table, condition=condition).encode())
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            connection.execute(
                sql.SQL(
                    "CREATE OR REPLACE TRIGGER {} AFTER {} ON {} REFERENCING {} TABLE AS was"
                    " FOR EACH STATEMENT EXECUTE FUNCTION {}()"
                ).format(
                    sql.Identifier(f"freeze_{event.lower()}"),
                    sql.SQL(event),
                    sql.Identifier(table),
                    sql.SQL(rows),
                    sql.Identifier("walls", f"freeze_{table}"),
                )
            )
    connection.execute(FEW.encode())
    for table, anchor, term, otherwise in wanted.bounded:
        connection.execute(
            sql.SQL(
                "CREATE OR REPLACE TRIGGER few_enough AFTER INSERT ON {} FOR EACH ROW"
                " EXECUTE FUNCTION walls.few_enough({}, {}, {})"
            ).format(sql.Identifier(table), sql.Literal(anchor), sql.Literal(term), sql.Literal(str(otherwise)))
        )
    for table, name, events, function in wanted.removed:
        connection.execute(
            f"CREATE OR REPLACE TRIGGER {name} {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()".encode()
        )
    _own_by_gate(connection)
    after = _sources(connection)
    return [f"function {name}" for name in sorted(after) if after[name] != before.get(name)]


def _sources(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT oid::regprocedure::text, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'walls'::regnamespace"
    )
    return dict(rows.fetchall())


def _own_by_gate(connection: Connection) -> None:
    """The gate owns what looks things up (STABLE); the owner keeps what changes or freezes rows (VOLATILE)."""
    rows = connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'walls'::regnamespace"
        " AND prosecdef AND provolatile = 's'"
        " AND proowner <> 'hv_gate'::regrole"
    ).fetchall()
    for (name,) in rows:
        connection.execute(f"ALTER FUNCTION {name} OWNER TO hv_gate".encode())
    connection.execute("REVOKE CREATE ON SCHEMA walls FROM hv_gate")


def _policies(connection: Connection, wanted: Walls) -> Iterator[str]:
    """Drop what nobody declared, make what is missing or differs; the comment holds what was made of what."""
    for (table,) in connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT relispartition AND NOT relrowsecurity"
    ).fetchall():
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(sql.Identifier(table)))
        yield f"row security on {table}"
    there = {(r[0], r[1]): (r[2], r[3]) for r in connection.execute(CATALOGUE.encode()).fetchall()}
    want = {(p.table, p.name): p for p in wanted.policies}
    for table, name in sorted(set(there) - set(want)):
        _drop(connection, table, name)
        yield f"dropped policy {name} on {table}"
    differing = [p for place, p in sorted(want.items()) if not _same(p, there.get(place))]
    for policy in differing:
        if (policy.table, policy.name) in there:
            _drop(connection, policy.table, policy.name)
        connection.execute(policy.sql.encode())
        yield f"policy {policy.name} on {policy.table}"
    _remember(connection, {(p.table, p.name): p for p in differing})


def _same(policy: Policy, found: tuple[str, str | None] | None) -> bool:
    """Whether a policy in the catalogue is what we would make, and has not been altered since we made it."""
    return found is not None and found[1] == f"{_digest(policy)} {found[0]}"


def _digest(policy: Policy) -> str:
    return hashlib.sha256(policy.sql.encode()).hexdigest()[:16]


def _drop(connection: Connection, table: str, name: str) -> None:
    connection.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(name), sql.Identifier(table)))


def _remember(connection: Connection, made: dict[tuple[str, str], Policy]) -> None:
    """The comment on a policy: a digest of our text, and one of what PostgreSQL made of it."""
    for table, name, actual, _comment in connection.execute(CATALOGUE.encode()).fetchall():
        if (table, name) in made:
            connection.execute(
                sql.SQL("COMMENT ON POLICY {} ON {} IS {}").format(
                    sql.Identifier(name),
                    sql.Identifier(table),
                    sql.Literal(f"{_digest(made[table, name])} {actual}"),
                )
            )


def _privileges(connection: Connection, wanted: Walls) -> list[str]:
    """Tables: exactly what policies speak of."""
    there = {
        (r[0], r[1], r[2].lower())
        for r in connection.execute(
            "SELECT c.relname, a.grantee::regrole::text, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND a.grantee <> c.relowner"
        ).fetchall()
    }
    changed = []
    for verb, preposition, rows in (
        ("REVOKE", "FROM", there - wanted.privileges),
        ("GRANT", "TO", wanted.privileges - there),
    ):
        for table, role, privilege in sorted(rows):
            connection.execute(
                sql.SQL("{} {} ON {} {} {}").format(
                    sql.SQL(verb),
                    sql.SQL(privilege),
                    sql.Identifier(table),
                    sql.SQL(preposition),
                    sql.SQL("PUBLIC") if role == "-" else sql.Identifier(role),
                )
            )
            changed.append(f"{verb.lower()} {privilege} on {table} {preposition.lower()} {role}")
    return changed


def _calls(connection: Connection, wanted: Walls) -> list[str]:
    """Functions: exactly those kinds may call one that need it, and the world may call none."""
    rows = connection.execute(CALLERS.encode()).fetchall()
    places = {name: place for name, place, _role in rows}
    there = {(name, role) for name, _place, role in rows if role}
    changed = []
    for verb, preposition, calls in (
        ("REVOKE", "FROM", there - wanted.calls),
        ("GRANT", "TO", wanted.calls - there),
    ):
        for name, role in sorted(calls):
            whom = "PUBLIC" if role == "-" else role
            connection.execute(f"{verb} EXECUTE ON FUNCTION {places[name]} {preposition} {whom}".encode())
            changed.append(f"{verb.lower()} call of {name} {preposition.lower()} {role}")
    return changed
