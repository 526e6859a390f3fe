"""What is written reads back as it was, by our own reader and, for a workbook, by another's; no cell becomes a formula."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from huisvrede.core.tables import writing
from huisvrede.core.tables.check import neutralise
from huisvrede.core.tables.reading import read
from huisvrede.core.tables.sheet import Limits
from huisvrede.core.tables.writing import Cell, TooManyRows, csv_parts, xlsx_parts

HEADER = ("Nummer", "Naam", "Geboren", "Aantal")
ROWS: list[tuple[Cell, ...]] = [
    ("00123", 'Ōe "de" Vries; & <zoon>', date(1984, 2, 29), 3),
    ("=1+1", "\t@kwaad", None, 0),
    ("", "regel\r\ntwee\x00\x0b", date(1900, 3, 1), 12_345_678),
]


def test_a_plain_table_reads_back() -> None:
    whole = b"".join(csv_parts(HEADER, ROWS[:2]))
    sheet = read(BytesIO(whole), name="a.csv", limits=Limits())
    assert sheet.headers == HEADER
    assert [cells for _line, cells in sheet.rows] == [
        ("00123", 'Ōe "de" Vries; & <zoon>', "1984-02-29", "3"),
        ("'=1+1", "'\t@kwaad", "", "0"),
    ]


def test_a_workbook_reads_back_with_its_days_as_days() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(xlsx_parts(HEADER, ROWS))))
    assert book.get_sheet_by_index(0).to_python() == [
        list(HEADER),
        ["00123", 'Ōe "de" Vries; & <zoon>', date(1984, 2, 29), 3.0],
        ["'=1+1", "'\t@kwaad", "", 0.0],
        ["", "regel\ntwee", date(1900, 3, 1), 12_345_678.0],
    ]


@given(some.lists(some.text(alphabet=some.characters(codec="utf-8", exclude_characters="\r\x85\u2028\u2029")), max_size=5))
def test_whatever_a_cell_holds_the_workbook_opens_and_text_stays_text(texts: list[str]) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(xlsx_parts(["a"], [[f"x{text}"] for text in texts]))))
    found = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in found[1:]] == [writing.NO_XML.sub("", neutralise(f"x{text}")) for text in texts]


@pytest.mark.parametrize("parts", [csv_parts, xlsx_parts])
def test_a_long_table_comes_in_parts_and_is_never_whole(parts: object) -> None:
    taken = ahead = 0

    def rows() -> Iterator[tuple[str, ...]]:
        nonlocal taken
        for number in range(40_000):
            taken += 1
            yield (f"{number * 7919 % 40_009:09}" * 5,)

    for part in parts(["a"], rows()):  # type: ignore[operator]
        ahead = ahead or taken
        assert len(part) < 4 * writing.PART
    assert 0 < ahead < taken == 40_000


def test_a_worksheet_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 3)
    assert b"".join(xlsx_parts(["a"], [["1"], ["2"]]))
    with pytest.raises(TooManyRows):
        list(xlsx_parts(["a"], [["1"], ["2"], ["3"]]))
