"""Whose file has a number, asked of the database itself: who may ask, and when a row gets a key (see stories/test_household_asks)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import ProgrammingError, connections

from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.numbered import file_of, filed, numbered
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from huisvrede.modules.care.models import Resident
from tests.asking import identified, passed_on
from tests.cast import member, system
from tests.conftest import TODAY, as_login

BORN = date(2001, 4, 5)


def found(organisation: Organisation, who: Acting, asks: UUID) -> list[UUID]:
    with acting(organisation, who), connections[organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.file_of('W-SANNE', %s, 'huis', %s)", [BORN, asks])
        keys: list[UUID] = cursor.fetchone()[0]
    return keys


@pytest.fixture
def kim(organisation: Organisation) -> UUID:
    with acting(organisation, member("sanne").acting("registration", TODAY)):
        row = HouseholdMember.objects.create(
            registration_id=member("sanne").file, given_name="Kim", family_name="Huis", birth_date=BORN
        )
    return row.pk


def test_each_kind_of_file_with_a_number_is_asked() -> None:
    assert [numbered(one) for one in (Registration, Resident, HouseholdMember)] == [True, True, False]
    for table in ("allocation_registration", "care_resident"):
        assert table in file_of()
        assert table in filed()
    assert "UPDATE public.allocation_householdmember SET person_id = asks" in file_of()


def test_a_row_gets_a_key_of_a_request_that_is_still_to_be_identified(
    organisation: Organisation, kim: UUID
) -> None:
    petra = member("petra").acting("rights", TODAY)
    # a key that no request has, and one of somebody with an account
    assert found(organisation, petra, UUID(int=7)) == []
    assert found(organisation, petra, member("sanne").person) == []
    # a request that was identified as somebody of whom there is no file
    key = passed_on(organisation)
    with acting(organisation, petra):
        asks = Case.objects.get(pk=key).person_id
    identified(organisation, key, None)
    assert found(organisation, petra, asks) == []
    # and one that was not
    key = passed_on(organisation)
    with acting(organisation, petra):
        asks = Case.objects.get(pk=key).person_id
    assert found(organisation, petra, asks) == [asks]
    assert found(organisation, petra, UUID(int=7)) == [asks]


@pytest.mark.parametrize("who", ["anna", "dirk", "ada"])
def test_other_staff_hear_nothing(organisation: Organisation, kim: UUID, who: str) -> None:
    key = passed_on(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        asks = Case.objects.get(pk=key).person_id
    assert found(organisation, member(who).acting("rights", TODAY), asks) == []


def test_who_is_no_staff_can_not_ask(organisation: Organisation, kim: UUID) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        found(organisation, member("tariq").acting("rights", TODAY), member("tariq").person)
    with as_login(organisation, "worker"), pytest.raises(ProgrammingError, match="permission denied"):
        found(organisation, system("rights", TODAY), member("tariq").person)
