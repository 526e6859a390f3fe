"""What the worker does for imports: read what waits, and forget what nobody came back for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import sqlstate
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.imports.holding import clear
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.services import (
    FINAL,
    WAITING,
    claim,
    dry_run,
    refuse,
    require_import,
    store,
)
from huisvrede.foundation.imports.shapes import shape_named
from huisvrede.foundation.imports.taking_back import take_back_waiting
from huisvrede.foundation.jobs.progress import noted
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import JOB_LIFE, Acting

PROGRESS = "UPDATE imports_import SET done = %s WHERE id = %s"
OF_THE_WALLS = "HV"
"""How a SQLSTATE of ours begins: the walls refuse, and will do so again."""

log = structlog.get_logger("huisvrede.imports")


def run_waiting(organisation: Organisation, *, on: date) -> int:
    """Destroy the files that are done with, check or store every one that waits, take back what was decided; how many.

    May run twice, and on two workers at once.
    """
    clear_done(organisation, on=on)
    with acting(organisation, _system(on)):
        waiting = list(
            Import.objects.filter(state__in=WAITING).order_by("made_on", "pk").values_list("pk", flat=True)
        )
    return sum(_run(organisation, run, on) for run in waiting) + take_back_waiting(organisation, on=on)


def clear_done(organisation: Organisation, *, on: date) -> int:
    """Destroy the files of imports that have ended, and the keys that open them; how many."""
    with acting(organisation, _system(on)):
        return clear(organisation, Import.objects.filter(state__in=FINAL).exclude(place=None))


def forget_old(organisation: Organisation, *, on: date) -> int:
    """Remove the files brought before this day and never stored (article 5(1)(e)); returns how many."""
    with acting(organisation, _system(on)):
        old = Import.objects.exclude(state__in=FINAL).filter(made_on__lt=on).values_list("pk", flat=True)
        left = [run for run in old if claim(run)]
        for run in left:
            refuse(run=run, code="too-old")
    return len(left)


def _run(organisation: Organisation, run: UUID, on: date) -> int:
    """One file, in the name of whoever brought it: a right that has ended meanwhile ends the import."""
    with acting(organisation, _system(on)):
        found = Import.objects.filter(pk=run).defer("problems").first()
    if found is None or found.state not in WAITING:
        return 0
    try:
        return _work(organisation, found, _actor(found, on))
    except Gone:
        return 0
    except Refused:
        return _end(organisation, run, "no-right", on)
    except Exception as problem:  # noqa: BLE001  one file that fails does not keep the others waiting
        # Only the kind of error: a text may hold personal data.
        log.error("import failed", error=type(problem).__name__)  # noqa: TRY400
        return 0 if _passes(problem) else _end(organisation, run, "failed", on)


def _passes(problem: Exception) -> bool:
    """Whether the database was away or full: nothing is stored, and the file waits for a next look.

    What the walls refuse is no such thing, they will refuse it again.
    """
    away = isinstance(problem, OperationalError | InterfaceError)
    return away and not sqlstate(problem).startswith(OF_THE_WALLS)


def _work(organisation: Organisation, found: Import, who: Acting) -> int:
    with acting(organisation, who, life=JOB_LIFE), noted(organisation, who, found.pk, PROGRESS) as tell:
        require_import(shape_named(found.shape))
        if not claim(found.pk):
            return 0
        (dry_run if found.state == "checking" else store)(run=found.pk, tell=tell)
    return 1


def _end(organisation: Organisation, run: UUID, code: str, on: date) -> int:
    with acting(organisation, _system(on)):
        refuse(run=run, code=code)
    return 1


def _actor(found: Import, on: date) -> Acting:
    if found.hat_id is None or found.account is None:
        return Acting(kind=Kind.SYSTEM, purpose=found.purpose, day=on)
    return Acting(account=found.account, hat=found.hat_id, kind=Kind.STAFF, purpose=found.purpose, day=on)


def _system(on: date) -> Acting:
    return Acting(kind=Kind.SYSTEM, purpose="imports", day=on)
