"""Each model's rows are on the connection where they belong; without an organisation there is none."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huisvrede.foundation.cluster.organisations import NoOrganisation, Organisation, current, inside
from huisvrede.foundation.cluster.routing import Router
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.vault.models import Line

ONE = Organisation("one-house", "One", "one.localhost", "allocation-service", simulated=True)
ROUTER = Router()


def test_rows_go_where_they_belong() -> None:
    with inside(ONE):
        assert {m.__name__: ROUTER.db_for_read(m) for m in (Hat, Account, Line, ProcrastinateJob)} == {
            "Hat": "one-house",
            "Account": "one-house/signin",
            "Line": "one-house/vault",
            "ProcrastinateJob": "control",
        }


def test_outside_an_organisation_a_query_fails() -> None:
    with pytest.raises(NoOrganisation):
        ROUTER.db_for_read(Hat)
    with pytest.raises(NoOrganisation):
        current()


@pytest.mark.parametrize(
    ("database", "apps"),
    [
        ("control", {"procrastinate"}),
        ("one-house/signin", {"signin", "account", "mfa", "sessions"}),
        ("one-house/vault", {"vault"}),
        ("one-house", {"people", "register", "allocation"}),
    ],
)
def test_tables_are_made_where_rows_live(database: str, apps: set[str]) -> None:
    every = {
        "procrastinate",
        "signin",
        "account",
        "mfa",
        "sessions",
        "vault",
        "people",
        "register",
        "allocation",
    }
    assert {app for app in every | {"auth", "contenttypes"} if ROUTER.allow_migrate(database, app)} == apps


def test_organisations_do_not_nest_into_each_other() -> None:
    other = Organisation("other-house", "Other", "other.localhost", "care-group", simulated=False)
    with inside(ONE):
        with inside(other):
            assert current() is other
        assert current() is ONE
