"""The ledger's way out of main, each minute and each night: lines go into the vault, and are stamped once they stand there.

Two databases can't commit together (decision 16), so the order is: main (rows gone, lines written), vault (line there,
key of the file or row gone), stamp.
Each step may run twice: the vault takes a line once, and a stamp is set where there is none.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connections, transaction

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.models import Line
from huisvrede.foundation.disposal.sweep import retention

BATCH = 20_000
"""Lines per transaction."""

SHUT = "DELETE FROM vault_datakey WHERE digest = ANY (%s::bytea[])"
"""The key of a file goes with its line: from here on its sealed fields are unreadable in every older backup of main."""

KEEP = """INSERT INTO vault_line (id, verb, model, digest, at)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bytea[], %s::timestamptz[]) ON CONFLICT DO NOTHING"""

ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('disposal.ledger', 0))"
"""One worker at a time stamps or certifies: two that update the same lines in their own order would wait for each other."""

Row = tuple[UUID, str, str, bytes, datetime]


def copy(organisation: Organisation, *, on: date, at: datetime) -> int:
    """Bring every line that has no stamp into the vault and stamp it at `at`; how many there were."""
    copied = 0
    while lines := _unstamped(organisation, on):
        _keep(organisation, lines)
        with retention(organisation, on), connections[organisation.key].cursor() as cursor:
            cursor.execute(ALONE)
            Line.objects.filter(pk__in=[line[0] for line in lines], stamped_at=None).update(stamped_at=at)
        copied += len(lines)
    return copied


def _unstamped(organisation: Organisation, on: date) -> list[Row]:
    with retention(organisation, on):
        rows = Line.objects.filter(stamped_at=None, certificate=None).order_by("at", "pk")
        return [
            (key, verb, model, bytes(digest), at)
            for key, verb, model, digest, at in rows.values_list("id", "verb", "model", "digest", "at")[
                :BATCH
            ]
        ]


def _keep(organisation: Organisation, lines: list[Row]) -> None:
    alias = organisation.vault_alias
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(KEEP, [list(column) for column in zip(*lines, strict=True)])
        cursor.execute(SHUT, [[line[3] for line in lines]])
