"""XLSX: the first visible worksheet, each cell as the text a person would have typed."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO, TypeAlias

import python_calamine

from huisvrede.core.tables.archive import inspect
from huisvrede.core.tables.sheet import Limits, Record, Sheet, TableError, headers_of, sheet_of

Cell: TypeAlias = (
    int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
)
MIDNIGHT = datetime.time(0, 0)
EXACT_INTEGERS = 1e15


def read_workbook(file: BinaryIO, *, limits: Limits) -> Sheet:
    """Read an XLSX workbook from a seekable file, after `archive.inspect` found it safe.

    The worksheet stands in memory as a whole (some 150 MB for 100,000 rows of twelve columns).
    Raises `TableError`: those of `archive.inspect`, `no-worksheet`, `corrupt` and those of `sheet_of`.
    """
    inspect(file, limits)
    file.seek(0)
    sheet, unread = _first_visible(file)
    return sheet_of(_rows(sheet), limits, unread)


def read_sheets(file: BinaryIO, *, limits: Limits) -> dict[str, Sheet]:
    """Every visible worksheet of an XLSX workbook by name; one without rows has its headers, an empty one has none.

    Raises `TableError` like `read_workbook`, but for `no-header` and `only-header`.
    """
    inspect(file, limits)
    file.seek(0)
    workbook, names = _opened(file)
    return {name: _sheet(workbook, name, limits) for name in names}


def _sheet(workbook: python_calamine.CalamineWorkbook, name: str, limits: Limits) -> Sheet:
    rows = list(_rows(workbook.get_sheet_by_name(name)))
    filled = [(line, cells) for line, cells in rows if any(map(str.strip, cells))]
    headers = headers_of(filled[0][1], limits) if filled else ()
    if len(filled) > limits.rows:
        raise TableError("too-many-rows", limit=limits.rows)
    return Sheet(headers, iter(filled[1:]), name=name)


def _first_visible(file: BinaryIO) -> tuple[python_calamine.CalamineSheet, tuple[str, ...]]:
    workbook, names = _opened(file)
    return workbook.get_sheet_by_name(names[0]), tuple(names[1:])


def _opened(file: BinaryIO) -> tuple[python_calamine.CalamineWorkbook, list[str]]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(file)
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001
        # A panic of the Rust parser is a BaseException of its own.
        raise TableError("corrupt") from None
    if not names:
        raise TableError("no-worksheet")
    return workbook, names


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Record]:
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        yield line, tuple([cell if type(cell) is str else text_of(cell) for cell in cells])


def text_of(cell: Cell) -> str:
    """A number without needless decimals (`1234.0` is `1234`), a date as ISO 8601, a truth as `true`."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime.datetime):
        return (cell.date() if cell.time() == MIDNIGHT else cell).isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < EXACT_INTEGERS:
        return str(int(value))
    return format(Decimal(repr(value)), "f")
