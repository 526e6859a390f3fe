"""Bringing an organisation in line with the code: what is right is left alone, and each step may run again."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest

from huisvrede.faces.cli.migrating import migrate_organisation, months
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from tests.conftest import VAR, as_login


def asked(organisation: Organisation, question: str) -> list[tuple[object, ...]]:
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=organisation.main)) as superuser:
        return superuser.execute(question.encode()).fetchall()


def done(organisation: Organisation, meddling: str) -> None:
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=organisation.main)) as superuser:
        superuser.execute(meddling.encode())


def test_a_second_time_nothing_changes(organisation: Organisation) -> None:
    with as_login(organisation, "owner"):
        steps = list(migrate_organisation(organisation))
    assert steps == [
        f"tables of {organisation.key}",
        f"tables of {organisation.signin_alias}",
        f"tables of {organisation.vault_alias}",
        "walls: 0 changes",
    ]


def test_walls_that_were_meddled_with_stand_again(organisation: Organisation) -> None:
    with as_login(organisation, "owner"):
        done(organisation, "ALTER TABLE allocation_registration DISABLE ROW LEVEL SECURITY")
        assert list(migrate_organisation(organisation))[-1] == "walls: 1 changes"


def test_only_the_owner_migrates(organisation: Organisation) -> None:
    with (
        as_login(organisation, "worker"),
        pytest.raises(Exception, match=r"permission denied|outside a transaction"),
    ):
        list(migrate_organisation(organisation))


def test_the_months_of_the_log_lie_in_store_over_the_end_of_the_year(organisation: Organisation) -> None:
    with as_login(organisation, "owner"):
        for _again in range(2):
            months(organisation, date(2031, 11, 30), ahead=2)
    made = asked(
        organisation,
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^audit_look_203[12]' ORDER BY relname",
    )
    assert [name for (name,) in made] == ["audit_look_2031_11", "audit_look_2031_12", "audit_look_2032_01"]
