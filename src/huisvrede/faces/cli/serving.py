"""`huisvrede serve` and `huisvrede worker`: one process each, replaced by gunicorn or run by procrastinate."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

from huisvrede.faces.cli.errors import USAGE, Stop
from huisvrede.foundation.audit.collector import check_collectors
from huisvrede.foundation.cluster.certificate import certificate_for
from huisvrede.foundation.cluster.connections import known
from huisvrede.foundation.people.passwords import is_a_list
from huisvrede.foundation.people.providers import check_providers

log = structlog.get_logger("huisvrede.jobs")
ADDRESS = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}|unix:/.+")
"""Where gunicorn can listen."""
PATIENCE = 2.0
"""Seconds in which `control` must give a connection."""
PAUSE = 1.0
"""Seconds between losing the database and looking whether it is back."""


@dataclass(frozen=True, kw_only=True)
class Tls:
    """How to serve over HTTPS. `plain`: an address where plain HTTP is answered with the way to HTTPS, "" for none."""

    certificate: Path | None = None
    key: Path | None = None
    plain: str = ""


def serve(*, bind: str, workers: int, tls: Tls | None = None) -> None:
    """Become gunicorn: threads, because most of a page is waiting for the database. Stop for what can't be served."""
    _require_list_of_breaches()
    _require_files()
    _require_address(bind)
    if tls is None:
        os.execv(sys.executable, _gunicorn(bind, workers))  # noqa: S606  nothing of a user's is in these arguments
    certificate, key = _certificate(tls)
    os.environ["HUISVREDE_SECURE"] = "1"
    os.environ.setdefault("HUISVREDE_ORIGIN", f"https://{{host}}:{bind.rpartition(':')[2]}")
    secure = [*_gunicorn(bind, workers), "--certfile", str(certificate), "--keyfile", str(key)]
    if not tls.plain:
        os.execv(sys.executable, secure)  # noqa: S606
    _require_address(tls.plain)
    sys.exit(_until_one_ends([secure, _gunicorn(tls.plain, 1)]))


def _gunicorn(bind: str, workers: int) -> list[str]:
    listening = ["--bind", bind, "--workers", str(workers), "--threads", "4", "--worker-class", "gthread"]
    memory = ["--worker-tmp-dir", "/dev/shm"] if os.path.isdir("/dev/shm") else []  # noqa: PTH112, S108
    quiet = ["--no-control-socket", "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", *listening, *memory, *quiet, "huisvrede.config.wsgi:application"]


def _require_address(bind: str) -> None:
    if not ADDRESS.fullmatch(bind):
        raise Stop(f"{bind} is no address to listen on; write it as 127.0.0.1:8000.", USAGE)


def _require_list_of_breaches() -> None:
    path = settings.BREACHED
    if path and not is_a_list(Path(path)):
        raise Stop(f"{path} is no list of stolen passwords: it has a SHA-1 digest on each line, in order.", USAGE)


def _require_files() -> None:
    for wrong in (*check_providers(), *check_collectors()):
        raise Stop(f"{wrong.msg} ({wrong.hint})", USAGE)


def _certificate(tls: Tls) -> tuple[Path, Path]:
    """The files that were named, or a certificate of this installation's own."""
    if tls.certificate is None or tls.key is None:
        if (tls.certificate, tls.key) != (None, None):
            raise Stop("A certificate and its key go together: --certificate FILE --key FILE.", USAGE)
        hosts = [one.host for one in known(settings.VAR, settings.LOGIN).values()]
        return certificate_for(hosts, settings.VAR / "tls", at=timezone.now())
    for path in (tls.certificate, tls.key):
        if not path.is_file():
            raise Stop(f"There is no file {path}.", USAGE)
    return tls.certificate, tls.key


def _until_one_ends(commands: list[list[str]]) -> int:
    """Run them side by side; the first that ends, or a signal, ends the others. The exit code of the first."""
    told = threading.Event()
    for order in (signal.SIGINT, signal.SIGTERM):
        signal.signal(order, lambda *_: told.set())
    running = [subprocess.Popen(command) for command in commands]
    while not told.wait(0.2) and all(one.poll() is None for one in running):
        continue
    ended = next((one.returncode for one in running if one.returncode is not None), 0)
    for one in running:
        one.terminate()
    for one in running:
        one.wait()
    return ended


def work() -> None:
    """Run the worker until it is told to stop; several may run. One that loses its database begins again."""
    asyncio.run(_until_told())


async def _until_told() -> None:
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for order in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(order, told.set)
    waiting = asyncio.create_task(told.wait())
    while not told.is_set():
        working = asyncio.create_task(_work())
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        await asyncio.wait({working})
        if not working.cancelled() and (problem := working.exception()):
            raise problem
        if not told.is_set():
            log.warning("worker lost its database")
            await asyncio.wait({waiting}, timeout=PAUSE)


async def _work() -> None:
    """One life of procrastinate's worker: it ends by itself when `control` is out of reach, whether it says so or not."""
    reached = PsycopgConnector(
        kwargs=connector_params(settings.PROCRASTINATE_DATABASE_ALIAS), timeout=PATIENCE
    )
    with app.replace_connector(reached) as working:
        try:
            async with working.open_async():
                await working.run_worker_async(concurrency=1, install_signal_handlers=False)
        except ConnectorException:
            return
