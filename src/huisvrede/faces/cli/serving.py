"""`huisvrede serve` and `huisvrede worker`: one process each, replaced by gunicorn or run by procrastinate."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys

import structlog
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

from huisvrede.faces.cli.errors import USAGE, Stop

log = structlog.get_logger("huisvrede.jobs")
ADDRESS = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):[0-9]{1,5}|unix:/.+")
"""Where gunicorn can listen."""
PATIENCE = 2.0
"""Seconds in which `control` must give a connection."""
PAUSE = 1.0
"""Seconds between losing the database and looking whether it is back."""


def serve(*, bind: str, workers: int) -> None:
    """Become gunicorn: threads, because most of a page is waiting for the database. Stop for what is no address."""
    if not ADDRESS.fullmatch(bind):
        raise Stop(f"{bind} is no address to listen on; write it as 127.0.0.1:8000.", USAGE)
    arguments = ["--bind", bind, "--workers", str(workers), "--threads", "4", "--worker-class", "gthread"]
    quiet = ["--log-level", "warning", "--worker-tmp-dir", "/dev/shm"] if os.path.isdir("/dev/shm") else []  # noqa: PTH112, S108
    os.execv(  # noqa: S606  nothing of a user's is in these arguments
        sys.executable,
        [sys.executable, "-m", "gunicorn", *arguments, *quiet, "huisvrede.config.wsgi:application"],
    )


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
