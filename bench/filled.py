"""An organisation with 2,000,000 registrations, made once and kept under `var/bench`: what the end of data is measured on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

VAR = Path(os.environ.get("HUISVREDE_BENCH", "var/bench")).resolve()
os.environ |= {
    "HUISVREDE_VAR": str(VAR),
    "DJANGO_SETTINGS_MODULE": "huisvrede.config.settings",
    "HUISVREDE_LOGIN": "worker",
}

import psycopg  # noqa: E402  the environment goes first

from huisvrede.foundation.cluster import databases, postgres  # noqa: E402
from huisvrede.foundation.cluster.organisations import Organisation  # noqa: E402
from tests import template  # noqa: E402

ROWS = 2_000_000
DUE = 50_000
HELD = 1_000
"""Of each kind of hold: that many files more have had their time and are kept."""

QUIET = date(2026, 2, 28)
LOUD = date(2026, 3, 1)
"""The day on which nothing is due yet, and the one after it."""

UNINDEXED = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
 WHERE i.indrelid = 'allocation_registration'::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)"""
"""Indexes that are made after the rows, which is quicker."""

FILL = f"""
SET session_replication_role = replica;
SET maintenance_work_mem = '256MB';
CREATE TEMP TABLE made AS SELECT gen_random_uuid() AS id, gen_random_uuid() AS person, n FROM generate_series(1, {{rows}}) n ORDER BY random();
INSERT INTO people_person (id, restricted_since)
  SELECT person, CASE WHEN n <= {HELD} THEN date '2026-01-01' END FROM made;
INSERT INTO allocation_registration (id, person_id, number, given_name, name_prefix, family_name, search_name, birth_date,
  email, phone, street, house_number, postcode, city, source_system, source_number, registered_on, ended_on, end_reason,
  household_size, version)
  SELECT id, person, 'B' || n, 'Sanne', '', 'Bakker', 'bakker' || n %% 50000, date '1980-01-01' + n %% 9000,
    'seeker' || n || '@example.org', '+31612345678', 'Kade', '1', (1000 + n %% 9000) || ' AB', 'Zeggedam', '', '',
    date '2012-01-01' + n %% 3000,
    CASE WHEN n <= {{due}} + 3 * {HELD} THEN date '2024-02-29' WHEN n %% 4 = 0 THEN date '2025-01-01' + n %% 300 END,
    CASE WHEN n <= {{due}} + 3 * {HELD} OR n %% 4 = 0 THEN 'lapsed' ELSE '' END, 1, 1 FROM made;
INSERT INTO disposal_hold (id, anchor, reason, starts_on, ends_on, account)
  SELECT gen_random_uuid(), id, 'legal-claim', date '2026-01-01', date '2026-12-31', person FROM made WHERE n BETWEEN {HELD} + 1 AND 2 * {HELD};
INSERT INTO cases_case (id, activity, workflow, state, person_id, received_on, version)
  SELECT gen_random_uuid(), 'rights', 'access', 'examined', person, date '2026-01-01', 1
    FROM made WHERE n BETWEEN 2 * {HELD} + 1 AND 3 * {HELD}"""


def named(key: str) -> Organisation:
    """An organisation of the bench, under the logins of the template."""
    logins = template.template("allocation-service").slug
    return Organisation(
        key=key,
        name="Bench",
        host=f"{key}.localhost",
        profile="allocation-service",
        simulated=True,
        logins=logins,
    )


def filled(rows: int = ROWS, due: int = DUE) -> tuple[postgres.Server, Organisation]:
    """The server and the organisation, made if the code of this moment has not made it yet."""
    server = template.ensure(VAR)
    organisation = named(f"bench{rows}")
    stamp = VAR / f"{organisation.key}.stamp"
    if not stamp.exists() or stamp.read_text() != (VAR / "template.stamp").read_text():
        databases.drop(server, organisation)
        _copy(server, organisation, template.template("allocation-service"))
        with psycopg.connect(server.dsn(dbname=organisation.main), autocommit=True) as superuser:
            indexes = superuser.execute(UNINDEXED).fetchall()
            for statement in (
                *(f"DROP INDEX {name}" for name, _ in indexes),
                *FILL.format(rows=rows, due=due).replace("%%", "%").split(";"),
                *(made for _, made in indexes),
                "VACUUM ANALYZE",
            ):
                superuser.execute(statement.encode())
        stamp.write_text((VAR / "template.stamp").read_text())
    return server, organisation


@contextmanager
def copied(server: postgres.Server, source: Organisation) -> Iterator[Organisation]:
    """A copy to destroy in, gone at the end."""
    organisation = named("benchcopy")
    databases.drop(server, organisation)
    _copy(server, organisation, source)
    try:
        yield organisation
    finally:
        databases.drop(server, organisation)


def _copy(server: postgres.Server, organisation: Organisation, source: Organisation) -> None:
    secrets = VAR / "secrets"
    shutil.copy(
        secrets / f"{template.template('allocation-service').key}.toml", secrets / f"{organisation.key}.toml"
    )
    databases.clone(server, organisation.main, source.main, source)
    databases.clone(server, organisation.vault, source.vault, source)
