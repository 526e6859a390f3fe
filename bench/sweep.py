"""50,000 due of 2,000,000 registrations destroyed, with restriction, holds and ledger: goal ≤ 1.5 × one raw DELETE.

`python -m bench.sweep [ROWS]`, from the root of the project; one row in forty is due. The raw DELETE is the owner's, of the same rows of the same
table, without our trigger, its foreign keys checked, and rolled back. Persons, vault and certificates are told apart.
"""

from __future__ import annotations

from bench.filled import LOUD, ROWS, VAR, copied, filled  # the environment goes first

# isort: split

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import psycopg
from django.db import connections

import huisvrede.faces.cli.ready  # noqa: F401  stands before anything that needs Django
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal import sweep as sweeping
from huisvrede.foundation.disposal.certify import certify
from huisvrede.foundation.disposal.ledger import copy

GOAL = 1.5
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
RAW = (
    "DELETE FROM allocation_registration WHERE ctid = ANY (ARRAY(SELECT a.ctid FROM allocation_registration a"
    " WHERE a.ended_on <= '2024-02-29' AND a.number > '' LIMIT %s))"
)
T = TypeVar("T")


def timed(what: Callable[[], T]) -> tuple[float, T]:
    """Seconds and outcome."""
    began = time.perf_counter()
    outcome = what()
    return time.perf_counter() - began, outcome


def raw(dsn: str, due: int) -> float:
    """One DELETE of as many rows, its keys checked, undone again."""
    with psycopg.connect(dsn) as owner:
        owner.execute("ALTER TABLE allocation_registration DISABLE TRIGGER USER")
        seconds, _ = timed(
            lambda: (owner.execute(RAW, [due]), owner.execute("SET CONSTRAINTS ALL IMMEDIATE"))
        )
        owner.rollback()
    return seconds


def swept(organisation: Organisation, due: int) -> tuple[float, float]:
    """Seconds of the sweep without and those of forgetting persons, each with the checks of its own keys."""
    forgetting, plain = 0.0, sweeping.forget

    def forget(one: Organisation, persons: list[UUID]) -> int:
        nonlocal forgetting
        checked(one)
        seconds, count = timed(lambda: (plain(one, persons), checked(one))[0])
        forgetting += seconds
        return count

    sweeping.forget = forget
    seconds, done = timed(lambda: sweeping.sweep(organisation, on=LOUD, at=AT))
    assert (done.rows, done.persons) == (due, due), done
    return seconds - forgetting, forgetting


def checked(organisation: Organisation) -> None:
    """Check now the keys that would be checked at commit, so that each part pays for its own."""
    with connections[organisation.key].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def main() -> int:
    """Measure, print, and compare with the goal."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    due = rows // 40
    server, source = filled(rows, due)
    with copied(server, source) as organisation:
        join(organisation, VAR, "worker")
        dsn = server.dsn(dbname=organisation.main)
        raw(dsn, due)
        plain = min(raw(dsn, due), raw(dsn, due))
        ours, persons = swept(organisation, due)
        stamped, _ = timed(lambda: copy(organisation, on=LOUD, at=AT))
        certified, _ = timed(lambda: certify(organisation, on=LOUD, at=AT))
        for alias in (organisation.key, organisation.vault_alias):
            connections[alias].close()
    ratio = ours / plain
    print(f"{due:,} due of {rows:,} registrations")
    print(f"one raw DELETE of these rows       {plain:6.2f} s")
    print(f"rows, restriction, holds, ledger   {ours:6.2f} s   {ratio:.2f} × (goal ≤ {GOAL})")
    print(f"persons forgotten with them        {persons:6.2f} s")
    print(f"lines into the vault, stamped      {stamped:6.2f} s")
    print(f"certificate                        {certified:6.2f} s")
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main())
