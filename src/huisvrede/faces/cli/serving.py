"""`huisvrede serve` and `huisvrede worker`: one process each, replaced by gunicorn or run by procrastinate."""

from __future__ import annotations

import os
import sys

from django.core.management import call_command


def serve(*, bind: str, workers: int) -> None:
    """Become gunicorn: threads, because most of a page is waiting for the database."""
    arguments = ["--bind", bind, "--workers", str(workers), "--threads", "4", "--worker-class", "gthread"]
    quiet = ["--log-level", "warning", "--worker-tmp-dir", "/dev/shm"] if os.path.isdir("/dev/shm") else []  # noqa: PTH112, S108
    os.execv(  # noqa: S606  nothing of a user's is in these arguments
        sys.executable,
        [sys.executable, "-m", "gunicorn", *arguments, *quiet, "huisvrede.config.wsgi:application"],
    )


def work() -> None:
    """Run the worker until it is told to stop; several may run."""
    call_command("procrastinate", "worker", "--concurrency=1", "--wait")
