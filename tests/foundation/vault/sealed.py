"""Numbers of residents, and the keys in the vault: what the tests of sealing begin and end with."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connections, transaction

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.vault.sealing import unseal
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier, NumberKind, Resident
from huisvrede.modules.care.services import record_number
from tests import template
from tests.cast import member
from tests.conftest import TODAY, VAR, as_login

MARKER = "111222333"


@pytest.fixture
def house(care_group: Organisation) -> Organisation:
    """The care group with a vault from the start: pages use it too."""
    server = postgres.running(VAR)
    assert server is not None
    template.with_vault(server, care_group)
    return care_group


def numbered(organisation: Organisation, who: str = "sanne", number: str = MARKER) -> UUID:
    """A number of a resident, recorded by the coordinator."""
    with acting(organisation, member("anna").acting("administration", TODAY)):
        return record_number(
            resident=Resident.objects.get(pk=member(who).file), kind=NumberKind.BSN, number=number
        ).pk


def opened(organisation: Organisation, key: UUID) -> str:
    with acting(organisation, member("anna").acting("administration", TODAY)):
        return unseal(Identifier.objects.get(pk=key), "value")


def keys(organisation: Organisation) -> dict[UUID, str]:
    with as_login(organisation, "worker"):
        alias = organisation.vault_alias
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute("SELECT anchor, kek FROM vault_datakey")
            return dict(cursor.fetchall())
