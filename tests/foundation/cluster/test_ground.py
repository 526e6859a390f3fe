"""What the server's life rests on is closed to others, and never made anew over what is there."""

import os
import stat
from pathlib import Path

import pytest

from huisvrede.foundation.cluster.postgres import ClusterError, running, start

AS_ROOT = os.geteuid() == 0


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_on_disk_is_closed_to_other_users(empty: Path, small: dict[str, str]) -> None:
    server = start(empty, fsync=False, settings=small)
    modes = {
        str(path.relative_to(empty)): _mode(path) for path in empty.rglob("*") if "data/" not in str(path)
    }
    assert modes == {
        "log": 0o700,
        "log/postgres.log": 0o600,
        "postgres": 0o700,
        "postgres/data": 0o700,
        "postgres/lock": 0o600,
        "secrets": 0o700,
        "secrets/postgres": 0o600,
    }
    assert (_mode(empty), _mode(server.socket)) == (0o700, 0o700)
    assert _mode(server.socket / ".s.PGSQL.5432") == 0o700


def test_an_interrupted_making_of_the_data_directory_is_begun_again(
    empty: Path, small: dict[str, str]
) -> None:
    half = empty / "postgres" / "data.new" / "base"
    half.mkdir(parents=True)
    assert start(empty, fsync=False, settings=small) == running(empty)
    assert not half.exists()


def test_data_of_another_version_are_refused_with_the_way_out(var: Path) -> None:
    version = var / "postgres" / "data" / "PG_VERSION"
    ours = version.read_text().strip()
    version.write_text("9\n")
    with pytest.raises(ClusterError, match=rf"made by PostgreSQL 9 and .* PostgreSQL {ours}: .*pg_upgrade"):
        start(var)


def test_a_socket_directory_of_somebody_else_is_refused(empty: Path, socket_folder: Path) -> None:
    if AS_ROOT:
        socket_folder.mkdir(mode=0o700)
        os.chown(socket_folder, 12345, -1)
    else:
        socket_folder.symlink_to("/usr")
    with pytest.raises(ClusterError, match=f"{socket_folder} belongs to somebody else"):
        start(empty)
    assert not (empty / "postgres" / "data").exists()
    socket_folder.rmdir() if AS_ROOT else socket_folder.unlink()


def test_a_socket_directory_that_is_a_link_is_refused(
    empty: Path, socket_folder: Path, tmp_path: Path
) -> None:
    socket_folder.symlink_to(tmp_path)
    with pytest.raises(ClusterError, match="belongs to somebody else"):
        start(empty)
    socket_folder.unlink()


def test_a_path_too_long_for_a_socket_is_refused(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ("x" * 90)).mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("x" * 90)))
    with pytest.raises(ClusterError, match="too long for a socket"):
        start(empty)


def test_a_lost_password_is_named_and_not_made_anew(var: Path) -> None:
    (var / "secrets" / "postgres").unlink()
    with pytest.raises(ClusterError, match=f"password .* is missing: restore {var}/secrets/postgres"):
        start(var)
    assert not (var / "secrets" / "postgres").exists()
