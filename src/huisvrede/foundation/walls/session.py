"""Opening a transaction in which somebody acts: the ticket and the role go first, in one statement."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster import organisations
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.ticket import JOB_LIFE, LIFE, Acting, ticket

BEGIN = (
    "RESET ALL; SET TRANSACTION READ WRITE; SET LOCAL search_path = public; "
    "SELECT set_config('hv.ticket', %s, true), set_config('role', %s, true); SELECT walls.person(), walls.kind()"
)
"""One round trip; a setting that an injected statement left on the connection does not outlive this line."""

FROZEN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; "


class NobodyActs(RuntimeError):
    """A declared table was asked for rows while nobody acts."""


@dataclass
class Session:
    """Who acts in this transaction, and what the database already said of it: whose hat it is, and whether it runs today.

    `proved` says whether the browser has just proved that it is the one that signed in; a job or a command has none.
    """

    acting: Acting
    organisation: Organisation
    person: UUID | None = None
    stands: bool = True
    proved: Callable[[], bool] = bool
    known: dict[tuple[str, ...], Any] = field(default_factory=dict)


_session: ContextVar[Session | None] = ContextVar("session", default=None)
_keys: dict[Path, dict[str, bytes]] = {}


def session() -> Session:
    """The running session; raises NobodyActs outside one."""
    running = _session.get()
    if running is None:
        raise NobodyActs("Nobody acts: open `acting(…)` before asking for rows.")
    return running


def ticket_key(organisation: Organisation) -> bytes:
    """The key that web and worker hold in memory."""
    folder = organisations.folder()
    held = _keys.setdefault(folder, {})
    if organisation.key not in held:
        held[organisation.key] = bytes.fromhex(organisations.secrets_of(folder, organisation.key)["ticket"])
    return held[organisation.key]


@contextmanager
def acting(
    organisation: Organisation,
    who: Acting,
    *,
    life: timedelta | None = None,
    frozen: bool = False,
    proved: Callable[[], bool] = lambda: True,
) -> Iterator[Session]:
    """One transaction in which `who` acts; committed at the end, rolled back on an error.

    It has a minute, a job six hours: after `life` the database answers nothing more (HV002). When it is `frozen`, each of
    its statements sees the rows of one moment.
    Sessions do not nest: acting as somebody else within a transaction would leave rows seen by two.
    """
    if _session.get() is not None:
        raise RuntimeError("Somebody acts already; finish that transaction first.")
    with organisations.inside(organisation), transaction.atomic(using=organisation.key):
        life = life or (JOB_LIFE if who.kind is Kind.SYSTEM else LIFE)
        shown = ticket(who, key=ticket_key(organisation), now=time.time(), life=life)
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(FROZEN + BEGIN if frozen else BEGIN, [shown, f"hv_{who.kind.value}"])
            while cursor.nextset():
                pass
            person, kind = cursor.fetchone()
        running = Session(
            acting=who, organisation=organisation, person=person, stands=kind is not None, proved=proved
        )
        token = _session.set(running)
        try:
            yield running
        finally:
            _session.reset(token)


def may(activity: str, action: str, reach: str = "organisation") -> bool:
    """What the database says about the actor: once per transaction and question."""
    running = session()
    asked = ("may", activity, action, reach)
    if asked not in running.known:
        with connections[running.organisation.key].cursor() as cursor:
            cursor.execute("SELECT walls.may(%s, %s, %s)", [activity, action, reach])
            running.known[asked] = bool(cursor.fetchone()[0])
    return bool(running.known[asked])


def one_at_a_time(what: str) -> None:
    """Until this transaction ends, nobody else of this organisation is past this line for the same thing."""
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
