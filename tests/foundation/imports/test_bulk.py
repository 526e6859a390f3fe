"""Many rows go in with one statement, under the same walls as one row."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DataError, ProgrammingError

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.imports.bulk import insert
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import HouseholdMember
from tests.cast import member
from tests.conftest import TODAY


def members(given_name: str) -> dict[str, list[object]]:
    return {
        "id": [uuid4()],
        "registration": [member("tariq").file],
        "given_name": [given_name],
        "family_name": ["Veld"],
        "search_name": ["veld"],
        "birth_date": [TODAY],
    }


def test_what_is_there_already_is_left_out(organisation: Organisation) -> None:
    one, other = uuid4(), uuid4()
    with acting(organisation, member("anna").acting("registration", TODAY)):
        assert insert(Person, {"id": [one]}) == {one}
        assert insert(Person, {"id": [one, other]}) == {other}


def test_every_text_arrives_as_it_was(organisation: Organisation) -> None:
    names = [
        "",
        " ",
        "NULL",
        "null",
        '"',
        "\\",
        'a"b\\',
        "{a,b}",
        "Zoë",
        "\n\t",
        "'",
        "%s",
        "\\N",
        "ＮＵＬＬ",
        "١",
    ]
    rows = {name: values * len(names) for name, values in members("").items()}
    rows |= {"id": [uuid4() for _ in names], "given_name": list(names), "removed_on": [None] * len(names)}
    with acting(organisation, member("anna").acting("registration", TODAY)):
        insert(HouseholdMember, rows)
        stored = HouseholdMember.objects.in_bulk(rows["id"])
    assert [stored[key].given_name for key in rows["id"]] == names
    assert {(one.birth_date, one.removed_on) for one in stored.values()} == {(TODAY, None)}


def test_a_text_that_is_too_long_is_refused_and_never_cut_off(organisation: Organisation) -> None:
    with (
        acting(organisation, member("anna").acting("registration", TODAY)),
        pytest.raises(DataError),
    ):
        insert(HouseholdMember, members("x" * 81))


def test_the_walls_refuse_whoever_may_not_create(organisation: Organisation) -> None:
    for who in ("bram", "chris", "petra"):
        with (
            acting(organisation, member(who).acting("registration", TODAY)),
            pytest.raises(ProgrammingError),
        ):
            insert(HouseholdMember, members("Sem"))
