"""Check a table row by row: a row comes out whole and valid, or its problems do."""

import re
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

from huisvrede.core.tables.bsn import Suspicion, is_bsn, suspect_bsn
from huisvrede.core.tables.mapping import Column, Mapping, Shape
from huisvrede.core.tables.places import Places
from huisvrede.core.tables.sheet import Merged, Sheet, TableError
from huisvrede.core.tables.values import ValueProblem

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Row:
    """A valid row: the line it starts on and a value per mapped field, None for an empty cell."""

    line: int
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is not taken in. `column` is the header, None when it is about the whole row.

    Codes: those of `ValueProblem`, and `required`, `ragged-row` (cells, headers), `duplicate-number`
    (first_line), `merged-cell` (cells), `spreadsheet-error`, `bsn-certain` and `bsn-ask-a-person`. Neither code nor facts
    repeat what a cell holds.
    """

    line: int
    column: str | None
    code: str
    facts: dict[str, object] = field(default_factory=dict)


OF_A_SPREADSHEET = re.compile(
    r"##+|#(?:N/[AB]|(?:REF|VERW|VALUE|WAARDE|NUM|GETAL|NULL|LEEG|DIV/0|DEEL/0|SPILL|OVERLOOP|CALC)!|(?:NAME|NAAM)\?)"
)
"""What a spreadsheet writes for a column too narrow (####) or a formula that failed (#N/B, #VERW!, #DIV/0!)."""
NINE_DIGITS, SURE = 9, 6
"""One number of nine digits in eleven passes the test of a BSN by chance; six in a row do so once in 1.7 million columns."""
KEPT = 4_096
"""Different cells of a column whose values are kept while a file is read: towns, names and dates come again and again."""


@dataclass(slots=True)
class _Reader:
    """A column being read: where it stands, and what some of its cells came to, good ones alone.

    `bsns` counts the different cells of nine digits as long as each of them passes the test of a BSN; -1 when one did not.
    """

    place: int
    header: str
    column: Column
    kept: dict[str, object]
    bsns: int = 0

    def watch(self, cell: str) -> None:
        """Raise `TableError` `bsn-in-column` once so many numbers passed that chance is no reason any more."""
        if self.bsns < 0 or len(cell) != NINE_DIGITS or not (cell.isascii() and cell.isdigit()):
            return
        self.bsns = self.bsns + 1 if is_bsn(cell) else -1
        if self.bsns == SURE:
            raise TableError("bsn-in-column", place=self.place + 1)


def check(
    sheet: Sheet, shape: Shape, mapping: Mapping, *, not_a_bsn: Container[tuple[int, str]] = frozenset()
) -> Iterator[Row | Problem]:
    """Each row of the sheet as a `Row`, or else all its problems; kept are the numbers seen and, of each column, the first
    few thousand different cells.

    `not_a_bsn` names (line, header) of which a person declared that what looks like a BSN is none; it lifts
    `bsn-ask-a-person`, never `bsn-certain`. Columns left out are neither parsed nor kept. Raises
    `MappingError` at once when the mapping is not complete, and `TableError` while reading.
    """
    mapping.require_complete(sheet.headers, shape)
    readers = [
        _Reader(place, header, shape.column(mapping.mapped[header]), {})
        for place, header in enumerate(sheet.headers)
        if header in mapping.mapped
    ]
    return _check(sheet, readers, _number_header(mapping, shape), shape.number_field, not_a_bsn)


def _number_header(mapping: Mapping, shape: Shape) -> str | None:
    return next((header for header, known in mapping.mapped.items() if known == shape.number_field), None)


def _check(
    sheet: Sheet,
    readers: list[_Reader],
    number_header: str | None,
    number_field: str | None,
    not_a_bsn: Container[tuple[int, str]],
) -> Iterator[Row | Problem]:
    width = len(sheet.headers)
    first_lines = Places()
    merges = _Merges(sheet.merged, readers)
    for line, cells in sheet.rows:
        if merged := merges.at(line, cells):
            yield from merged
            continue
        if len(cells) != width and (len(cells) < width or any(map(str.strip, cells[width:]))):
            yield Problem(line, None, "ragged-row", {"cells": len(cells), "headers": width})
            continue
        values, problems = _read_row(line, cells, readers, not_a_bsn)
        number = values.get(number_field) if number_field else None
        if number is not None and (first := first_lines.first(number, line)) != line:
            problems.append(Problem(line, number_header, "duplicate-number", {"first_line": first}))
        if problems:
            yield from problems
        else:
            yield Row(line, values)


class _Merges:
    """Merged cells in columns that are read, as rows come past them: of which row such a value is, only a person can say.

    A range counts when its first cell holds something, and also where the row of that cell was left out.
    """

    def __init__(self, ranges: Sequence[Merged], readers: Sequence[_Reader]) -> None:
        headers = {reader.place + 1: reader.header for reader in readers}
        named = ((one, _first_header(one, headers)) for one in ranges)
        self._ahead = deque((one, header) for one, header in named if header is not None)
        self._here: list[tuple[Merged, str]] = []

    def at(self, line: int, cells: tuple[str, ...]) -> list[Problem]:
        """What of this line stands in merged cells."""
        if not (self._ahead or self._here):
            return []
        while self._ahead and self._ahead[0][0].first_line <= line:
            one, header = self._ahead.popleft()
            place = one.first_column - 1
            if one.first_line < line or place < 0 or "".join(cells[place : place + 1]).strip():
                self._here.append((one, header))
        self._here = [(one, header) for one, header in self._here if one.last_line >= line]
        return [Problem(line, header, "merged-cell", {"cells": one.cells}) for one, header in self._here]


def _first_header(one: Merged, headers: Dict[int, str]) -> str | None:
    return next(
        (name for place, name in headers.items() if one.first_column <= place <= one.last_column), None
    )


def _read_row(
    line: int, cells: tuple[str, ...], readers: list[_Reader], not_a_bsn: Container[tuple[int, str]]
) -> tuple[dict[str, object], list[Problem]]:
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for reader in readers:
        place, header, column, kept = reader.place, reader.header, reader.column, reader.kept
        if (written := cells[place]) in kept:
            values[column.field] = kept[written]
            continue
        suspicion, before = None, len(problems)
        if cell := written.strip():
            if cell[0] == "#" and OF_A_SPREADSHEET.fullmatch(cell):
                problems.append(Problem(line, header, "spreadsheet-error"))
                continue
            if not (column.free_text or column.bsn):
                reader.watch(cell)
            try:
                values[column.field] = column.parse(cell)
            except ValueProblem as problem:
                problems.append(Problem(line, header, problem.code, problem.facts))
            suspicion = suspect_bsn(cell) if column.free_text else None
            if suspicion is Suspicion.CERTAIN or (suspicion and (line, header) not in not_a_bsn):
                problems.append(Problem(line, header, f"bsn-{suspicion}"))
        else:
            values[column.field] = None
            if column.required:
                problems.append(Problem(line, header, "required"))
        # What a person declared of one line holds for that line alone, so a cell that asked is never kept.
        if suspicion is None and len(problems) == before and len(kept) < KEPT:
            kept[written] = values[column.field]
    return values, problems


def problems_csv(
    problems: Iterable[Problem],
    texts: Callable[[Problem], str],
    *,
    header: tuple[str, str, str] = ("Regel", "Kolom", "Reden"),
) -> Iterator[str]:
    """The problems as lines of a CSV file for a spreadsheet: byte order mark, `;`, CRLF, formulas defused."""
    yield BYTE_ORDER_MARK + csv_line(header)
    for problem in problems:
        yield csv_line((str(problem.line), problem.column or "", texts(problem)))


def csv_line(cells: Iterable[str]) -> str:
    """One line of it."""
    quoted = ('"' + neutralise(cell).replace('"', '""') + '"' for cell in cells)
    return ";".join(quoted) + "\r\n"


def neutralise(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before = + - @, tab and line ends.

    Full-width forms count, and spaces in front do not help. Every export goes through here; applied twice
    it gives the same (OWASP, CSV injection).
    """
    if cell.startswith(FORMULA_STARTS) or cell.lstrip().startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
