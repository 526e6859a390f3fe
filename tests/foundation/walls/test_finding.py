"""Which file is somebody's, asked of the database itself: who may ask, how often, and what it writes (see stories/test_find_a_person)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connections
from django.utils import timezone

from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.people.models import Grant, Person
from huisvrede.foundation.walls.finding import found_by
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from tests.cast import member, system
from tests.conftest import as_login

NOW = timezone.localdate()
BORN = date(1990, 7, 15)
BY_NUMBER = ("number", "W-TARIQ", None, "")
WAYS = [BY_NUMBER, ("name", "veldmarker", BORN, "")]


def ask(house: Organisation, named: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connections[house.key].cursor() as cursor:
        cursor.execute("SELECT sort, file, code, opens, frozen FROM walls.found_by(%s, %s, %s, %s)", named)
        return list(cursor.fetchall())


def found(house: Organisation, who: Acting, named: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with acting(house, who):
        return ask(house, named)


def counted(house: Organisation) -> int:
    with as_login(house, "worker"), acting(house, system("count", NOW)):
        return Look.objects.filter(action__startswith="find-by-").count()


def test_each_kind_of_file_that_says_so_is_looked_through() -> None:
    assert [table in found_by() for table in ("allocation_registration", "care_resident", "cases_case")] == [True, True, False]


@pytest.mark.parametrize("named", WAYS)
def test_one_person_is_found_and_whether_the_asker_opens_the_file(organisation: Organisation, named: tuple[Any, ...]) -> None:
    tariq = member("tariq").file
    assert found(organisation, member("anna").acting("telephone", NOW), named) == [
        ("allocation.Registration", tariq, "W-TARIQ", True, False)
    ]
    assert found(organisation, member("petra").acting("rights", NOW), named) == [
        ("allocation.Registration", tariq, "W-TARIQ", False, False)
    ]


def test_of_several_neither_number_nor_key_is_told(organisation: Organisation) -> None:
    both = found(organisation, member("anna").acting("telephone", NOW), ("address", "9999 ZA", None, "1"))
    assert both == [("allocation.Registration", None, "", False, False)]
    with as_login(organisation, "worker"), acting(organisation, system("count", NOW)):
        assert not Seen.objects.exists()


@pytest.mark.parametrize(
    ("who", "purpose"),
    [("anna", "registration"), ("anna", "rights"), ("petra", "telephone"), ("bram", "telephone"), ("chris", "telephone"), ("noor", "telephone")],
)
def test_without_the_right_under_this_purpose_nobody_is_found_and_nothing_written(
    organisation: Organisation, who: str, purpose: str
) -> None:
    assert found(organisation, member(who).acting(purpose, NOW), BY_NUMBER) == []
    assert counted(organisation) == 0


def test_who_is_no_staff_can_not_ask(organisation: Organisation) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        found(organisation, member("tariq").acting("telephone", NOW), BY_NUMBER)
    with as_login(organisation, "worker"), pytest.raises(ProgrammingError, match="permission denied"):
        found(organisation, system("telephone", NOW), BY_NUMBER)


@pytest.mark.parametrize(
    "named",
    [
        ("number", "W-T", None, ""),
        ("number", "", None, ""),
        ("number", None, None, ""),
        ("name", "veldmarker", None, ""),
        ("name", "v", BORN, ""),
        ("address", "9999", None, "1"),
        ("address", "9999 ZA", None, ""),
        ("birthday", "", BORN, ""),
    ],
)
def test_what_names_nobody_is_not_looked_for(organisation: Organisation, named: tuple[Any, ...]) -> None:
    assert found(organisation, member("anna").acting("telephone", NOW), named) == []
    assert counted(organisation) == 0


def test_restricted_people_are_found_for_their_rights_alone(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("count", NOW)):
        Person.objects.filter(pk=member("tariq").person).update(restricted_since=NOW)
    assert found(organisation, member("anna").acting("telephone", NOW), BY_NUMBER) == []
    ((_sort, _file, number, opens, frozen),) = found(organisation, member("petra").acting("rights", NOW), BY_NUMBER)
    assert (number, opens, frozen) == ("W-TARIQ", False, True)


def test_many_in_one_statement_are_many(organisation: Organisation) -> None:
    """An injected statement that asks for each number in turn ends like sixty pages do, and undoes itself."""
    with acting(organisation, member("anna").acting("telephone", NOW)), connections[organisation.key].cursor() as cursor:
        cursor.execute("SELECT f.code FROM generate_series(1, 60) n, walls.found_by('number', 'W-' || n || '000', NULL, '') f")
        assert cursor.fetchall() == []
        with pytest.raises(DatabaseError, match="too many searches") as stopped, savepoint():
            ask(organisation, BY_NUMBER)
    assert getattr(stopped.value.__cause__, "sqlstate", "") == "HV019"
    assert counted(organisation) == 60


def test_another_account_counts_for_itself(care_group: Organisation) -> None:
    with acting(care_group, member("anna").acting("telephone", NOW)), connections[care_group.key].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM generate_series(1, 60) n, walls.found_by('number', 'B-' || n || '000', NULL, '') f")
    assert found(care_group, member("petra").acting("rights", NOW), ("number", "B-TARIQ", None, ""))[0][2] == "B-TARIQ"


def test_who_stands_in_a_relation_to_a_file_opens_it(care_group: Organisation) -> None:
    """A support worker who also sits at the telephone opens the file of whom they support, and no other."""
    with as_login(care_group, "worker"), acting(care_group, system("cast", NOW)):
        Grant.objects.create(hat_id=member("bram").hat, role="administration", starts_on=date(2022, 1, 10), reason="task")
    bram = member("bram").acting("telephone", NOW)
    opens = {name: found(care_group, bram, ("number", f"B-{name.upper()}", None, ""))[0][3] for name in ("tariq", "sanne")}
    assert opens == {"tariq": True, "sanne": False}
