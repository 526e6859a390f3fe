"""Of a row that is sealed its data subject is told that it is there, and staff and others learn nothing by that way."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connections

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY
from tests.foundation.vault.sealed import house, numbered

__all__ = ["house"]
TOLD = "SELECT file, since FROM walls.since_care_identifier()"


def test_only_whose_it_is_hears_since_when(house: Organisation) -> None:
    numbered(house)
    for who, told in (("sanne", [(member("sanne").file, TODAY)]), ("tariq", [])):
        with acting(house, member(who).acting("care-plan", TODAY)), connections[house.key].cursor() as cursor:
            cursor.execute(TOLD)
            assert cursor.fetchall() == told
    for who in ("anna", "bram"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            acting(house, member(who).acting("care-plan", TODAY)),
            connections[house.key].cursor() as cursor,
        ):
            cursor.execute(TOLD)
