"""Cases in which a file opens exceptionally, as a policy may name them: three, one of which asks an investigator."""

from __future__ import annotations

import json

import psycopg

from huisvrede.core.policy import load
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from tests.conftest import ROOT, VAR


def three_cases(house: Organisation) -> None:
    """The care group has the cases of the allocation service, so that each of them is tried on a file."""
    found = load(ROOT / "profiles" / "allocation-service").activities["urgency"].exceptional
    _have(house, json.dumps([dict(one) for one in found], default=dict))


def no_cases(house: Organisation) -> None:
    """A policy that names no case in which a file opens exceptionally."""
    _have(house, "[]")


def _have(house: Organisation, found: str) -> None:
    running = postgres.running(VAR)
    assert running is not None
    with psycopg.connect(running.dsn(dbname=house.main)) as superuser:  # a version that was adopted never changes
        superuser.execute("SET session_replication_role = replica")
        done = superuser.execute(
            "UPDATE register_activity SET content = jsonb_set(content, '{exceptional}', %s::jsonb) WHERE key = 'care-files'",
            [found],
        )
        assert done.rowcount > 0
