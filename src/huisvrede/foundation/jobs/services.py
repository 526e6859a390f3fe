"""A wake-up: somebody should look at this organisation's work now. Losing one loses nothing: state is the queue."""

from __future__ import annotations

from functools import partial

import structlog
from django.db import DatabaseError, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import ProcrastinateException

from huisvrede.foundation.cluster.organisations import current

log = structlog.get_logger("huisvrede.jobs")
TASK = "work"


def wake(work: str) -> None:
    """After this transaction has committed, let a worker look at one kind of work of this organisation."""
    organisation = current()
    transaction.on_commit(partial(_defer, organisation.key, work), using=organisation.key)


def _defer(organisation: str, work: str) -> None:
    try:
        app.configure_task(TASK, queueing_lock=f"{organisation}/{work}").defer(
            organisation=organisation, work=work
        )
    except (ProcrastinateException, DatabaseError) as problem:
        # One wake-up waits already, or `control` is away: the worker looks everywhere within a minute.
        log.info("wake-up not placed", work=work, why=type(problem).__name__)
