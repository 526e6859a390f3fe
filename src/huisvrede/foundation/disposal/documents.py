"""Documents on disk compared with their rows: what has no row any more goes, what has no file is told (decision 54).

The key of a document is gone by now: its row went with the sweep or by two, and its key with the line in the ledger.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db.models import Model

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.sweep import retention
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.register.declarations import all_declared, grounds
from huisvrede.foundation.register.fields import FileKeyField

YOUNG: Final = timedelta(days=1)
"""A page that still runs may yet write the row of a file of today."""
log = structlog.get_logger("huisvrede")


def compare(organisation: Organisation, *, on: date, now: datetime) -> list[str]:
    """Unlink every file older than a day without a row, and count the rows without a file; in words, none when all is well.

    May be stopped and run again, or run twice at once.
    """
    gone = missing = 0
    for room in range(shelf.ROOMS):
        rows = _rows(organisation, room, on)
        files = shelf.standing(organisation, room)
        old = {place for place, at in files.items() if at < (now - YOUNG).timestamp()}
        for place in old - rows:
            shelf.remove(organisation, place)
            gone += 1
        lost = rows - files.keys()
        missing += len(lost & _rows(organisation, room, on)) if lost else 0
    if missing:
        log.error("documents without their file", organisation=organisation.key, count=missing)
    said = [f"{gone} files of no document removed"] if gone else []
    return said + ([f"ERROR: {missing} documents have lost their file: put var/files back"] if missing else [])


def _rows(organisation: Organisation, room: int, on: date) -> set[UUID]:
    """The places in one room that a document stands in, by its row."""
    first, last = UUID(f"{room:02x}{'0' * 30}"), UUID(f"{room:02x}{'f' * 30}")
    models = [model for model, _declared in (*all_declared(), *grounds()) if _on_disk(model)]
    with retention(organisation, on):
        found = [
            model._default_manager.filter(place__gte=first, place__lte=last, digest__isnull=False).values_list(
                "place", flat=True
            )
            for model in models
        ]
        return {place for rows in found for place in rows}


def _on_disk(model: type[Model]) -> bool:
    """Whether what its rows hold stands on disk, under a key in the row."""
    return any(isinstance(field, FileKeyField) for field in model._meta.concrete_fields)
