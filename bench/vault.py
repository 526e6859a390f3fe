"""What sealing costs: one field in and out, its key fetched, and 1,000 keys destroyed. Goals ≤ 0.1 ms a field, ≤ 50 ms.

`python -m bench.vault`, from the root of the project; a copy of the care group's template, gone at the end.
"""

from __future__ import annotations

from bench.filled import VAR  # the environment goes first

# isort: split

import statistics
import sys
import time
from collections.abc import Callable
from uuid import UUID, uuid4

from django.db import connections, transaction

import huisvrede.faces.cli.ready  # noqa: F401  stands before anything that needs Django
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.ledger import SHUT
from huisvrede.foundation.vault.sealing import seal, unseal
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier
from tests import template
from tests.cast import member, system
from tests.conftest import TODAY

FIELD, DESTROYED, KEYS = 0.1, 50.0, 1_000


def took(what: Callable[[], object], times: int) -> float:
    """Median milliseconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        what()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def destroyed(organisation: Organisation) -> float:
    """Milliseconds to destroy a thousand keys, committed."""
    alias = organisation.vault_alias
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SELECT digest FROM vault_datakey LIMIT %s", [KEYS])
        digests = [bytes(row[0]) for row in cursor.fetchall()]
    assert len(digests) == KEYS
    began = time.perf_counter()
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(SHUT, [digests])
    return (time.perf_counter() - began) * 1000


def main() -> int:
    """Measure, print, and compare with the goals."""
    server = template.ensure(VAR)
    organisation = template.copy(server, VAR, "care-group")
    template.with_vault(server, organisation)
    try:
        join(organisation, VAR, "worker")
        with acting(organisation, system("rights", TODAY)):
            row = Identifier(resident_id=member("sanne").file)
            row.value = seal(row, "value", "111222333")
            into = took(lambda: seal(row, "value", "111222333"), 2_000)
            out = took(lambda: unseal(row, "value"), 2_000)
            fresh: list[UUID] = [uuid4() for _ in range(2 * KEYS)]
            began = time.perf_counter()
            for key in fresh:
                seal(Identifier(resident_id=key), "value", "x")
            first = (time.perf_counter() - began) * 1000 / len(fresh)
        gone = destroyed(organisation)
        for alias in (organisation.key, organisation.vault_alias):
            connections[alias].close()
    finally:
        template.forget(server, VAR, organisation)
    print(f"seal a field           {into:8.3f} ms (goal ≤ {FIELD})")
    print(f"open a field           {out:8.3f} ms (goal ≤ {FIELD})")
    print(f"a file's first field, its key made and committed   {first:8.3f} ms")
    print(f"destroy {KEYS:,} keys     {gone:8.3f} ms (goal ≤ {DESTROYED})")
    return int(max(into, out) > FIELD or gone > DESTROYED)


if __name__ == "__main__":
    sys.exit(main())
