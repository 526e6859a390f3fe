"""Hidden rows, hidden columns and merged cells are told before anything of a worksheet is taken in."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace

import pytest
import xlsxwriter

from huisvrede.core.tables.check import Problem, Row, check
from huisvrede.core.tables.mapping import propose
from huisvrede.core.tables.survey import without
from tests.core.tables.test_reading_torture import (
    HEADERS,
    SHAPE,
    checked,
    of_xml,
    refusal,
    said,
    sheet_of,
    workbook,
)


def test_hidden_rows_and_columns_are_read_like_any_other_and_told() -> None:
    day = datetime.date(2000, 1, 1)
    content = workbook(HEADERS, (1, "Bos", day), (2, "Berg", day), (3, "Beek", day), row=2, column=2)
    assert [one.line for one in checked(content)] == [2, 3, 4]
    sheet = sheet_of(content)
    assert (list(sheet.hidden_lines), sheet.hidden_columns) == ([3], ("Geboren",))
    assert [line for line, _cells in without(sheet.hidden_lines, sheet.rows)] == [2, 4]


def merged(first: tuple[int, int], last: tuple[int, int], value: object) -> bytes:
    """Three rows of which some cells are merged, (line, column) counted from 1."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        for line in (1, 2, 3):
            sheet.write_row(line, 0, (line, "Bos", ""))
        sheet.merge_range(first[0] - 1, first[1] - 1, last[0] - 1, last[1] - 1, value)
    return file.getvalue()


def test_merged_cells_are_told_by_their_place_in_each_row_they_cover() -> None:
    assert said(merged((2, 2), (3, 2), "Bos")) == [(2, "Naam", "merged-cell"), (3, "Naam", "merged-cell")]
    (problem,) = (one for one in checked(merged((3, 1), (3, 2), 2)) if isinstance(one, Problem))
    assert (problem.line, problem.column, problem.facts) == (3, "Nummer", {"cells": "A3:B3"})
    # an empty merged cell says nothing
    assert said(merged((2, 3), (4, 3), "")) == []


def test_merged_cells_in_a_column_that_is_left_out_are_nobodys_business() -> None:
    sheet = sheet_of(merged((2, 3), (4, 3), "01-01-2000"))
    mapping = propose(sheet.headers, SHAPE).leave_out("Geboren")
    assert [type(one) for one in check(sheet, SHAPE, mapping)] == [Row, Row, Row]


def test_where_the_first_row_of_merged_cells_is_left_out_the_others_are_told() -> None:
    sheet = sheet_of(merged((2, 2), (3, 2), "Bos"))
    shown = replace(sheet, rows=without([2], sheet.rows))
    found = [one for one in check(shown, SHAPE, propose(sheet.headers, SHAPE)) if isinstance(one, Problem)]
    assert [(one.line, one.code) for one in found] == [(3, "merged-cell")]


def test_names_of_columns_in_merged_cells_are_refused() -> None:
    assert refusal(merged((1, 2), (1, 3), "Naam")) == ("header-merged", {"cells": "B1:C1"})
    assert refusal(merged((1, 1), (2, 1), "Nummer"))[0] == "header-merged"


def test_a_worksheet_of_merged_cells_alone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huisvrede.core.tables.survey.MOST_MERGED", 0)
    assert refusal(merged((2, 2), (3, 2), "Bos")) == ("too-many-merged", {"limit": 0})


def test_a_worksheet_in_another_encoding_is_looked_through_too() -> None:
    content = of_xml(b'<row r="2" hidden="1"><c r="B2" t="str"><v>Bos</v></c></row>', encoding="utf-16")
    assert list(sheet_of(content).hidden_lines) == [2]


def test_a_hidden_row_that_is_written_in_another_way_is_told_too() -> None:
    content = of_xml(b'<row r="2" hidden="&#49;"><c r="B2" t="str"><v>Bos</v></c></row>')
    assert list(sheet_of(content).hidden_lines) == [2]


def test_a_row_beyond_every_worksheet_is_damage() -> None:
    for line in (b"10000000", b"4294967296", b"9" * 30):
        content = of_xml(b'<row r="' + line + b'" hidden="1"><c t="str"><v>Bos</v></c></row>')
        assert refusal(content)[0] == "corrupt"
