"""The embedded server: started by any user, private, quiet, and back with all its data after kill -9."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from huisvrede.foundation.cluster.postgres import ClusterError, Server, running, start


def _ask(server: Server, question: str) -> object:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def _do(server: Server, statement: str) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(statement.encode())


def _pid(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def _works(pid: int) -> bool:
    return Path(f"/proc/{pid}/cwd").exists()  # the dead and unburied work nowhere


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _kill(server: Server) -> None:
    os.kill(_pid(server), signal.SIGKILL)
    _until(lambda: running(server.data.parents[1]) is None)


def test_a_first_start_makes_a_server_that_answers_its_superuser(empty: Path) -> None:
    server = start(empty, settings={"shared_buffers": "9MB"})
    assert server.data == empty / "postgres" / "data"
    assert _ask(server, "SELECT current_user || ' ' || current_setting('is_superuser')") == "postgres on"
    shown = {
        name: _ask(server, f"SHOW {name}") for name in ("shared_buffers", "max_connections", "jit", "fsync")
    }
    assert shown == {"shared_buffers": "9MB", "max_connections": "200", "jit": "off", "fsync": "on"}
    assert _ask(server, "SHOW data_checksums") == "on"
    assert _ask(server, "SELECT pg_encoding_to_char(encoding) FROM pg_database LIMIT 1") == "UTF8"
    assert _ask(server, "SELECT lower('É') || (SELECT min(x) FROM unnest(ARRAY['b', 'Z']) x)") == "éZ"


def test_speed_instead_of_safety_is_chosen_explicitly(server: Server) -> None:
    shown = [_ask(server, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")]
    assert shown == ["off", "off", "off"]


def test_the_server_listens_on_its_socket_only(server: Server) -> None:
    assert _ask(server, "SHOW listen_addresses") == ""
    assert sorted(path.name for path in server.socket.iterdir()) == [".s.PGSQL.5432", ".s.PGSQL.5432.lock"]


def test_the_socket_stands_in_the_users_own_runtime_folder(
    var: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, small: dict[str, str]
) -> None:
    with tempfile.TemporaryDirectory(prefix="hv-") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        server = start(var, fsync=False, settings=small)
        assert server.socket.parent == Path(runtime)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        assert running(var) == server
        server.stop()


def test_the_server_is_in_a_session_of_its_own(server: Server) -> None:
    assert os.getsid(_pid(server)) != os.getsid(0)
    assert os.getpgid(_pid(server)) != os.getpgid(0)


def test_a_second_start_returns_the_same_server(server: Server) -> None:
    pid, var = _pid(server), server.data.parents[1]
    assert (start(var), running(var), _pid(server)) == (server, server, pid)


def test_starts_at_the_same_moment_make_one_server(empty: Path, small: dict[str, str]) -> None:
    with ThreadPoolExecutor(4) as pool:
        servers = list(pool.map(lambda _: start(empty, fsync=False, settings=small), range(4)))
    assert servers == [running(empty)] * 4
    assert (empty / "log" / "postgres.log").read_text().count("starting PostgreSQL") == 1


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_refused(server: Server, password: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(server.socket), port=server.port, user="postgres", password=password)


def test_every_way_in_asks_for_scram(server: Server) -> None:
    assert (
        _ask(server, "SELECT string_agg(DISTINCT auth_method, ' ') FROM pg_hba_file_rules") == "scram-sha-256"
    )
    kept = "SELECT string_agg(DISTINCT left(rolpassword, 13), ' ') FROM pg_authid WHERE rolcanlogin"
    assert _ask(server, kept) == "SCRAM-SHA-256"


def test_the_password_is_nowhere_but_in_its_file(template: Path) -> None:
    password = (template / "secrets" / "postgres").read_text()
    assert password not in repr(Server(template, template, 5432, password))
    found = [
        path for path in template.rglob("*") if path.is_file() and password.encode() in path.read_bytes()
    ]
    assert found == [template / "secrets" / "postgres"]


def test_a_stopped_server_has_gone_and_comes_back_with_its_data(
    own_server: Server, small: dict[str, str]
) -> None:
    var = own_server.data.parents[1]
    _do(own_server, "CREATE TABLE kept AS SELECT 7 AS x")
    pid = _pid(own_server)
    own_server.stop()
    assert running(var) is None
    assert not _works(pid)
    own_server.stop()
    assert _ask(start(var, fsync=False, settings=small), "SELECT x FROM kept") == 7


@pytest.mark.slow
def test_a_server_that_does_not_obey_is_ended_without_loss(
    var: Path, small: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start(var, settings=small)
    _do(server, "CREATE TABLE kept AS SELECT 7 AS x")
    pid, deaf = _pid(server), psycopg.connect(server.dsn())
    os.kill(deaf.info.backend_pid, signal.SIGSTOP)
    monkeypatch.setattr("huisvrede.foundation.cluster.postgres.PATIENCE", 1.0)
    with pytest.raises(ClusterError, match=f"process {pid}, does not stop"):
        server.stop()
    monkeypatch.undo()
    server.stop()
    assert not _works(pid)
    deaf.close()
    assert _ask(start(var, settings=small), "SELECT x FROM kept") == 7


def test_after_kill_9_everything_committed_is_there(var: Path, small: dict[str, str]) -> None:
    server = start(var, settings=small)
    _do(server, "CREATE TABLE kept (x int)")
    _do(server, "INSERT INTO kept SELECT generate_series(1, 100000)")
    _kill(server)
    assert _ask(start(var, settings=small), "SELECT count(*) FROM kept") == 100_000
    assert "database system was not properly shut down" in (var / "log" / "postgres.log").read_text()


def test_a_start_waits_for_the_processes_that_a_killed_server_left_behind(
    own_server: Server, small: dict[str, str]
) -> None:
    var = own_server.data.parents[1]
    busy = psycopg.connect(own_server.dsn(), autocommit=True)
    left = busy.info.backend_pid
    busy.pgconn.send_query(b"DO $$ BEGIN FOR i IN 1..40000000 LOOP END LOOP; END $$")
    _until(lambda: _ask(own_server, f"SELECT state FROM pg_stat_activity WHERE pid = {left}") == "active")
    _kill(own_server)
    assert _works(left)
    assert _ask(start(var, fsync=False, settings=small), "SELECT 1") == 1
    assert not _works(left)
    busy.close()


def test_a_process_number_left_by_a_crash_and_used_by_another_is_no_server(
    own_server: Server, small: dict[str, str]
) -> None:
    var, record = own_server.data.parents[1], own_server.data / "postmaster.pid"
    _kill(own_server)
    record.write_text(record.read_text().replace(record.read_text().split("\n")[0], str(os.getpid()), 1))
    assert running(var) is None
    assert _ask(start(var, fsync=False, settings=small), "SELECT 1") == 1


def test_a_copy_of_a_running_servers_folder_is_not_taken_for_that_server(
    server: Server, tmp_path: Path
) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    shutil.copy(server.data / "postmaster.pid", data)
    assert running(tmp_path) is None


@pytest.mark.parametrize("name", ["listen_addresses", "log-error-verbosity", "LOG_STATEMENT"])
def test_what_keeps_the_server_private_cannot_be_set(empty: Path, name: str) -> None:
    with pytest.raises(ClusterError, match="is fixed"):
        start(empty, settings={name: "all"})


def test_a_server_that_cannot_start_says_why(var: Path, small: dict[str, str]) -> None:
    with pytest.raises(ClusterError, match=r'did not start: .*FATAL: .*"shared_buffers"'):
        start(var, settings={"shared_buffers": "none"})
    assert start(var, fsync=False, settings=small) == running(var)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ClusterError, match=f"{tmp_path}/file/var: Not a directory"):
        start(tmp_path / "file" / "var")


def test_the_log_holds_no_statement_no_parameter_and_no_detail(server: Server) -> None:
    _do(server, "CREATE TABLE person (email text UNIQUE, born date CHECK (born > '1900-01-01'))")
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("INSERT INTO person VALUES ('marker-jansen@example.nl')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="marker-jansen"):
            connection.execute("INSERT INTO person VALUES ('marker-jansen@example.nl')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="marker-jansen"):
            connection.execute("INSERT INTO person VALUES (%s)", ["marker-jansen@example.nl"])
        with pytest.raises(psycopg.errors.CheckViolation, match="marker-jansen"):
            connection.execute("INSERT INTO person VALUES ('marker-jansen', '1850-01-01')")
        with pytest.raises(psycopg.errors.InvalidDatetimeFormat, match="marker-jansen"):
            connection.execute("SELECT 'marker-jansen'::date")
        with pytest.raises(psycopg.errors.RaiseException):
            connection.execute("DO $$ BEGIN RAISE WARNING 'marker-jansen'; RAISE 'marker-jansen'; END $$")
    log = (server.data.parents[1] / "log" / "postgres.log").read_text()
    assert [
        line for line in log.splitlines() if "marker" in line or "DETAIL" in line or "STATEMENT" in line
    ] == []


def test_the_log_does_not_tell_what_a_crashed_process_was_doing(own_server: Server) -> None:
    log = own_server.data.parents[1] / "log" / "postgres.log"
    busy = psycopg.connect(own_server.dsn(), autocommit=True)
    busy.pgconn.send_query(b"SELECT 'marker-jansen', pg_sleep(60)")
    activity = f"SELECT query FROM pg_stat_activity WHERE pid = {busy.info.backend_pid} AND state = 'active'"
    _until(lambda: "marker-jansen" in str(_ask(own_server, f"SELECT coalesce(({activity}), '')")))
    os.kill(busy.info.backend_pid, signal.SIGKILL)
    busy.close()
    _until(lambda: "was terminated by signal 9" in log.read_text())
    _until(lambda: log.read_text().rstrip().endswith("ready to accept connections"))
    assert "marker-jansen" not in log.read_text()
