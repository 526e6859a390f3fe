"""The cord between our processes and the database, which a test may cut: to them the server is gone, and comes back.

The server itself stays, for the other tests: a folder stands in for the installation's own, in which the server is
said to listen on a socket of this process that hands everything on.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation, write
from tests.conftest import ROOT, VAR

SOCKET = ".s.PGSQL.5432"


class Cord:
    """Hands on what is said to the server and what it answers, until it is cut."""

    def __init__(self, folder: Path, server: postgres.Server) -> None:
        self.var, self._place = folder / "var", folder / "socket"
        self._behind = str(server.socket / SOCKET)
        self._ends: list[socket.socket] = []
        self._threads: list[Thread] = []
        self._place.mkdir(mode=0o700)
        self._installation(server)
        self.mend()

    def _installation(self, server: postgres.Server) -> None:
        data = self.var / "postgres" / "data"
        data.mkdir(parents=True)
        (self.var / "secrets").symlink_to(VAR / "secrets")
        record = (server.data / "postmaster.pid").read_text().splitlines()
        record[1], record[4] = str(data), str(self._place)
        (data / "postmaster.pid").write_text("\n".join(record) + "\n")

    def mend(self) -> None:
        """From now on the server answers."""
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self._place / SOCKET))
        self._listening.listen(64)
        self._begin(self._accept, self._listening)

    def cut(self) -> None:
        """From now on there is no server, and whoever was talking to it was cut short."""
        (self._place / SOCKET).unlink()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for end in (self._listening, *self._ends):
            end.close()
        self._ends.clear()
        self._threads.clear()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near = listening.accept()[0]
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._behind)
                self._ends += [near, far]
                self._begin(_hand_on, near, far)
                self._begin(_hand_on, far, near)

    def _begin(self, what: Callable[..., None], *ends: socket.socket) -> None:
        thread = Thread(target=what, args=ends, daemon=True)
        self._threads.append(thread)
        thread.start()


def _hand_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def cord(*organisations: Organisation) -> Iterator[Cord]:
    """An installation with these organisations, behind a cord."""
    server = postgres.running(VAR)
    assert server is not None
    folder = Path(tempfile.mkdtemp(prefix="hv-")).resolve()
    try:
        one = Cord(folder, server)
        write(one.var, {organisation.key: organisation for organisation in organisations})
        yield one
        if (folder / "socket" / SOCKET).exists():
            one.cut()
    finally:
        shutil.rmtree(folder)


def environment_of(line: Cord) -> dict[str, str]:
    """What a process of the installation behind a cord is started with."""
    return {**os.environ, "HUISVREDE_VAR": str(line.var), "PYTHONPATH": str(ROOT / "src")}
