"""Folders in which a real PostgreSQL server is started, and stopped at the end."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from huisvrede.foundation.cluster.postgres import Server, running, start

SMALL = {"shared_buffers": "8MB", "max_connections": "20"}


def _socket_folder(var: Path) -> Path:
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return base / f"huisvrede-{hashlib.sha256(str(var).encode()).hexdigest()[:8]}"


@pytest.fixture
def small() -> dict[str, str]:
    """Settings of a server that takes little memory."""
    return SMALL


@pytest.fixture
def socket_folder(empty: Path) -> Path:
    """Where the socket of the server of `empty` belongs."""
    return _socket_folder(empty)


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A stopped `var` folder with a fresh data directory, to be copied: making one takes a second."""
    with tempfile.TemporaryDirectory(prefix="hv-") as folder:
        var = Path(folder).resolve() / "var"
        start(var, fsync=False, settings=SMALL).stop()
        yield var
        shutil.rmtree(_socket_folder(var), ignore_errors=True)


@pytest.fixture
def empty() -> Iterator[Path]:
    """The path of a `var` folder that is not there yet; what runs in it is stopped afterwards."""
    with tempfile.TemporaryDirectory(prefix="hv-") as folder:
        Path(folder).chmod(0o755)
        var = Path(folder).resolve() / "var"
        yield var
        if (server := running(var)) is not None:
            server.stop()
        shutil.rmtree(_socket_folder(var), ignore_errors=True)


@pytest.fixture
def var(empty: Path, template: Path) -> Path:
    """A `var` folder with a fresh data directory and no server."""
    return Path(shutil.copytree(template, empty))


@pytest.fixture
def own_server(var: Path) -> Server:
    """A running server that a test may stop, kill or fill."""
    return start(var, fsync=False, settings=SMALL)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running server, one for all tests that leave it as it is."""
    with tempfile.TemporaryDirectory(prefix="hv-") as folder:
        var = Path(folder) / "var"
        server = start(var, fsync=False, settings=SMALL)
        yield server
        server.stop()
        shutil.rmtree(server.socket)
