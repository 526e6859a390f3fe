"""Constraints and triggers follow the declarations: what was taken away comes back, what nobody declared goes."""

from __future__ import annotations

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.foundation.walls.test_build import owner, rebuild

NAMED = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint WHERE conrelid = 'cases_case'::regclass AND conname LIKE 'always%' ORDER BY conname LIMIT 1"
TRIGGER = "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE tgrelid = 'people_hat'::regclass AND tgname LIKE 'stands%' ORDER BY tgname LIMIT 1"


@pytest.mark.parametrize(
    ("found", "mended"),
    [
        (NAMED, ["always cases_case"]),
        (TRIGGER, ["stands people_hat"]),
        (
            "SELECT 'ALTER TABLE cases_case DROP CONSTRAINT received_on_in_reason'",
            ["days of cases_case.received_on"],
        ),
        (
            "SELECT 'ALTER TABLE cases_letter DROP CONSTRAINT same_activity'",
            ["same activity on cases_letter"],
        ),
        ("SELECT 'ALTER TABLE people_hat ADD CONSTRAINT always_x CHECK (true)'", ["always people_hat"]),
    ],
)
def test_what_is_missing_or_too_much_is_mended(
    organisation: Organisation, found: str, mended: list[str]
) -> None:
    with owner(organisation) as connection:
        for (statement,) in connection.execute(found.encode()).fetchall():
            connection.execute(statement.encode())
        assert rebuild(connection, organisation) == mended
        assert rebuild(connection, organisation) == []
