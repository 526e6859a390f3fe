"""Keys that open nothing: of a file that never came to be, since something stopped between vault and main (decision 16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from huisvrede.core.proof import leaf
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.sweep import retention
from huisvrede.foundation.register.declarations import all_declared, grounds, keyed
from huisvrede.foundation.vault.sealing import sealed_fields

YOUNG: Final = timedelta(days=1)
"""A transaction that still runs may yet use a key of today."""
BATCH: Final = 10_000
PAGE = "SELECT anchor FROM vault_datakey WHERE anchor > %s AND made_at < %s ORDER BY anchor LIMIT %s"
ORPHANS_GONE = "DELETE FROM vault_datakey WHERE anchor = ANY (%s)"
GONE = "DELETE FROM vault_datakey WHERE digest = ANY (%s)"


def forget_orphans(organisation: Organisation, *, on: date, now: datetime) -> int:
    """Take away every key older than a day that belongs to no file; how many. May be stopped and run again."""
    anchors = {keyed(model) for model, _declared in (*all_declared(), *grounds()) if sealed_fields(model)}
    last, gone = UUID(int=0), 0
    while keys := _page(organisation, last, now - YOUNG):
        with retention(organisation, on):
            found = [
                model._default_manager.filter(pk__in=keys).values_list("pk", flat=True) for model in anchors
            ]
            there = {key for rows in found for key in rows}
        orphans = [key for key in keys if key not in there]
        if orphans:
            with _vault(organisation) as cursor:
                cursor.execute(ORPHANS_GONE, [orphans])
        last, gone = keys[-1], gone + len(orphans)
    return gone


def end_keys(organisation: Organisation, model: type[Model], anchors: Sequence[UUID]) -> None:
    """Take the keys of these rows of a model away: what they sealed is unreadable from now on.

    By what the ledger calls them: a row that was given the key of somebody's file ends nothing of that file.
    """
    if anchors:
        with _vault(organisation) as cursor:
            cursor.execute(GONE, [[leaf(model._meta.label_lower, anchor) for anchor in anchors]])


def _page(organisation: Organisation, after: UUID, before: datetime) -> list[UUID]:
    with _vault(organisation) as cursor:
        cursor.execute(PAGE, [after, before, BATCH])
        return [key for (key,) in cursor.fetchall()]


@contextmanager
def _vault(organisation: Organisation) -> Iterator[CursorWrapper]:
    alias = organisation.vault_alias
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        yield cursor
