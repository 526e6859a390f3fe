"""XLSX: the first visible worksheet, row by row, with what a person should hear of it before it is taken in."""

import posixpath
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import BinaryIO

from huisvrede.core.tables.archive import Attributes, local, opened, tags, whole
from huisvrede.core.tables.formats import When, formats_of
from huisvrede.core.tables.sheet import Limits, Record, Sheet, TableError, headers_of, sheet_of
from huisvrede.core.tables.survey import survey_of
from huisvrede.core.tables.worksheet import Cells, Texts, rows_of, shared_texts

BOOK, RELATED = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@dataclass
class Book:
    """A workbook: entries by kind, visible worksheets (name, entry), formats of numbers, the calendar it counts by."""

    archive: zipfile.ZipFile
    limits: Limits
    sheets: list[tuple[str, str]] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    formats: dict[str, When] = field(default_factory=dict)
    of_1904: bool = False

    def texts(self) -> Texts:
        """The texts that the cells share; none where a program wrote each in its cell."""
        entry = self.others.get("sharedStrings")
        return shared_texts(self.archive, entry, self.limits) if entry else Texts(self.limits)

    def rows(self, entry: str, texts: Texts) -> Iterator[Record]:
        """The rows of a worksheet that hold something. Raises `TableError`, also later."""
        cells = Cells(texts, self.formats, self.limits, of_1904=self.of_1904)
        with whole():
            yield from rows_of(self.archive, entry, cells)


def read_workbook(file: BinaryIO, *, limits: Limits) -> Sheet:
    """Read an XLSX workbook from a seekable file; what is in memory are the texts that its cells share, and one part.

    Raises `TableError`: those of `archive.opened`, `no-worksheet`, `too-many-merged`, `header-merged`, those of `sheet_of`.
    """
    book = _opened(file, limits)
    (_name, entry), *others = book.sheets
    with whole():
        survey, texts = survey_of(book.archive, entry), book.texts()
    line, left, rows = _begun(book.rows(entry, texts))
    sheet = sheet_of(rows, limits, tuple(name for name, _entry in others))
    for one in survey.merged:
        if one.first_line <= line <= one.last_line:
            raise TableError("header-merged", cells=one.cells)
    columns = enumerate(sheet.headers, start=left + 1)
    hidden = [name for place, name in columns if any(a <= place <= b for a, b in survey.hidden_columns)]
    return replace(
        sheet,
        hidden_lines=survey.hidden_lines[bisect_right(survey.hidden_lines, line) :],
        hidden_columns=tuple(hidden),
        merged=tuple(one.moved(left) for one in survey.merged if one.first_line > line),
    )


def read_sheets(file: BinaryIO, *, limits: Limits) -> dict[str, Sheet]:
    """Every visible worksheet of an XLSX workbook by name; one without rows has its headers, an empty one has none.

    Raises `TableError` like `read_workbook`, but for `no-header` and `only-header`.
    """
    book = _opened(file, limits)
    with whole():
        texts = book.texts()
    return {name: _sheet(book, name, entry, texts) for name, entry in book.sheets}


def _sheet(book: Book, name: str, entry: str, texts: Texts) -> Sheet:
    _line, _left, rows = _begun(book.rows(entry, texts))
    filled = list(rows)
    headers = headers_of(filled[0][1], book.limits) if filled else ()
    if len(filled) > book.limits.rows:
        raise TableError("too-many-rows", limit=book.limits.rows)
    return Sheet(headers, iter(filled[1:]), name=name)


def _begun(rows: Iterator[Record]) -> tuple[int, int, Iterator[Record]]:
    """The line of the first row, how many columns before its first cell are empty, and all rows without these columns."""
    filled = ((line, cells) for line, cells in rows if any(map(str.strip, cells)))
    first = next(filled, None)
    if first is None:
        return 0, 0, iter(())
    line, cells = first
    left = next(place for place, cell in enumerate(cells) if cell.strip())
    width = len(cells) - left
    return line, left, (_aligned(row, left, width) for row in chain([first], filled))


def _aligned(row: Record, left: int, width: int) -> Record:
    """As wide as the first row at least; what stands before it comes last, where the check finds it has no name."""
    line, cells = row
    before, after = cells[:left], cells[left:]
    if len(after) < width:
        after += ("",) * (width - len(after))
    return line, after + before if any(map(str.strip, before)) else after


def _opened(file: BinaryIO, limits: Limits) -> Book:
    book = Book(opened(file, limits), limits)
    with whole():
        entries = _related(book)
        _read_book(book, entries)
        _read_formats(book)
    if not book.sheets:
        raise TableError("no-worksheet")
    return book


def _related(book: Book) -> dict[str, tuple[str, str]]:
    """Key -> (kind, entry) of what the workbook consists of."""
    found: dict[str, tuple[str, str]] = {}

    def begin(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            kind = attributes["Type"].rpartition("/")[2]
            entry = posixpath.normpath(posixpath.join("/xl", attributes["Target"]))[1:]
            found[attributes["Id"]] = kind, entry
            book.others[kind] = entry

    tags(book.archive, RELATED, begin)
    return found


def _read_book(book: Book, entries: dict[str, tuple[str, str]]) -> None:
    def begin(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            key = next(value for name, value in attributes.items() if local(name) == "id")
            kind, entry = entries[key]
            if kind == "worksheet" and attributes.get("state", "visible") == "visible":
                book.sheets.append((attributes["name"], entry))
        elif tag == "workbookPr":
            book.of_1904 = attributes.get("date1904") in ("1", "true")

    tags(book.archive, BOOK, begin)


def _read_formats(book: Book) -> None:
    styles, codes = list[int](), dict[int, str]()
    inside = False

    def begin(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        if tag == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "xf":
            if inside:
                styles.append(int(attributes.get("numFmtId", 0)))
        else:
            # Only these are styles of cells; they hold `alignment` and `protection` besides.
            inside = tag == "cellXfs" or (inside and tag in ("alignment", "protection", "extLst", "ext"))

    if "styles" in book.others:
        tags(book.archive, book.others["styles"], begin)
        book.formats = formats_of(styles, codes)
