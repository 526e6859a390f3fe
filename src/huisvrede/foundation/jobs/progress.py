"""How far a job is, visible to others while it runs in a transaction of its own that nobody sees into."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
from django.db import connections

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import BEGIN, ticket_key
from huisvrede.foundation.walls.ticket import Acting, ticket

Tell = Callable[[int], None]
EVERY = 0.5
"""Seconds between two notes of progress."""


def silent(_rows: int) -> None:
    """Nobody looks on."""


@contextmanager
def noted(organisation: Organisation, who: Acting, run: UUID, note: str) -> Iterator[Tell]:
    """Within: say how many rows were done, and by the statement `note` it stands in the run's row for whoever may see it.

    It goes over a second connection in short transactions, with the same ticket and walls. The job itself
    therefore never locks the row of its run before it is done.
    """
    second = connections[organisation.key].copy()
    last = 0.0

    def tell(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last < EVERY:
            return
        last = time.monotonic()
        second.ensure_connection()
        raw = second.connection
        assert isinstance(raw, psycopg.Connection)
        shown = ticket(who, key=ticket_key(organisation), now=time.time())
        with raw.transaction(), raw.cursor() as cursor:
            cursor.execute(BEGIN, [shown, f"hv_{who.kind.value}"])
            cursor.execute(note, [rows, run])

    try:
        yield tell
    finally:
        second.close()
