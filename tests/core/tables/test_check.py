"""A row comes out whole or its problems do; what is left out is never read."""

import csv
import io
from datetime import date as day

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.tables import dates, phones, values
from huisvrede.core.tables.check import Problem, Row, check, neutralise, problems_csv
from huisvrede.core.tables.mapping import Column, MappingError, Shape, propose
from huisvrede.core.tables.reading import read
from huisvrede.core.tables.sheet import TableError


def unread(cell: str) -> object:
    """A parser of a column that nobody may read."""
    raise AssertionError(len(cell))


SEEKERS = Shape(
    "seekers",
    (
        Column("number", values.registration_number, ("Inschrijfnummer",), required=True),
        Column("surname", values.name, ("Achternaam",), required=True, free_text=True),
        Column("born_on", dates.date, ("Geboortedatum",)),
        Column("phone", phones.phone, ("Telefoon",)),
        Column("household", values.registration_number, ("Huishouden",)),
        Column("note", values.text(200, lines=True), ("Opmerking",), free_text=True),
        Column("secret", unread, ("Geheim",), free_text=True),
    ),
    number_field="number",
)


def checked(
    text: str, *left_out: str, not_a_bsn: frozenset[tuple[int, str]] = frozenset()
) -> list[Row | Problem]:
    """What the check makes of this CSV, with these columns left out and the others as proposed."""
    sheet = read(io.BytesIO(text.encode()), name="seekers.csv")
    mapping = propose(sheet.headers, SEEKERS).leave_out(*left_out)
    return list(check(sheet, SEEKERS, mapping, not_a_bsn=not_a_bsn))


def test_a_valid_row_has_a_value_per_mapped_field() -> None:
    assert checked(
        "Inschrijfnr;Achternaam;Geb.datum;Telefoon 1;Huishouden\n007;Jansén;3-2-1984;612345678;\n"
    ) == [
        Row(
            2,
            {
                "number": "007",
                "surname": "Jansén",
                "born_on": day(1984, 2, 3),
                "phone": "+31612345678",
                "household": None,
            },
        )
    ]


def test_a_row_with_problems_gives_all_of_them_and_no_row() -> None:
    assert checked("Inschrijfnummer;Achternaam;Geboortedatum\n1; ;0000-01-01\n") == [
        Problem(2, "Achternaam", "required"),
        Problem(2, "Geboortedatum", "year-out-of-range", {"first": 1900, "last": 2100}),
    ]


def test_a_cell_that_comes_again_has_the_same_value_and_the_same_problems() -> None:
    rows = "1;Bos;3-2-1984\n2; Bos;3-2-1984\n3;;31-2-1984\n4;;31-2-1984\n"
    assert checked(f"Inschrijfnummer;Achternaam;Geboortedatum\n{rows}") == [
        Row(2, {"number": "1", "surname": "Bos", "born_on": day(1984, 2, 3)}),
        Row(3, {"number": "2", "surname": "Bos", "born_on": day(1984, 2, 3)}),
        *(
            problem
            for line in (4, 5)
            for problem in (
                Problem(line, "Achternaam", "required"),
                Problem(line, "Geboortedatum", "no-such-date"),
            )
        ),
    ]


def test_what_is_declared_of_one_line_says_nothing_of_the_next() -> None:
    rows = "1;Bos;nummer 111222333 van de klant\n2;Bos;nummer 111222333 van de klant\n"
    first, second = checked(
        f"Inschrijfnummer;Achternaam;Opmerking\n{rows}", not_a_bsn=frozenset({(2, "Opmerking")})
    )
    assert isinstance(first, Row)
    assert second == Problem(3, "Opmerking", "bsn-ask-a-person")


@given(st.lists(st.sampled_from(("", " ", "a", "1-2-2000", "2000", "x" * 201, "bsn 111222333")), min_size=2))
def test_a_cell_is_read_as_if_it_were_the_first(cells: list[str]) -> None:
    head = "Inschrijfnummer;Achternaam;Geboortedatum;Opmerking\n"
    whole = checked(head + "".join(f"{n};{c};{c};{c}\n" for n, c in enumerate(cells)))
    alone = [checked(f"{head}{n};{c};{c};{c}\n") for n, c in enumerate(cells)]
    assert [_without_line(found) for found in whole] == [_without_line(f) for found in alone for f in found]


def _without_line(found: Row | Problem) -> object:
    return found.values if isinstance(found, Row) else (found.column, found.code, found.facts)


def test_a_ragged_row_is_a_problem_unless_only_empty_cells_are_too_many() -> None:
    assert checked("Inschrijfnummer;Achternaam\n1\n2;Bos;;\n3;Bos;x\n") == [
        Problem(2, None, "ragged-row", {"cells": 1, "headers": 2}),
        Row(3, {"number": "2", "surname": "Bos"}),
        Problem(4, None, "ragged-row", {"cells": 3, "headers": 2}),
    ]


def test_the_second_row_with_a_number_is_the_problem() -> None:
    first, second = checked("Inschrijfnummer;Achternaam\n7;Bos\n7;Berg\n")
    assert first == Row(2, {"number": "7", "surname": "Bos"})
    assert second == Problem(3, "Inschrijfnummer", "duplicate-number", {"first_line": 2})


def test_rows_of_one_household_are_passed_on() -> None:
    found = checked("Inschrijfnummer;Achternaam;Huishouden\n1;Bos;h1\n2;Berg;h1\n")
    assert [row.values["household"] for row in found if isinstance(row, Row)] == ["h1", "h1"]


def test_a_column_left_out_or_called_bsn_is_never_read() -> None:
    text = "Inschrijfnummer;Achternaam;BSN;Geheim;Schoenmaat\n1;Bos;111222333;111222333;44\n"
    assert checked(text, "Geheim", "Schoenmaat") == [Row(2, {"number": "1", "surname": "Bos"})]


def test_a_file_with_an_undecided_column_is_not_read_at_all() -> None:
    with pytest.raises(MappingError) as caught:
        checked("Inschrijfnummer;Achternaam;Schoenmaat\n1;Bos;44\n")
    assert caught.value.facts == {"count": 1, "headers": ("Schoenmaat",)}


def test_a_bsn_in_free_text_is_refused_or_asked_about_and_elsewhere_not_sought() -> None:
    text = (
        "Inschrijfnummer;Achternaam;Telefoon;Opmerking\n111222333;Bos;0611222333;bsn 111222333\n"
        "123456782;Berg;;klant 111222333 belde\n3;111222333;;\n"
    )
    assert checked(text) == [
        Problem(2, "Opmerking", "bsn-certain"),
        Problem(3, "Opmerking", "bsn-ask-a-person"),
        Problem(4, "Achternaam", "bsn-certain"),
    ]


def test_a_persons_word_lifts_the_question_and_never_the_refusal() -> None:
    text = "Inschrijfnummer;Achternaam;Opmerking\n1;Bos;klant 111222333 belde\n2;Berg;bsn 111222333\n"
    declared = frozenset({(2, "Opmerking"), (3, "Opmerking")})
    assert checked(text, not_a_bsn=declared) == [
        Row(2, {"number": "1", "surname": "Bos", "note": "klant 111222333 belde"}),
        Problem(3, "Opmerking", "bsn-certain"),
    ]


def test_a_shape_without_a_number_knows_no_duplicates() -> None:
    shape = Shape("people", SEEKERS.columns[1:2])
    sheet = read(io.BytesIO(b"Achternaam;\nBos;\nBos;\n"), name="x")
    assert list(check(sheet, shape, propose(sheet.headers, shape))) == [
        Row(2, {"surname": "Bos"}),
        Row(3, {"surname": "Bos"}),
    ]


@given(st.binary(max_size=120) | st.text("17;-\n\"'=é\t", max_size=60).map(str.encode))
def test_any_rows_give_rows_problems_or_a_table_error(rows: bytes) -> None:
    content = b"Inschrijfnummer;Achternaam;Geboortedatum;Telefoon;Opmerking\n" + rows
    try:
        sheet = read(io.BytesIO(content), name="x")
        mapping = propose(sheet.headers, SEEKERS)
        found = list(check(sheet, SEEKERS, mapping.leave_out(*mapping.open)))
    except (TableError, MappingError) as refused:
        assert str(refused)
    else:
        assert all(one.line > 1 for one in found)


def test_problems_become_a_file_that_a_spreadsheet_opens_without_harm() -> None:
    problems = [Problem(2, '=cmd|"x"', "required"), Problem(3, None, "ragged-row")]
    written = "".join(problems_csv(problems, lambda problem: f"-{problem.code}"))
    assert written.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""), delimiter=";")) == [
        ["Regel", "Kolom", "Reden"],
        ["2", '\'=cmd|"x"', "'-required"],
        ["3", "", "'-ragged-row"],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+31", "-1", "@x", "\tx", "\rx", "\nx", "  =1", "＝1"])
def test_a_formula_is_defused(cell: str) -> None:
    assert neutralise(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Jan", "1-2", "'=1", "a=b"])
def test_plain_text_stays_as_it_is(cell: str) -> None:
    assert neutralise(cell) == cell


@given(st.text())
def test_defusing_twice_is_defusing_once(cell: str) -> None:
    assert neutralise(neutralise(cell)) == neutralise(cell)
