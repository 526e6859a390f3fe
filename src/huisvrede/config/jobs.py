"""What the worker does: a look at one kind of work, a look everywhere each minute, a night run, and rescue of the stalled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import structlog
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from huisvrede.engines.access.opening import tell_of_openings
from huisvrede.engines.rights.tasks import answer_granted
from huisvrede.engines.transparency.tasks import adopt_decided
from huisvrede.faces.cli.nightly import nightly
from huisvrede.foundation.audit.delivering import deliver
from huisvrede.foundation.cluster.connections import known
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.disposal.ledger import copy
from huisvrede.foundation.disposal.services import moment
from huisvrede.foundation.imports.tasks import run_waiting
from huisvrede.foundation.jobs.services import TASK
from huisvrede.foundation.lists.exporting import run_waiting as run_exports
from huisvrede.foundation.messages.keys import tell_of_keys
from huisvrede.foundation.messages.sending import send_waiting

log = structlog.get_logger("huisvrede.jobs")
WORK: Mapping[str, Callable[..., int]] = {
    "imports": run_waiting,
    "answers": answer_granted,
    "exports": run_exports,
    "openings": tell_of_openings,
    "policy": adopt_decided,
    "ledger": lambda organisation, on: copy(organisation, on=on, at=moment(on, timezone.now())),
    "log": deliver,
    "keys": tell_of_keys,
    "messages": send_waiting,
}
"""Every kind of work that waits in rows; messages last, since the others write some."""
STALLED_AFTER = 30


@app.task(name=TASK)
def work(organisation: str, work: str) -> None:
    """Look at one kind of work of one organisation; may run twice."""
    found = {one.key: one for one in _organisations()}.get(organisation)
    if found is not None:
        _do(found, work, timezone.localdate())


@app.periodic(cron="* * * * *")
@app.task(name="look-everywhere", queueing_lock="look-everywhere")
def look_everywhere(timestamp: int) -> None:  # noqa: ARG001  procrastinate gives the moment
    """Catch what a crash or a lost wake-up left behind; work that fails does not stop the other work."""
    for organisation in _organisations():
        for kind in WORK:
            with _apart(kind):
                _do(organisation, kind, timezone.localdate())


@app.periodic(cron="15 2 * * *")
@app.task(name="night", queueing_lock="night")
def night(timestamp: int) -> None:  # noqa: ARG001  procrastinate gives the moment
    """The daily run of every organisation; one that fails does not stop the others."""
    for organisation in _organisations():
        with _apart("night"):
            nightly(organisation, on=timezone.localdate())


@app.periodic(cron="* * * * * */20")
@app.task(name="rescue", queueing_lock="rescue", pass_context=False)
async def rescue(timestamp: int) -> None:  # noqa: ARG001  procrastinate gives the moment
    """Jobs of a worker that was killed go back into the queue."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)


@contextmanager
def _apart(work: str) -> Iterator[None]:
    """What fails within is told and left: one organisation's trouble is not another's."""
    try:
        yield
    except Exception as problem:  # noqa: BLE001  whatever it is
        log.error("work failed", work=work, error=type(problem).__name__)  # noqa: TRY400  texts may hold personal data


def _organisations() -> list[Organisation]:
    return list(known(settings.VAR, settings.LOGIN).values())


def _do(organisation: Organisation, kind: str, on: date) -> None:
    with inside(organisation):
        done = WORK[kind](organisation, on=on)
    if done:
        log.info("work done", work=kind, count=done)
