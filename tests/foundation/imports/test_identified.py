"""Names and contact data are read alike, whichever kind of table brings them."""

from __future__ import annotations

from datetime import date

import pytest

from huisvrede.core.tables.check import Problem, Row
from huisvrede.core.tables.values import ValueProblem
from huisvrede.foundation.imports.identified import (
    COLUMNS,
    FIELDS,
    card,
    house_number,
    house_too_long,
    number,
    to_come,
)
from huisvrede.foundation.imports.shapes import Setting, offered
from huisvrede.foundation.people.models import Identified
from tests.conftest import TODAY

SETTING = Setting(source="oud", day=TODAY, headers={"birth_date": "Geboren"}, store=False)


def test_every_column_is_a_field_of_whom_we_keep_or_part_of_one() -> None:
    fields = {field.name for field in Identified._meta.get_fields()}
    assert {column.field for column in COLUMNS} - fields == {"house_addition"}
    assert {column.field for column in COLUMNS} == set(FIELDS)


def test_every_table_of_people_has_these_columns_alike() -> None:
    of_people = [shape for shape in offered() if shape.people]
    assert [shape.key for shape in of_people] == ["residents", "seekers"]
    assert all(set(COLUMNS) <= set(shape.shape.columns) for shape in of_people)


def test_a_house_number_fits_its_column() -> None:
    assert house_number("12-bis") == "12 bis"
    with pytest.raises(ValueProblem) as problem:
        house_number("12345 abcdefghij")
    assert (problem.value.code, problem.value.facts) == ("too-long", {"limit": 12})


def test_a_number_of_the_other_system_keeps_its_zeros_and_fits_its_column() -> None:
    assert number(40)("00123") == "00123"
    with pytest.raises(ValueProblem) as problem:
        number(40)("9" * 41)
    assert (problem.value.code, problem.value.facts) == ("too-long", {"limit": 40})


def test_number_and_addition_fit_together_or_the_row_says_so() -> None:
    row = Row(2, {"family_name": "Bos", "house_number": "12345", "house_addition": "bis 12"})
    assert [one.code for one in house_too_long(SETTING, row)] == []
    long = Row(2, {**row.values, "house_number": "12345 bis"})
    assert list(house_too_long(SETTING, long)) == [Problem(2, None, "too-long", {"limit": 12})]


def test_a_date_to_come_is_told_at_its_own_column() -> None:
    row = Row(3, {"birth_date": date(2030, 1, 1), "ended_on": None, "started_on": TODAY})
    found = list(to_come(SETTING, row, "birth_date", "ended_on", "started_on"))
    assert found == [Problem(3, "Geboren", "date-to-come")]


def test_a_card_has_a_value_for_each_row_and_finds_by_name() -> None:
    rows = [
        Row(2, {"given_name": "Zoë", "family_name": "Ölberg", "birth_date": TODAY, "house_number": "1"}),
        Row(3, {"given_name": "Jan", "family_name": "Bos", "birth_date": TODAY, "house_addition": "a"}),
    ]
    found = card(rows)
    assert found["search_name"] == ["olberg", "bos"]
    assert found["house_number"] == ["1", "a"]
    assert found["email"] == ["", ""]
