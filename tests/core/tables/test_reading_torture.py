"""What exports and spreadsheets do to a table: the right rows, or one sentence that says where and what to do."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import NamedTuple

import pytest
import xlsxwriter

from huisvrede.core.tables import dates, values
from huisvrede.core.tables.check import Problem, Row, check
from huisvrede.core.tables.mapping import Column, Shape, propose
from huisvrede.core.tables.reading import read
from huisvrede.core.tables.sheet import Sheet, TableError

SHAPE = Shape(
    "people",
    (
        Column("number", values.registration_number, ("Nummer",)),
        Column("name", values.text(80), ("Naam",), required=True, free_text=True),
        Column("born", dates.date, ("Geboren",)),
    ),
    number_field="number",
)
HEADERS = ("Nummer", "Naam", "Geboren")


class Formula(NamedTuple):
    """A formula and what a spreadsheet made of it."""

    text: str
    value: str


def sheet_of(content: bytes) -> Sheet:
    return read(io.BytesIO(content), name="people")


def checked(content: bytes) -> list[Row | Problem]:
    sheet = sheet_of(content)
    return list(check(sheet, SHAPE, propose(sheet.headers, SHAPE)))


def said(content: bytes) -> list[tuple[int, str | None, str]]:
    """(line, column, code) of each problem."""
    return [(one.line, one.column, one.code) for one in checked(content) if isinstance(one, Problem)]


def refusal(content: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(TableError) as caught:
        checked(content)
    assert str(caught.value)
    return caught.value.code, caught.value.facts


def csv(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(("Nummer;Naam;Geboren", *rows, "")).encode(encoding)


def workbook(*rows: tuple[object, ...], date_1904: bool = False, **hidden: int) -> bytes:
    """Rows as a workbook; `row` and `column` name what is hidden, `formats_to` the last row with a format and no value."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": date_1904}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet()
        for line, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(line, column, datetime.datetime.combine(cell, datetime.time()), day)
                elif isinstance(cell, Formula):
                    sheet.write_formula(line, column, cell.text, None, cell.value)
                else:
                    sheet.write(line, column, cell)
        if "row" in hidden:
            sheet.set_row(hidden["row"], None, None, {"hidden": True})
        if "column" in hidden:
            sheet.set_column(hidden["column"], hidden["column"], None, None, {"hidden": True})
        if "formats_to" in hidden:
            for line in (len(rows), hidden["formats_to"]):
                sheet.write_blank(line, 2, None, day)
    return file.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_names_survive_the_encodings_of_our_neighbours(encoding: str) -> None:
    found = checked(csv("1;Zoë Müller;03-02-1984", encoding=encoding))
    assert [row.values["name"] for row in found if isinstance(row, Row)] == ["Zoë Müller"]


def test_latin_9_is_known_by_letters_that_windows_has_not() -> None:
    for name in ("Luka Šarić".replace("ć", "c"), "Tomaž €", "Jiři Žiška".replace("ř", "r")):
        found = checked(csv(f"1;{name};", encoding="iso8859-15"))
        assert [row.values["name"] for row in found if isinstance(row, Row)] == [name]
    # an apostrophe and a euro sign of Windows stay what they are
    for name in ("´t Hof", "D’Arcy é", "Bos € 5"):
        found = checked(csv(f"1;{name};", encoding="cp1252"))
        assert [row.values["name"] for row in found if isinstance(row, Row)] == [name]


def test_two_encodings_in_one_file_are_refused_at_the_line_that_differs() -> None:
    content = csv("1;Zoë;", encoding="cp1252") + "2;Müller;\r\n".encode()
    assert refusal(content) == ("mixed-encoding", {"line": 3})


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("29-02-2023", "no-such-date"),
        ("31-04-1984", "no-such-date"),
        ("03-02-84", "year-two-digits"),
        ("30715", "excel-serial"),
        ("########", "spreadsheet-error"),
        ("#WAARDE!", "spreadsheet-error"),
    ],
)
def test_a_date_that_is_none_is_told_at_its_place(cell: str, code: str) -> None:
    assert said(csv("1;Bos;29-02-2024", f"2;Berg;{cell}")) == [(3, "Geboren", code)]


@pytest.mark.parametrize("cell", ["#N/B", "#REF!", "#####", "#NAAM?", "#DEEL/0!"])
def test_what_a_spreadsheet_wrote_for_a_value_is_never_somebodys_name(cell: str) -> None:
    assert said(csv(f"1;{cell};", "2;# Bos;")) == [(2, "Naam", "spreadsheet-error")]


def test_a_number_that_lost_its_digits_is_told() -> None:
    assert said(csv("1,23E+15;Bos;")) == [(2, "Nummer", "scientific-notation")]


@pytest.mark.parametrize("date_1904", [False, True])
def test_dates_of_both_calendars_of_excel_are_the_same_day(date_1904: bool) -> None:
    content = workbook(HEADERS, (1, "Bos", datetime.date(1984, 2, 29)), date_1904=date_1904)
    assert checked(content) == [Row(2, {"number": "1", "name": "Bos", "born": datetime.date(1984, 2, 29)})]


def test_a_formula_gives_what_it_came_to() -> None:
    assert checked(workbook(HEADERS, (1, Formula('="Bo"&"s"', "Bos"), ""))) == [
        Row(2, {"number": "1", "name": "Bos", "born": None})
    ]


@pytest.mark.parametrize("written", ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?"])
def test_a_formula_that_failed_is_told(written: str) -> None:
    assert said(workbook(HEADERS, (1, Formula("=1/0", written), ""))) == [(2, "Naam", "spreadsheet-error")]


def of_xml(rows: bytes, *, encoding: str = "utf-8") -> bytes:
    """A workbook whose worksheet has the usual names of columns and then these rows."""
    names = b"".join(
        b'<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % (letter, name.encode())
        for letter, name in zip((b"A", b"B", b"C"), HEADERS, strict=True)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<?xml version="1.0" encoding="{encoding}"?><worksheet xmlns="{main}"><sheetData><row r="1">'.encode()
    sheet += names + b"</row>" + rows + b"</sheetData></worksheet>"
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(HEADERS))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = sheet.decode().encode(encoding) if name.endswith("sheet1.xml") else old.read(name)
            new.writestr(name, content)
    return file.getvalue()


def test_a_row_of_totals_below_is_a_row_with_problems() -> None:
    assert said(csv("1;Bos;03-02-1984", "Totaal;;1")) == [
        (3, "Naam", "required"),
        (3, "Geboren", "excel-serial"),
    ]
    assert said(workbook(HEADERS, (1, "Bos", ""), ("Totaal", "", Formula("=COUNTA(A2:A2)", "1"))))[0][:2] == (
        3,
        "Naam",
    )


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_of_every_system_and_mixed_ones_part_rows(end: str) -> None:
    text = f"Nummer;Naam;Geboren{end}1;Bos;{end}2;Berg;\r\n3;Beek;\n"
    assert [row.values["name"] for row in checked(text.encode()) if isinstance(row, Row)] == [
        "Bos",
        "Berg",
        "Beek",
    ]


def test_quotation_marks_hold_delimiters_line_ends_and_themselves() -> None:
    content = csv('1;"Bos; ""de"" Jong";03-02-1984', '2;"Berg\r\nBeek";', '3;5" Bos;')
    assert [(row.line, row.values["name"]) for row in checked(content) if isinstance(row, Row)] == [
        (2, 'Bos; "de" Jong'),
        (3, "Berg Beek"),
        (5, '5" Bos'),
    ]


@pytest.mark.parametrize(
    ("cell", "said"), [("1.234", 1234), ("1.234,00", 1234), ("1234", 1234), ("12.34", None), ("1,234", None)]
)
def test_signs_between_thousands_are_dutch_ones(cell: str, said: int | None) -> None:
    shape = Shape("sizes", (Column("size", values.integer(0, 10_000), ("Omvang",)),))
    sheet = sheet_of(f"Omvang\n{cell}\n".encode())
    (found,) = check(sheet, shape, propose(sheet.headers, shape))
    assert (found.values["size"] if isinstance(found, Row) else None) == said


def test_zeros_in_front_belong_to_a_number_wherever_it_was_kept_as_text() -> None:
    for content in (csv("00123;Bos;"), workbook(HEADERS, ("00123", "Bos", ""))):
        assert [row.values["number"] for row in checked(content) if isinstance(row, Row)] == ["00123"]


def test_formats_down_to_the_last_row_of_the_worksheet_take_no_room() -> None:
    content = workbook(HEADERS, (1, "Bos", ""), formats_to=1_048_575)
    assert [one.line for one in checked(content)] == [2]


@pytest.mark.parametrize(
    "titles",
    [
        ("Overzicht woningzoekenden",),
        ("Overzicht", "", "Peildatum 1 januari"),
        ("", "Alle mensen"),
    ],
)
def test_a_title_above_the_names_of_the_columns_is_told(titles: tuple[str, ...]) -> None:
    lines = [*[f"{title};;" for title in titles], "Nummer;Naam;Geboren", "1;Bos;"]
    assert refusal("\r\n".join(lines).encode()) == ("title-above", {"line": len(titles) + 1})


def test_a_second_row_of_names_is_a_row_with_problems() -> None:
    assert said(csv("(tekst);(verplicht);(dd-mm-jjjj)", "1;Bos;")) == [
        (2, "Nummer", "registration-unreadable"),
        (2, "Geboren", "date-unreadable"),
    ]


@pytest.mark.clause("COR-14", part="import")
def test_a_column_of_bsns_is_known_whatever_its_name() -> None:
    bsns = ("111222333", "123456782", "111111110", "999990019", "999990020", "100000009")
    rows = [f"{number};Naam {line};" for line, number in enumerate(dict.fromkeys(bsns))]
    assert refusal(csv(*rows)) == ("bsn-in-column", {"place": 1})
    # numbers of nine digits of which one is none are numbers
    assert said(csv("123456789;Eerste;", *rows)) == []


def test_two_hundred_columns_and_a_doubled_name_are_told_apart() -> None:
    names = [f"k{place}" for place in range(199)]
    wide = ";".join(("Naam", *names)) + "\n" + ";".join(["x"] * 200) + "\n"
    assert len(sheet_of(wide.encode()).headers) == 200
    assert refusal(wide.replace("k198", "naam").encode())[0] == "duplicate-header"
