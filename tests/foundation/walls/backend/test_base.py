"""A guarded connection refuses what comes before a ticket: an empty answer would look like the truth."""

from __future__ import annotations

import pytest
from django.db import connections
from django.db.transaction import atomic

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.backend.base import OutsideTransaction
from tests.cast import member
from tests.conftest import as_login

COUNT = "SELECT count(*) FROM allocation_registration"


@pytest.mark.parametrize("login", ["web", "worker"])
@pytest.mark.parametrize("how", ["execute", "executemany"])
def test_a_query_outside_a_transaction_is_refused(organisation: Organisation, login: str, how: str) -> None:
    with as_login(organisation, login), connections[organisation.key].cursor() as cursor:
        with pytest.raises(OutsideTransaction):
            getattr(cursor, how)(COUNT, [])


def test_within_a_transaction_the_database_itself_answers(organisation: Organisation) -> None:
    """Without a ticket the login alone may read no table."""
    with atomic(using=organisation.key), connections[organisation.key].cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (organisation.login("web"),)


def test_migrations_and_sign_in_have_no_ticket(organisation: Organisation) -> None:
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    with inside(organisation):
        assert Account.objects.get(pk=member("anna").account).email == "anna@example.org"
