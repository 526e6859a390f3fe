"""XLSX becomes text as a person would have typed it, and a bomb is never opened."""

import datetime
import io
import random
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from huisvrede.core.tables.sheet import Limits, Sheet, TableError
from huisvrede.core.tables.workbook import read_sheets, read_workbook

LIMITS = Limits()
HEADER = b'<?xml version="1.0"?>'
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
RELATED = (
    HEADER
    + b'<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def workbook(*rows: list[object]) -> bytes:
    """An XLSX file with these rows; dates get the format of a date, a string with `=` becomes a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet("Woningzoekenden")
        for line, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(line, column, cell, day)
                else:
                    sheet.write(line, column, cell)
    return file.getvalue()


def changed(content: bytes, **entries: bytes) -> bytes:
    """The same archive with entries replaced or added; `sheet` and `texts` are short names."""
    names = {"sheet": SHEET, "texts": "xl/sharedStrings.xml"}
    replaced = {names.get(name, name): data for name, data in entries.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *replaced}:
            new.writestr(name, replaced[name] if name in replaced else old.read(name))
    return file.getvalue()


def worksheet(rows: bytes) -> bytes:
    """A worksheet with this XML as its rows."""
    return HEADER + b"<worksheet " + MAIN + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def opened(content: bytes, limits: Limits = LIMITS) -> Sheet:
    """The sheet of this content."""
    return read_workbook(io.BytesIO(content), limits=limits)


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    """The code with which this content is refused."""
    with pytest.raises(TableError) as caught:
        list(opened(content, limits).rows)
    assert str(caught.value)
    return caught.value.code


PLAIN = workbook(["Naam", "Nummer"], ["Jan", 1])


def test_cells_become_the_text_a_person_would_have_typed() -> None:
    sheet = opened(
        workbook(
            ["Nummer", "Bedrag", "Dag", "Moment", "Aan", "Tekst"],
            [1234.0, 1.5, datetime.date(1984, 3, 2), datetime.datetime(1984, 3, 2, 10, 5), True, "00123"],
            [0.1 + 0.2, 123456789, None, None, False, "👩‍👧 مريم"],
        )
    )
    assert sheet.headers == ("Nummer", "Bedrag", "Dag", "Moment", "Aan", "Tekst")
    assert list(sheet.rows) == [
        (2, ("1234", "1.5", "1984-03-02", "1984-03-02T10:05:00", "true", "00123")),
        (3, ("0.3", "123456789", "", "", "false", "👩‍👧 مريم")),
    ]


def test_blank_rows_are_skipped_and_lines_are_counted_from_the_top() -> None:
    sheet = opened(workbook([], ["", "Naam"], [], ["", "Jan"]))
    assert (sheet.headers, list(sheet.rows)) == (("Naam",), [(4, ("Jan",))])


def test_other_visible_worksheets_are_named_as_unread_and_hidden_ones_never_read() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        hidden, first, second = (book.add_worksheet(name) for name in ("Geheim", "Een", "Twee"))
        hidden.hide()
        first.activate()
        first.set_first_sheet()
        first.write_column(0, 0, ["Naam", "Jan"])
        second.write_column(0, 0, ["Naam", "Piet"])
    sheet = opened(file.getvalue())
    assert (list(sheet.rows), sheet.unread) == ([(2, ("Jan",))], ("Twee",))


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_opened() -> None:
    bomb = changed(PLAIN, sheet=b" " * 20_000_000)
    assert len(bomb) < 40_000
    assert refusal(bomb, Limits(ratio=10_000, unpacked_bytes=10_000_000)) == "unsafe-archive"
    assert refusal(bomb) == "unsafe-archive"


def test_an_archive_with_too_many_entries_is_refused() -> None:
    entries = {f"xl/media/{number}": b"" for number in range(50)}
    assert refusal(changed(PLAIN, **entries), Limits(entries=50)) == "unsafe-archive"


def test_two_cells_in_opposite_corners_take_no_room() -> None:
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="%s1048576"><v>1</v></c></row>'
    assert list(opened(changed(PLAIN, sheet=worksheet(far % b"C"))).rows) == [(1_048_576, ("", "", "1"))]
    assert refusal(changed(PLAIN, sheet=worksheet(far % b"XFD"))) == "too-many-columns"


def test_formatted_but_empty_cells_take_no_room() -> None:
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Naam</t></is></c><c r="XFD1" s="1"/></row>'
        b'<row r="2"><c r="A2"><v>7</v></c></row>'
    )
    sheet = opened(changed(PLAIN, sheet=worksheet(rows)))
    assert (sheet.headers, list(sheet.rows)) == (("Naam",), [(2, ("7",))])


def test_rows_and_cells_without_a_position_follow_each_other() -> None:
    rows = b"<row><c><v>1</v></c><c><v>2</v></c></row>" * 3
    assert list(opened(changed(PLAIN, sheet=worksheet(rows))).rows) == [(2, ("1", "2")), (3, ("1", "2"))]


def test_what_stands_left_of_the_names_of_the_columns_is_a_column_without_a_name() -> None:
    sheet = opened(workbook(["", "Naam", "Nummer"], ["", "Jan", 1], ["los", "Piet"]))
    assert (sheet.headers, list(sheet.rows)) == (
        ("Naam", "Nummer"),
        [(2, ("Jan", "1")), (3, ("Piet", "", "los"))],
    )


def test_one_long_text_in_many_cells_is_refused_and_beside_many_short_ones_it_is_not() -> None:
    long, short = b"<si><t>" + b"x" * 5_000 + b"</t></si>", b"<si><t>y</t></si>"
    texts = HEADER + b"<sst " + MAIN + b">\n" + long + short + b"</sst>"
    first = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'

    def repeated(index: bytes) -> bytes:
        row = b'<row r="%d"><c r="A%d" t="s"><v>' + index + b"</v></c></row>"
        return changed(
            PLAIN, texts=texts, sheet=worksheet(first + b"".join(row % (n, n) for n in range(2, 100)))
        )

    limits = Limits(unpacked_bytes=100_000)
    assert refusal(repeated(b"0"), limits) == "unsafe-archive"
    assert len(list(opened(repeated(b"1"), limits).rows)) == 98


def test_a_document_type_is_refused() -> None:
    entity = HEADER + b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet ' + MAIN + b"/>"
    assert refusal(changed(PLAIN, sheet=entity)) == "unsafe-archive"


@pytest.mark.parametrize(
    "sheet",
    [
        b"no xml",
        worksheet(b"<row"),
        worksheet(b'<row r="1"><c r="?"><v/></c></row>'),
        worksheet(b'<row r="2"/><row r="1"/>'),
        worksheet(b'<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
        worksheet(b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        worksheet(b'<row r="1"><c r="A1"><v>1</v></c></row><mergeCell ref="A1:?"/>'),
        b"",
    ],
)
def test_a_damaged_worksheet_is_corrupt(sheet: bytes) -> None:
    assert refusal(changed(PLAIN, sheet=sheet)) == "corrupt"


def test_half_a_file_is_corrupt() -> None:
    assert refusal(PLAIN[: len(PLAIN) // 2]) == "corrupt"


def test_archives_that_are_no_workbook_are_named() -> None:
    for entry, known in (("content.xml", "OpenDocument"), ("x", "a ZIP archive that is no XLSX workbook")):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(entry, "<x/>")
        with pytest.raises(TableError) as caught:
            opened(file.getvalue())
        assert (caught.value.code, caught.value.facts) == ("other-format", {"format": known})


def test_an_archive_with_a_password_is_refused() -> None:
    flagged = bytearray(PLAIN)
    directory = flagged.find(b"PK\x01\x02")
    flagged[directory + 8] |= 1
    assert refusal(bytes(flagged)) == "encrypted"


def test_an_unusual_compression_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal(file.getvalue()) == "corrupt"


def test_a_workbook_without_worksheets_says_so() -> None:
    empty = HEADER + b"<workbook " + MAIN + b"><sheets/></workbook>"
    assert refusal(changed(PLAIN, **{"xl/workbook.xml": empty})) == "no-worksheet"


def test_a_workbook_that_does_not_say_where_its_worksheet_is_is_corrupt() -> None:
    assert (
        refusal(changed(PLAIN, **{"xl/_rels/workbook.xml.rels": HEADER + b"<Relationships/>"})) == "corrupt"
    )


def test_a_day_that_is_written_as_one_and_a_workbook_without_formats() -> None:
    rows = b'<row><c t="str"><v>Dag</v></c></row><row><c t="d"><v>1984-03-02T00:00:00</v></c></row><row><c s="1"><v>7</v></c></row>'
    bare = changed(PLAIN, sheet=worksheet(rows), **{"xl/_rels/workbook.xml.rels": RELATED})
    assert list(opened(bare).rows) == [(2, ("1984-03-02",)), (3, ("7",))]


def test_pictures_in_a_workbook_do_no_harm() -> None:
    assert list(opened(changed(PLAIN, **{"xl/media/a.png": b"\x89PNG\r\n"})).rows) == [(2, ("Jan", "1"))]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 20))
def test_a_workbook_with_broken_bytes_gives_rows_or_a_table_error(seed: int, faults: int) -> None:
    chance = random.Random(seed)
    content = bytearray(PLAIN)
    for _ in range(faults):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        rows = list(opened(bytes(content)).rows)
    except TableError as refused:
        assert str(refused)
    else:
        assert len(rows) < 10


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_a_workbook_with_any_worksheet_gives_rows_or_a_table_error(rows: bytes) -> None:
    try:
        list(opened(changed(PLAIN, sheet=worksheet(rows))).rows)
    except TableError as refused:
        assert str(refused)


def test_every_visible_worksheet_is_read_by_name() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("one").write_column(0, 0, ["a", "", "1"])
        book.add_worksheet("headers").write_row(0, 0, ["a", "b"])
        book.add_worksheet("empty")
        book.add_worksheet("hidden").hide()
    sheets = read_sheets(file, limits=LIMITS)
    assert {name: (sheet.headers, list(sheet.rows)) for name, sheet in sheets.items()} == {
        "one": (("a",), [(3, ("1",))]),
        "headers": (("a", "b"), []),
        "empty": ((), []),
    }
    with pytest.raises(TableError, match="rows"):
        read_sheets(file, limits=Limits(rows=1))
    with pytest.raises(TableError):
        read_sheets(io.BytesIO(b"PK no"), limits=LIMITS)
