"""1,000,000 registrations with staff who handle 40, 2,000 and all of them; how a query is timed on it."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from uuid import UUID, uuid5

from bench.filled import VAR, filled  # isort: skip  it chooses the folder before Django looks for one

import psycopg

import huisvrede.faces.cli.ready  # noqa: F401  stands before anything that needs Django
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.ticket import Acting
from tests.cast import NAMESPACE, member
from tests.conftest import TODAY

ROWS = int(os.environ.get("HUISVREDE_BENCH_ROWS", "1_000_000"))
COLLEAGUES = 500
FILES_EACH = 400
HANDLERS = {"40 files": 40, "2,000 files": 2_000}

STAFF = """
WITH hat AS (INSERT INTO people_hat (id, account, kind, name, organisation, starts_on) VALUES (%(hat)s, %(hat)s, 'staff', %(name)s, '', '2022-01-10') RETURNING id),
     bond AS (INSERT INTO people_bond (id, hat_id, text_version, signed_on) SELECT gen_random_uuid(), id, '1', '2022-01-10' FROM hat)
INSERT INTO people_grant (id, hat_id, role, starts_on, reason) SELECT gen_random_uuid(), id, 'advisor', '2022-01-10', 'bench' FROM hat
"""
FILES = """
INSERT INTO allocation_assignment (id, registration_id, worker_id, starts_on)
SELECT gen_random_uuid(), id, %(hat)s, '2022-01-10' FROM allocation_registration ORDER BY md5(id::text || %(name)s) LIMIT %(files)s
"""
OTHERS = f"""
WITH hat AS (INSERT INTO people_hat (id, account, kind, name, organisation, starts_on)
  SELECT gen_random_uuid(), gen_random_uuid(), 'staff', 'Colleague ' || n, '', '2022-01-10' FROM generate_series(1, {COLLEAGUES}) n RETURNING id)
INSERT INTO allocation_assignment (id, registration_id, worker_id, starts_on)
SELECT gen_random_uuid(), r.id, h.id, '2022-01-10'
  FROM (SELECT id, row_number() OVER () AS n FROM hat) h
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM allocation_registration LIMIT {COLLEAGUES * FILES_EACH}) r
    ON r.n %% {COLLEAGUES} = h.n - 1
"""


def peopled() -> tuple[postgres.Server, Organisation]:
    """The server and the organisation, with its staff; made once, kept under `var/bench`."""
    server, organisation = filled(ROWS, due=0)
    with psycopg.connect(server.dsn(dbname=organisation.main), autocommit=True) as owner:
        if not owner.execute("SELECT count(*) FROM people_hat WHERE name = '40 files'").fetchone()[0]:  # type: ignore[index]
            owner.execute(
                "UPDATE people_person SET restricted_since = NULL WHERE restricted_since IS NOT NULL"
            )
            for name, files in HANDLERS.items():
                values = {"hat": hat_of(name), "name": name, "files": files}
                owner.execute(STAFF, values)
                owner.execute(FILES, values)
            owner.execute(OTHERS.replace("%%", "%").encode())
            owner.execute("VACUUM ANALYZE")
    join(organisation, VAR, "web")
    return server, organisation


def hat_of(name: str) -> UUID:
    """The hat of somebody who handles this many files; their account has the same key."""
    return uuid5(NAMESPACE, name)


def staff(name: str) -> Acting:
    """Somebody who handles that many files, or Anna, who sees all."""
    if name not in HANDLERS:
        return member("anna").acting("registration", TODAY)
    key = hat_of(name)
    return Acting(account=key, hat=key, kind=Kind.STAFF, purpose="registration", day=TODAY)


def median(*what: Callable[[], object], times: int = 200) -> list[float]:
    """Median milliseconds of each, taken in turns so that a busy moment strikes them alike."""
    taken: list[list[float]] = [[] for _ in what]
    for _ in range(times):
        for place, one in enumerate(what):
            began = time.perf_counter()
            one()
            taken[place].append((time.perf_counter() - began) * 1000)
    return [statistics.median(row) for row in taken]
