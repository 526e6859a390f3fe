"""The database counts working days as the code does, holidays and days that are equated with them included."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg

from huisvrede.core.law import Law, counting
from huisvrede.core.working_days import next_working_day
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from tests.conftest import VAR

FIRST, LAST = date(2025, 12, 1), date(2028, 12, 31)


def fifth(day: date) -> date:
    """The fifth working day after a day."""
    for _day in range(5):
        day = next_working_day(day, counting(Law.NL, day))
    return day


def test_it_counts_as_the_code_does(organisation: Organisation) -> None:
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=organisation.main)) as superuser:
        rows = superuser.execute(
            "SELECT d::date, walls.after_working_days(d::date, 5) FROM generate_series(%s::date, %s::date, '1 day') d", [FIRST, LAST]
        ).fetchall()
    assert rows == [(day, fifth(day)) for n in range((LAST - FIRST).days + 1) if (day := FIRST + timedelta(days=n))]
