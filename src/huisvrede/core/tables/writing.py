"""Tables out, part by part: CSV and XLSX as a spreadsheet reads them, however long, in the memory of one part.

A workbook is written here and not by a library: those keep what they write in a file of their own first, unsealed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

from huisvrede.core.tables.check import BYTE_ORDER_MARK, csv_line, neutralise

Cell = str | int | date | None
PART: Final = 64 * 1024
MOST_ROWS: Final = 1_048_576
"""Rows of a worksheet, its header among them."""
NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not have."""
FIRST_DAY: Final = date(1899, 12, 30).toordinal()
"""Day 0 of a worksheet, by which every day since March 1900 counts right."""
OOXML, RELATED = "application/vnd.openxmlformats-", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BOOK: Final = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{OOXML}package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{OOXML}officedocument.spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{OOXML}officedocument.spreadsheetml.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{OOXML}officedocument.spreadsheetml.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook {SHEET} xmlns:r="{RELATED}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/styles.xml": (
        f'<styleSheet {SHEET}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    ),
}
"""What a workbook of one sheet holds besides that sheet; style 1 is a day."""


class TooManyRows(Exception):
    """More rows than a worksheet can have."""


def csv_parts(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A table as CSV: UTF-8 with a byte order mark, `;`, CRLF, days as 2026-11-23, formulas defused."""
    lines, held = [BYTE_ORDER_MARK + csv_line(header)], 0
    for row in rows:
        line = csv_line(["" if cell is None else str(cell) for cell in row])
        lines.append(line)
        held += len(line)
        if held > PART:
            yield "".join(lines).encode()
            lines, held = [], 0
    yield "".join(lines).encode()


def xlsx_parts(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same as a workbook of one sheet; text stays text, so that 00123 is 00123. Raises TooManyRows."""
    out = _Sink()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in BOOK.items():
            book.writestr(name, HEAD + content)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f"{HEAD}<worksheet {SHEET}><sheetData>{_row(header)}".encode())
            for number, row in enumerate(rows, start=2):
                if number > MOST_ROWS:
                    raise TooManyRows
                sheet.write(_row(row).encode())
                if out.held() > PART:
                    yield out.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield out.taken()


def _row(cells: Sequence[Cell]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, date):
        return f'<c s="1"><v>{cell.toordinal() - FIRST_DAY}</v></c>'
    if isinstance(cell, int):
        return f"<c><v>{cell:d}</v></c>"
    text = escape(NO_XML.sub("", neutralise(cell)))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


class _Sink(io.RawIOBase):
    """Takes what a ZIP writes, one way only, and gives it on."""

    def __init__(self) -> None:
        super().__init__()
        self._parts = bytearray()

    def write(self, part: object) -> int:
        """Keep it until it is taken."""
        self._parts += bytes(part)  # type: ignore[call-overload]
        return len(part)  # type: ignore[arg-type]

    def held(self) -> int:
        """How many bytes wait."""
        return len(self._parts)

    def taken(self) -> bytes:
        """What waits, which is then gone here."""
        found = bytes(self._parts)
        self._parts.clear()
        return found
