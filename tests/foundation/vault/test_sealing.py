"""What is sealed opens with the key of its own file, in its own place, until that file has ended; nobody else reads it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import ProgrammingError, connections, transaction
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.ledger import copy
from huisvrede.foundation.disposal.services import moment
from huisvrede.foundation.disposal.sweep import sweep
from huisvrede.foundation.vault.sealing import Shut, seal, sealed_fields, unseal
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier, Resident
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.vault.sealed import MARKER, house, keys, numbered, opened

__all__ = ["house"]


def test_a_number_comes_out_as_it_went_in(house: Organisation) -> None:
    """That it stands in no backup, log or file is tried by policy/test_markers.py."""
    assert opened(house, numbered(house)) == MARKER


def test_what_is_sealed_twice_is_never_the_same(house: Organisation) -> None:
    with acting(house, member("anna").acting("administration", TODAY)):
        row = Identifier(resident_id=member("sanne").file)
        assert seal(row, "value", "x") != seal(row, "value", "x")


def test_each_number_has_a_key_of_its_own_and_keeps_it(house: Organisation) -> None:
    one = numbered(house)
    assert numbered(house, number="123456782") == one
    other = numbered(house, "tariq")
    assert set(keys(house)) == {one, other}


def test_a_value_opens_in_its_own_place_alone(house: Organisation) -> None:
    one, other = numbered(house), numbered(house, "tariq", "123456782")
    with acting(house, member("anna").acting("administration", TODAY)):
        mine, theirs = Identifier.objects.get(pk=one), Identifier.objects.get(pk=other)
        for value in (theirs.value, bytes(mine.value)[:-1] + b"x"):
            with pytest.raises(Shut):
                unseal(Identifier(pk=one, resident_id=mine.resident_id, value=value), "value")
        with pytest.raises(Shut):
            unseal(Identifier(pk=uuid4(), resident_id=mine.resident_id, value=mine.value), "value")


def test_with_the_file_goes_its_key_and_it_never_gets_one_again(house: Organisation) -> None:
    key, file = numbered(house), member("sanne").file
    other = numbered(house, "tariq")
    with acting(house, member("anna").acting("administration", TODAY)):
        kept = Identifier.objects.get(pk=key)
    with as_login(house, "worker"):
        with acting(house, system("cast", TODAY)):
            Resident.objects.filter(pk=file).update(last_contact_on=TODAY, ended_on=TODAY)
        later = TODAY.replace(year=TODAY.year + 16)
        at = moment(later, timezone.now())
        sweep(house, on=later, at=at)
    # the row is gone; the key goes with the line, in the vault's own transaction
    assert key in keys(house)
    with as_login(house, "worker"):
        copy(house, on=later, at=at)
    assert set(keys(house)) == {other}
    # an older backup of the row opens nothing, and nothing is ever written in it again
    with acting(house, member("anna").acting("administration", TODAY)):
        for attempt in (lambda: unseal(kept, "value"), lambda: seal(kept, "value", "x")):
            with pytest.raises(Shut):
                attempt()


@pytest.mark.parametrize("statement", ["DELETE FROM vault_datakey", "UPDATE vault_datakey SET kek = 'x'"])
def test_a_page_takes_no_key_away(house: Organisation, statement: str) -> None:
    numbered(house)
    alias = house.vault_alias
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(("who", "sees"), [("anna", 1), ("bram", 0), ("chris", 0), ("petra", 0), ("sanne", 0)])
def test_the_row_itself_is_for_who_has_the_right(house: Organisation, who: str, sees: int) -> None:
    numbered(house)
    purpose = "administration" if member(who).kind is Kind.STAFF else "care-plan"
    with acting(house, member(who).acting(purpose, TODAY)):
        try:
            found = Identifier.objects.count()
        except ProgrammingError:
            found = 0
    assert found == sees


def test_which_fields_are_sealed_is_said_by_the_model() -> None:
    assert (sealed_fields(Identifier), sealed_fields(Resident)) == (["value"], [])
