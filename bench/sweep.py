"""50,000 due of 2,000,000 registrations destroyed, with restriction, holds and ledger: goal ≤ 1.5 × one raw DELETE.

`python -m bench.sweep [ROWS]`, from the root of the project; one row in forty is due. The raw DELETE is the owner's, of as many rows of the same
table, without our trigger, its foreign keys checked, and rolled back. Persons, vault and certificates are told apart.

Seconds are those of the clock and, since others may use the machine, those of the processor: of the database's process and of this one. The goal
is asked of both, and met when the processor meets it.
"""

from __future__ import annotations

from bench.filled import LOUD, ROWS, VAR, copied, filled  # the environment goes first

# isort: split

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

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
TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Seconds of the clock and of the processor."""

    clock: float = 0.0
    processor: float = 0.0

    def less(self, other: Cost) -> Cost:
        """What is left without a part."""
        return Cost(self.clock - other.clock, self.processor - other.processor)

    def __str__(self) -> str:
        return f"{self.clock:8.2f} s{self.processor:8.2f} s"


def spent(backend: int) -> Cost:
    """The clock, and the processor time so far of a process of the database and of this one."""
    told = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return Cost(time.perf_counter(), (int(told[11]) + int(told[12])) / TICKS + time.process_time())


def timed(backend: int, what: Callable[[], T]) -> tuple[Cost, T]:
    """Cost and outcome."""
    began = spent(backend)
    outcome = what()
    return spent(backend).less(began), outcome


def raw(dsn: str, due: int) -> Cost:
    """One DELETE of as many rows, its keys checked, undone again."""
    with psycopg.connect(dsn) as owner:
        owner.execute("ALTER TABLE allocation_registration DISABLE TRIGGER USER")
        cost, _ = timed(
            owner.info.backend_pid,
            lambda: (owner.execute(RAW, [due]), owner.execute("SET CONSTRAINTS ALL IMMEDIATE")),
        )
        owner.rollback()
    return cost


def swept(organisation: Organisation, due: int) -> tuple[Cost, Cost]:
    """The sweep without and that of forgetting persons, each with the checks of its own keys."""
    backend, forgetting, plain = worker(organisation), Cost(), sweeping.forget

    def forget(one: Organisation, persons: str) -> int:
        nonlocal forgetting
        checked(one)
        cost, count = timed(backend, lambda: (plain(one, persons), checked(one))[0])
        forgetting = Cost(forgetting.clock + cost.clock, forgetting.processor + cost.processor)
        return count

    sweeping.forget = forget
    cost, done = timed(backend, lambda: sweeping.sweep(organisation, on=LOUD, at=AT))
    assert (done.rows, done.persons) == (due, due), done
    return cost.less(forgetting), forgetting


def worker(organisation: Organisation) -> int:
    """The process of the database that works for this one; the connection lasts."""
    connection = connections[organisation.key]
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


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
        backend = worker(organisation)
        stamped, _ = timed(backend, lambda: copy(organisation, on=LOUD, at=AT))
        certified, _ = timed(backend, lambda: certify(organisation, on=LOUD, at=AT))
        for alias in (organisation.key, organisation.vault_alias):
            connections[alias].close()
    ratios = ours.clock / plain.clock, ours.processor / plain.processor
    print(f"{f'{due:,} due of {rows:,} registrations':<34}{'clock':>10}{'processor':>10}")
    print(f"{'one raw DELETE of as many rows':<34}{plain}")
    print(f"{'rows, restriction, holds, ledger':<34}{ours}")
    print(f"{f'ratio (goal ≤ {GOAL})':<34}{ratios[0]:8.2f} ×{ratios[1]:8.2f} ×")
    print(f"{'persons forgotten with them':<34}{persons}")
    print(f"{'lines into the vault, stamped':<34}{stamped}")
    print(f"{'certificate':<34}{certified}")
    return int(ratios[1] > GOAL)


if __name__ == "__main__":
    sys.exit(main())
