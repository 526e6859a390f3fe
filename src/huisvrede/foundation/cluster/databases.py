"""Making the roles and databases of an organisation: the only place that logs in as superuser."""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql

from huisvrede.foundation.cluster.organisations import LOGINS, Organisation, secrets_of
from huisvrede.foundation.cluster.postgres import Server

KINDS = ("hv_staff", "hv_subject", "hv_party", "hv_visitor", "hv_system")
GATE = "hv_gate"
MEMBERS = {"web": ("hv_staff", "hv_subject", "hv_party", "hv_visitor"), "worker": KINDS}
CONTROL = "control"
OF_THE_SERVER = ("postgres", "template1")
"""Databases that come with the server: open to all, until we close them."""
FOR_NOBODY = """
SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
   AND (proname ~ '^(lo_|loread$|lowrite$|pg_sleep)' OR proname ~ '^pg_(try_)?advisory_lock')
   AND EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) a WHERE a.grantee = 0)
"""
"""Functions of PostgreSQL that serve no page and would let an injected statement stay: large objects are tables
without walls, a lock of the session outlives its transaction, a sleep holds a connection."""


def prepare(server: Server, var: Path, organisation: Organisation, secret_of_control: str) -> None:
    """Logins, both databases and the control database, each made only where it is missing."""
    with psycopg.connect(server.dsn(), autocommit=True) as superuser:
        _kinds(superuser)
        for name in OF_THE_SERVER:
            _close(superuser, name)
        _login(superuser, "huisvrede_control", secret_of_control)
        _owns(superuser, "huisvrede_control")
        _database(superuser, CONTROL, "huisvrede_control", ("huisvrede_control",))
        _logins(superuser, var, organisation)
        for name in (organisation.main, organisation.vault):
            logins = tuple(organisation.login(kind) for kind in LOGINS)
            _database(superuser, name, organisation.login("owner"), logins)
    for name, owner in (
        (CONTROL, "huisvrede_control"),
        *((name, organisation.login("owner")) for name in (organisation.main, organisation.vault)),
    ):
        _narrow(server, name, owner)


def clone(server: Server, name: str, source: str, template: Organisation) -> None:
    """A copy of one of an organisation's databases under another name, for the same logins: how each story begins.

    Copied as files, not through the write-ahead log: half the time for a database this small.
    """
    with psycopg.connect(server.dsn(), autocommit=True) as superuser:
        if not _exists(superuser, "SELECT 1 FROM pg_database WHERE datname = %s", name):
            superuser.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY OWNER {}").format(
                    sql.Identifier(name), sql.Identifier(source), sql.Identifier(template.login("owner"))
                )
            )
            _allow(superuser, name, tuple(template.login(kind) for kind in LOGINS))


def drop(server: Server, organisation: Organisation) -> None:
    """Remove both databases of an organisation, open connections or not."""
    with psycopg.connect(server.dsn(), autocommit=True) as superuser:
        for name in (organisation.main, organisation.vault):
            superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _kinds(superuser: psycopg.Connection) -> None:
    """Roles nobody logs in as: the kinds of users, and the gate that alone reads relations freely."""
    for name in (*KINDS, GATE):
        if not _exists(superuser, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
            superuser.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(sql.Identifier(name)))


def _logins(superuser: psycopg.Connection, var: Path, organisation: Organisation) -> None:
    passwords = secrets_of(var, organisation.key)
    for kind in LOGINS:
        name = organisation.login(kind)
        _login(superuser, name, passwords[kind])
        for role in MEMBERS.get(kind, ()):
            superuser.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(name)))
    _owns(superuser, organisation.login("owner"))
    superuser.execute(
        sql.SQL("GRANT {} TO {}").format(sql.Identifier(GATE), sql.Identifier(organisation.login("owner")))
    )
    backup = sql.Identifier(organisation.login("backup"))
    # Of the databases it may connect to it reads all and writes nothing; on PostgreSQL 15 that right too is inherited.
    superuser.execute(sql.SQL("ALTER ROLE {} BYPASSRLS INHERIT").format(backup))
    superuser.execute(sql.SQL("GRANT pg_read_all_data TO {}").format(backup))


def _owns(superuser: psycopg.Connection, name: str) -> None:
    """The owner of a database makes its tables; on PostgreSQL 15 that too is a right that is inherited."""
    superuser.execute(sql.SQL("ALTER ROLE {} INHERIT").format(sql.Identifier(name)))


OF_PAGES = {
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
    # A page shows fifty rows: to start helpers for them takes longer than to find them.
    "max_parallel_workers_per_gather": "0",
}


def _login(superuser: psycopg.Connection, name: str, password: str) -> None:
    """A login that inherits nothing and whose statements no other session can read."""
    if not _exists(superuser, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
        superuser.execute(sql.SQL("CREATE ROLE {} LOGIN NOINHERIT").format(sql.Identifier(name)))
    superuser.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(password)),
    )
    superuser.execute(sql.SQL("ALTER ROLE {} SET track_activities = off").format(sql.Identifier(name)))
    if name.startswith(("web_", "signin_")):
        for setting, value in OF_PAGES.items():
            superuser.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
                )
            )


def _database(superuser: psycopg.Connection, name: str, owner: str, logins: tuple[str, ...]) -> None:
    if not _exists(superuser, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
        )
    _allow(superuser, name, logins)


def _allow(superuser: psycopg.Connection, name: str, logins: tuple[str, ...]) -> None:
    """Only an organisation's own logins connect to its databases, and nobody makes tables as they please."""
    _close(superuser, name)
    for login in logins:
        superuser.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(login))
        )


def _close(superuser: psycopg.Connection, name: str) -> None:
    superuser.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


def _narrow(server: Server, name: str, owner: str) -> None:
    """Within a database: what PostgreSQL gives to all and serves no page is nobody's; code in the server is the owner's."""
    with psycopg.connect(server.dsn(dbname=name), autocommit=True) as superuser:
        for (function,) in superuser.execute(FOR_NOBODY.encode()).fetchall():
            superuser.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC".encode())
        for language in ("plpgsql", "sql"):
            superuser.execute(f"REVOKE USAGE ON LANGUAGE {language} FROM PUBLIC".encode())
            superuser.execute(
                sql.SQL("GRANT USAGE ON LANGUAGE {} TO {}").format(
                    sql.Identifier(language), sql.Identifier(owner)
                )
            )


def _exists(superuser: psycopg.Connection, question: str, name: str) -> bool:
    return superuser.execute(question, (name,)).fetchone() is not None
