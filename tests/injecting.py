"""SQL as an injected statement would run it: over a connection of one of the organisation's own logins."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation, secrets_of
from huisvrede.foundation.walls.session import ticket_key
from huisvrede.foundation.walls.ticket import LIFE, Acting, ticket
from tests.conftest import VAR


@contextmanager
def injected(organisation: Organisation, login: str = "web") -> Iterator[psycopg.Connection]:
    """A connection as one of the organisation's own logins, in a transaction, with nothing shown yet."""
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(
        host=str(server.socket),
        port=server.port,
        dbname=organisation.main,
        user=organisation.login(login),
        password=secrets_of(VAR, organisation.key)[login],
    ) as connection:
        yield connection
        connection.rollback()


def show(
    connection: psycopg.Connection,
    who: Acting,
    organisation: Organisation,
    role: str | None = None,
    life: timedelta = LIFE,
) -> None:
    """Show the ticket of whoever acts, as the application did before the injected statement."""
    shown = ticket(who, key=ticket_key(organisation), now=time.time(), life=life)
    connection.execute("SELECT set_config('hv.ticket', %s, true)", [shown])
    connection.execute("SELECT set_config('role', %s, true)", [role or f"hv_{who.kind.value}"])
