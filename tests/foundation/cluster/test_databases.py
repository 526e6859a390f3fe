"""Each organisation has databases and logins of its own; nobody else's login comes in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huisvrede.foundation.cluster.databases import CONTROL, clone, drop, prepare
from huisvrede.foundation.cluster.organisations import LOGINS, Organisation, secrets_of
from huisvrede.foundation.cluster.postgres import Server

ONE, OTHER = (
    Organisation(key, key.title(), f"{key}.localhost", "allocation-service", simulated=True)
    for key in ("one", "other")
)
COPY = Organisation("copy", "Copy", "copy.localhost", "allocation-service", simulated=True, logins=ONE.slug)
STATE = """
SELECT rolname, rolsuper, rolinherit, rolbypassrls, rolcanlogin, rolconfig, (SELECT array_agg(m.roleid::regrole::text ORDER BY 1)
  FROM pg_auth_members m WHERE m.member = a.oid) FROM pg_roles a WHERE rolname !~ '^pg_' ORDER BY 1
"""


@pytest.fixture(scope="module")
def houses(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two organisations on one server."""
    var = tmp_path_factory.mktemp("houses")
    for organisation in (ONE, OTHER):
        prepare(server, var, organisation, "control-secret")
    yield var
    for organisation in (ONE, OTHER):
        drop(server, organisation)


def log_in(server: Server, database: str, user: str, password: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(server.socket), port=server.port, dbname=database, user=user, password=password
    )


def asked(server: Server, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.dsn(), autocommit=True) as superuser:
        return superuser.execute(question.encode()).fetchall()


def databases(server: Server) -> set[object]:
    return {
        name
        for (name,) in asked(
            server, "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"
        )
    }


def test_an_organisation_has_two_databases_beside_the_common_one(server: Server, houses: Path) -> None:
    assert databases(server) == {CONTROL, "one_main", "one_vault", "other_main", "other_vault"}


@pytest.mark.parametrize("login", LOGINS)
def test_every_login_reaches_its_own_house_and_no_other(server: Server, houses: Path, login: str) -> None:
    password = secrets_of(houses, ONE.key)[login]
    for own in (ONE.main, ONE.vault):
        log_in(server, own, ONE.login(login), password).close()
    for elses in (OTHER.main, OTHER.vault, CONTROL):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            log_in(server, elses, ONE.login(login), password)


def test_a_login_of_one_house_has_another_password_in_the_other(server: Server, houses: Path) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        log_in(server, OTHER.main, OTHER.login("web"), secrets_of(houses, ONE.key)["web"])


def test_nobody_makes_tables_as_they_please(server: Server, houses: Path) -> None:
    with (
        log_in(server, ONE.main, ONE.login("web"), secrets_of(houses, ONE.key)["web"]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE SCHEMA mine")


@pytest.mark.parametrize("login", LOGINS)
def test_the_server_s_own_databases_are_closed(server: Server, houses: Path, login: str) -> None:
    for name in ("postgres", "template1", "template0"):
        with pytest.raises(psycopg.OperationalError, match=r"permission denied|not currently accepting"):
            log_in(server, name, ONE.login(login), secrets_of(houses, ONE.key)[login])


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'kept out of every wall')",
        "SELECT lo_get(1)",
        "SELECT lo_unlink(1)",
        "SELECT lo_import('/etc/passwd')",
        "SELECT * FROM pg_largeobject",
        "SELECT pg_sleep(1)",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_lock_shared(1, 2)",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "COPY (SELECT 1) TO '/tmp/out'",
        "CREATE TEMP TABLE mine (x int)",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION postgres_fdw",
        "DO $$ BEGIN END $$",
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET track_activities = on",
        "SET session_replication_role = replica",
        "ALTER ROLE CURRENT_USER SUPERUSER",
    ],
)
@pytest.mark.parametrize("login", ["web", "signin"])
def test_a_login_of_the_web_can_not_use_the_server_s_own_tools(
    server: Server, houses: Path, login: str, statement: str
) -> None:
    password = secrets_of(houses, ONE.key)[login]
    for database in (ONE.main, ONE.vault):
        with (
            log_in(server, database, ONE.login(login), password) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement.encode())


def test_preparing_twice_changes_nothing(server: Server, houses: Path) -> None:
    before = asked(server, STATE), databases(server)
    prepare(server, houses, ONE, "control-secret")
    assert (asked(server, STATE), databases(server)) == before
    log_in(server, ONE.main, ONE.login("web"), secrets_of(houses, ONE.key)["web"]).close()


def test_a_copy_holds_the_same_rows_under_the_same_logins_and_goes_away_alone(
    server: Server, houses: Path
) -> None:
    owner = secrets_of(houses, ONE.key)["owner"]
    with log_in(server, ONE.main, ONE.login("owner"), owner) as connection:
        connection.execute("CREATE SCHEMA lore")
        connection.execute("CREATE TABLE lore.tale AS SELECT 'once' AS told")
    clone(server, COPY.main, ONE.main, ONE)
    clone(server, COPY.vault, ONE.vault, ONE)
    with log_in(server, COPY.main, COPY.login("owner"), owner) as connection:
        assert connection.execute("SELECT told FROM lore.tale").fetchall() == [("once",)]
        connection.execute("UPDATE lore.tale SET told = 'twice'")
        connection.commit()
        drop(server, COPY)
    with log_in(server, ONE.main, ONE.login("owner"), owner) as connection:
        assert connection.execute("SELECT told FROM lore.tale").fetchall() == [("once",)]
    assert {COPY.main, COPY.vault} & databases(server) == set()


def test_dropping_what_is_not_there_is_no_error(server: Server, houses: Path) -> None:
    drop(server, COPY)
    assert ONE.main in databases(server)
