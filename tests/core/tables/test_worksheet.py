"""A cell is the text a person would have typed, however a program wrote it down."""

from __future__ import annotations

import io
import zipfile

from huisvrede.core.tables.check import Row
from tests.core.tables.test_reading_torture import HEADERS, checked, of_xml, refusal, said, workbook


def test_a_formula_that_nobody_calculated_is_no_empty_cell() -> None:
    cell = b'<c r="B2"><f>A1</f></c><c r="C2" t="str"><f>A1</f><v></v></c>'
    assert said(of_xml(b'<row r="2"><c r="A2"><v>1</v></c>' + cell + b"</row>")) == [
        (2, "Naam", "spreadsheet-error")
    ]


def test_control_characters_of_a_workbook_are_what_they_are_in_csv() -> None:
    assert said(of_xml(b'<row r="2"><c r="B2" t="str"><v>Bos_x0007_</v></c></row>')) == [
        (2, "Naam", "control-character")
    ]
    (row,) = checked(of_xml(b'<row r="2"><c r="B2" t="str"><v>Bos_x005F_x0007_ _x1</v></c></row>'))
    assert isinstance(row, Row)
    assert row.values["name"] == "Bos_x0007_ _x1"


def test_texts_in_several_pieces_are_one_and_how_they_sound_is_no_part_of_them() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(HEADERS, (1, "Bos", "")))) as old,
        zipfile.ZipFile(file, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sharedStrings.xml"):
                content = content.replace(
                    b"<t>Bos</t>", b"<r><t>B</t></r> <r><t>os</t></r><rPh><t>bosu</t></rPh>"
                )
            new.writestr(name, content)
    (row,) = checked(file.getvalue())
    assert isinstance(row, Row)
    assert row.values["name"] == "Bos"


def test_a_cell_that_is_too_long_for_any_spreadsheet_is_refused() -> None:
    long = b"x" * 140_000
    assert (
        refusal(of_xml(b'<row r="2"><c r="B2" t="str"><v>' + long + b"</v></c></row>"))[0] == "cell-too-long"
    )
    shared = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(HEADERS, (1, "Bos", "")))) as old,
        zipfile.ZipFile(shared, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<t>Bos</t>", b"<t>" + long + b"</t>"))
    assert refusal(shared.getvalue())[0] == "unsafe-archive"
