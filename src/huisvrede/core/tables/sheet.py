"""What a table is to us: headers, rows of text with line numbers, limits, and the reasons to refuse one."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple, TypeAlias

LOOKED_AHEAD = 6
"""Rows among which the names of columns are looked for, when a title stands above them."""
FEW = 2
"""Cells that a row below a title has at least more than."""
# The line on which a row starts, and its cells.
Record: TypeAlias = tuple[int, tuple[str, ...]]

SENTENCES = {
    "empty-file": "The file is empty.",
    "no-header": "The file holds no row with column names.",
    "only-header": "The file holds column names and no rows.",
    "file-too-large": "The file is larger than {limit} bytes.",
    "too-many-rows": "The table has more than {limit} rows.",
    "too-many-columns": "The table has {columns} columns; at most {limit} are read.",
    "line-too-long": "Line {line} is longer than {limit} characters; perhaps a quotation mark is not closed.",
    "cell-too-long": "The row that starts on line {line} has a cell that is too long; "
    "perhaps a quotation mark is not closed.",
    "encoding": "The text is not valid {encoding}.",
    "mixed-encoding": "Line {line} is in UTF-8 and others are not. Export the whole file anew, as UTF-8.",
    "title-above": "The names of the columns seem to stand on line {line}. Remove what stands above them.",
    "bsn-in-column": "Column {place} holds citizen service numbers (BSN), whatever its name says. Remove it from the file, "
    "or bring the file again and leave the column out.",
    "header-merged": "The names of the columns stand in merged cells ({cells}). Unmerge them and give each column "
    "a name of its own, in one row.",
    "too-many-merged": "The worksheet has more than {limit} merged cells. Unmerge them all and fill in each row.",
    "nul-bytes": "The file holds NUL bytes, so it is no text.",
    "duplicate-header": "Columns {first} and {second} have the same name.",
    "other-format": "The content is {format}; save it as CSV or XLSX.",
    "encrypted": "The workbook has a password; save it without one.",
    "corrupt": "The workbook is damaged and cannot be read.",
    "unsafe-archive": "The workbook unpacks to more than it should ({reason}) and was not opened.",
    "no-worksheet": "The workbook has no visible worksheet.",
}


class TableError(Exception):
    """A file that cannot be read as a table: a stable `code` and `facts` without content of the file."""

    def __init__(self, code: str, **facts: object) -> None:
        """`code` is a key of `SENTENCES`; `facts` fill its sentence."""
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        """The default English sentence."""
        return SENTENCES[self.code].format(**self.facts)


@dataclass(frozen=True)
class Limits:
    """How much of a file is read at most. Sizes in bytes, lengths in characters."""

    file_bytes: int = 500_000_000
    rows: int = 1_000_000
    columns: int = 500
    line_characters: int = 1_000_000
    entries: int = 1_000
    unpacked_bytes: int = 2_500_000_000
    shared_bytes: int = 150_000_000
    ratio: int = 200


class Merged(NamedTuple):
    """Cells of a worksheet that were merged: first and last line, first and last column, counted from 1."""

    first_line: int
    last_line: int
    first_column: int
    last_column: int
    cells: str

    def moved(self, left: int) -> "Merged":
        """The same in a table that begins so many columns further on."""
        return self._replace(first_column=self.first_column - left, last_column=self.last_column - left)


@dataclass(frozen=True)
class Sheet:
    """One table. `rows` streams (line number, cells as text) and may raise `TableError`; it is read once.

    A row may be shorter or longer than `headers`: that is for the check to report. `unread` names the other
    visible worksheets of a workbook, so that nobody thinks they were read too. `name` is the file's. A worksheet
    may have `hidden_lines` and `hidden_columns`, which are read like any other, and `merged` cells by first line.
    """

    headers: tuple[str, ...]
    rows: Iterator[Record]
    unread: tuple[str, ...] = ()
    name: str = ""
    hidden_lines: Sequence[int] = ()
    hidden_columns: tuple[str, ...] = ()
    merged: tuple[Merged, ...] = ()


def clean_header(header: str) -> str:
    """A column name on one line: NFC, without control characters and doubled spaces."""
    printable = "".join(" " if unicodedata.category(sign) in ("Cc", "Cf", "Cs") else sign for sign in header)
    return " ".join(unicodedata.normalize("NFC", printable).split())


def headers_of(cells: tuple[str, ...], limits: Limits) -> tuple[str, ...]:
    """The column names of the first row; a column without one is named by its place, `#3`.

    Raises `TableError` `duplicate-header` (names compared without case) or `too-many-columns`. The error
    tells places and no names: a file without a header row has a person in that row.
    """
    names = [clean_header(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > limits.columns:
        raise TableError("too-many-columns", columns=len(names), limit=limits.columns)
    seen: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        names[place - 1] = name or f"#{place}"
        first = seen.setdefault(names[place - 1].casefold(), place)
        if first != place:
            raise TableError("duplicate-header", first=first, second=place)
    return tuple(names)


def sheet_of(rows: Iterator[Record], limits: Limits, unread: tuple[str, ...] = ()) -> Sheet:
    """The first row that is not blank becomes the headers, the others stream on, blank ones skipped.

    Raises `TableError` `no-header`, `title-above` (a row soon after it is twice as wide), `only-header` and those of
    `headers_of`.
    """
    filled = ((line, cells) for line, cells in rows if any(map(str.strip, cells)))
    ahead = list(islice(filled, LOOKED_AHEAD))
    if not ahead:
        raise TableError("no-header")
    first = ahead[0][1]
    for line, cells in ahead[1:]:
        if _width(cells) >= 2 * _width(first) and _width(cells) > FEW:
            raise TableError("title-above", line=line)
    headers = headers_of(first, limits)
    if not headers:
        raise TableError("no-header")
    if len(ahead) == 1:
        raise TableError("only-header")
    return Sheet(headers, _limited(ahead[1], chain(ahead[2:], filled), limits), unread)


def _width(cells: tuple[str, ...]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _limited(second: Record, others: Iterator[Record], limits: Limits) -> Iterator[Record]:
    yield second
    for count, row in enumerate(others, start=2):
        if count > limits.rows:
            raise TableError("too-many-rows", limit=limits.rows)
        yield row
