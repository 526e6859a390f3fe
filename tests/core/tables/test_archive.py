"""A worksheet is measured by its filled cells, wherever they say they stand."""

import pytest

from huisvrede.core.tables.archive import Measure


def cells(rows: str) -> int:
    """How many cells a worksheet with these rows spans."""
    measure = Measure()
    measure.parser.Parse(f"<x:worksheet xmlns:x='m'><x:sheetData>{rows}</x:sheetData></x:worksheet>", True)
    return measure.cells


@pytest.mark.parametrize(
    ("rows", "spanned"),
    [
        ("", 0),
        ("<row r='1'><c r='A1'><v/></c></row>", 1),
        ("<row r='3'><c r='B3'><v/></c></row>", 6),
        ("<row r='3'><c r='aa3'><is/></c><c r='ZZ3'/></row>", 81),
        ("<row r='1'><c r='A1'><v/></c><c r='A99'><v/></c></row>", 99),
        ("<row><c><v/></c><c><v/></c></row><row><c><v/></c></row>", 4),
        ("<x:row xmlns:x='m' r='2'><x:c r='C2'><x:v/></x:c></x:row>", 6),
    ],
)
def test_a_worksheet_spans(rows: str, spanned: int) -> None:
    assert cells(rows) == spanned
