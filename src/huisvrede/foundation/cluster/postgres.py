"""The life of the embedded PostgreSQL server of one `var` folder: start, find, stop.

The server listens on a socket in a private folder only, asks every role for its password (SCRAM, RFC 5802)
and writes no statement, parameter or detail to its log (GDPR art. 5(1)(f), 25(2)).

One lock tells who may touch the data. It is taken by whoever starts the server and handed down to the server
and all its processes, so it is free when, and only when, the last of them has gone: also after `kill -9` of
the main process, while processes that it left behind still work, and also between containers that share a
disk but do not see each other's processes.
"""

import errno
import fcntl
import os
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from psycopg.conninfo import make_conninfo

from huisvrede.foundation.cluster.ground import (
    PORT,
    forget_other_process,
    make_data,
    password,
    require_private,
    require_version,
    socket_directory,
)
from huisvrede.foundation.cluster.programs import ClusterError, find

__all__ = ["ClusterError", "Server", "running", "start"]

PATIENCE = 60.0  # seconds without a new line in the server's log; a recovery writes one every ten
POLL = 0.005  # seconds

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {"max_connections": "200", "shared_buffers": "256MB", "jit": "off"},
)
FIXED: Mapping[str, str] = MappingProxyType(
    {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "log_destination": "stderr",
        "logging_collector": "off",
        # An ERROR's first line quotes what was typed ("invalid input syntax for type uuid: …"): log none.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_min_duration_statement": "-1",
        "log_statement": "none",
    }
)
UNSAFE: Mapping[str, str] = MappingProxyType(
    {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
)
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Server:
    """A running server: data directory, socket directory, port and the password of superuser `postgres`."""

    data: Path
    socket: Path
    port: int
    password: str = field(repr=False)

    def dsn(self, *, dbname: str = "postgres") -> str:
        """Return the connection string (with the password) of the superuser for one database."""
        return make_conninfo(
            host=str(self.socket), port=self.port, user="postgres", password=self.password, dbname=dbname
        )

    def stop(self) -> None:
        """Shut down in order (open transactions roll back) and wait until every process has gone.

        A server that has gone already is no error. One that makes no progress for PATIENCE is ended at once:
        with fsync nothing committed is lost; the next start begins with recovery. (PostgreSQL 18 waits for
        ever when told to stop while it recovers from a crashed process.) Raises ClusterError if that fails.
        """
        with _one_sentence():
            found = _recorded(self.data)
            if found is None or not _listening(found):
                return
            for order in (signal.SIGINT, signal.SIGQUIT):
                with suppress(ProcessLookupError):
                    os.kill(found.pid, order)
                if _gone(self.data, found.pid):
                    return
        raise ClusterError(f"PostgreSQL, process {found.pid}, does not stop: end it by hand")


def start(var: Path, *, fsync: bool = True, settings: Mapping[str, str] = NO_SETTINGS) -> Server:
    """Return the server of `var`, started, and its data directory made, when it was not there.

    A server that runs already is returned as it is, whatever the settings. `fsync=False` gives up safety
    against power failure for speed. Safe to call from several processes at once. Waits for what a crash left
    behind to end, and for recovery as long as it makes progress. Raises ClusterError when the server cannot
    be started, or for a setting that keeps it private (FIXED).
    """
    kept = sorted({name.lower().replace("-", "_") for name in settings} & {*FIXED, "unix_socket_directories"})
    if kept:
        raise ClusterError(f"the server's setting {kept[0]} is fixed, because it keeps personal data private")
    with _one_sentence():
        var = var.resolve()
        for folder in (var, var / "postgres", var / "log"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        patience, launched = _Patience(var), False
        while (server := running(var)) is None:
            lock = _lock(var / "postgres")
            if lock is None:
                if not patience.lasts():
                    raise ClusterError(
                        f"a process holds PostgreSQL's data but {patience.log} is silent for {PATIENCE:.0f} s"
                    )
                continue
            try:
                if launched:
                    raise ClusterError(f"PostgreSQL did not start: {patience.last_line()}")
                _launch(var, lock, {**(NO_SETTINGS if fsync else UNSAFE), **DEFAULTS, **settings, **FIXED})
                launched = True
            finally:
                os.close(lock)
        return server


def running(var: Path) -> Server | None:
    """Return the server of `var` if it is ready. Raises ClusterError if socket or secret is not in order."""
    with _one_sentence():
        var = var.resolve()
        found = _recorded(var / "postgres" / "data")
        if found is None or found.status != "ready" or not _listening(found):
            return None
        require_private(found.socket, (var / "postgres" / "data").stat().st_uid)
        return Server(var / "postgres" / "data", found.socket, found.port, password(var))


class _Postmaster(NamedTuple):
    """What a server says of itself in postmaster.pid."""

    pid: int
    port: int
    socket: Path
    status: str


class _Patience:
    """Waits while the server's log grows, up to PATIENCE seconds of silence."""

    def __init__(self, var: Path) -> None:
        self.log = var / "log" / "postgres.log"
        self.log.touch(mode=0o600)
        self.begin = self.size = self.log.stat().st_size
        self.since = time.monotonic()

    def lasts(self) -> bool:
        """Sleep one moment; False when the silence has been too long."""
        time.sleep(POLL)
        size, now = self.log.stat().st_size, time.monotonic()
        if size != self.size:
            self.size, self.since = size, now
        return now - self.since <= PATIENCE

    def last_line(self) -> str:
        """Return what the log says since the beginning: its last fatal line, else its last."""
        with self.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(self.begin)
            lines = log.read().splitlines() or ["it wrote nothing to its log"]
        fatal = [line for line in lines if "FATAL:" in line or "PANIC:" in line]
        return (fatal or lines)[-1]


@contextmanager
def _one_sentence() -> Iterator[None]:
    """Turn what the operating system refuses into a ClusterError."""
    try:
        yield
    except OSError as refused:
        raise ClusterError(f"{refused.filename or 'PostgreSQL'}: {refused.strerror}") from None


def _recorded(data: Path) -> _Postmaster | None:
    """Read postmaster.pid; None when it is absent, unfinished or copied with another directory's data."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 8 or lines[1] != str(data):
        return None
    return _Postmaster(int(lines[0]), int(lines[3]), Path(lines[4]), lines[7].strip())


def _listening(found: _Postmaster) -> bool:
    """Say whether a server is behind the socket; the file itself survives a crash."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)  # a server too busy to answer is one all the same
        answer = probe.connect_ex(str(found.socket / f".s.PGSQL.{found.port}"))
    return answer not in (errno.ENOENT, errno.ECONNREFUSED)


def _lock(home: Path) -> int | None:
    """Take the lock that the server and all its processes hold; None when it is held."""
    lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _gone(data: Path, pid: int) -> bool:
    """Wait until the server `pid` and all its processes have gone; False when patience ran out."""
    patience = _Patience(data.parents[1])
    while patience.lasts():
        lock = _lock(data.parent)
        if lock is not None:
            os.close(lock)
            return True
        successor = _recorded(data)
        if successor is not None and successor.pid != pid:
            return True
    return False


def _launch(var: Path, lock: int, settings: Mapping[str, str]) -> None:
    """Start a server that holds the lock, with a data directory if there was none; do not wait for it."""
    home, data, log = var / "postgres", var / "postgres" / "data", var / "log" / "postgres.log"
    programs = find(var, data)
    sockets = socket_directory(var, programs.owner)
    for path in (home, home / "lock", log):
        os.chown(path, programs.owner, -1)
    if not (data / "PG_VERSION").exists():
        make_data(var, programs, lock, sync=settings.get("fsync") != "off")
    password(var)  # a server whose superuser nobody can be is not started
    require_version(data, programs)
    for record in (data / "postmaster.pid", sockets / f".s.PGSQL.{PORT}.lock"):
        forget_other_process(record, data)
    options = [f"--{name}={value}" for name, value in settings.items()]
    server = programs.command("postgres", "-D", str(data), f"--unix_socket_directories={sockets}", *options)
    with log.open("ab") as file:
        # Through a shell that ends at once: the server is nobody's child, outlives us and leaves no zombie.
        programs.run(["/bin/sh", "-c", '"$@" &', "sh", *server], keep=(lock,), log=file.fileno())
