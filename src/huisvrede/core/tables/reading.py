"""Read a table from a file of another system: CSV or XLSX, told apart by content and never by name."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from huisvrede.core.tables.delimited import read_delimited
from huisvrede.core.tables.sheet import Limits, Record, Sheet, TableError
from huisvrede.core.tables.workbook import read_workbook

ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
PASSWORD = "EncryptedPackage".encode("utf-16-le")
MAGIC = {
    OLD_OFFICE: "an old Excel workbook (XLS)",
    b"%PDF": "PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a GZIP archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "a database",
    b"<": "HTML or XML",
    b"\xef\xbb\xbf<": "HTML or XML",
}


def read(path_or_file: Path | BinaryIO, *, name: str, limits: Limits | None = None) -> Sheet:
    """Read one table. A file must be seekable and stays the caller's; a path is opened and closed here.

    `name` is what people call the file; it is passed on and decides nothing. Raises `TableError`, also while
    `rows` are read, and `OSError` when the path cannot be read.
    """
    limits = limits or Limits()
    if not isinstance(path_or_file, Path):
        return replace(_read(path_or_file, limits), name=name)
    file = path_or_file.open("rb")
    try:
        sheet = _read(file, limits)
    except BaseException:
        file.close()
        raise
    rows = _closing(sheet.rows, file)
    # Started at once: a generator that never began would not close the file when it is dropped.
    next(rows)
    return replace(sheet, rows=rows, name=name)


def _closing(rows: Iterator[Record], file: BinaryIO) -> Iterator[Record]:
    with file:
        yield 0, ()
        yield from rows


def _read(file: BinaryIO, limits: Limits) -> Sheet:
    size = file.seek(0, 2)
    if size == 0:
        raise TableError("empty-file")
    if size > limits.file_bytes:
        raise TableError("file-too-large", limit=limits.file_bytes)
    file.seek(0)
    start = file.read(16)
    if start.startswith(ARCHIVE):
        return read_workbook(file, limits=limits)
    if start.startswith(OLD_OFFICE):
        file.seek(0)
        if PASSWORD in file.read():
            raise TableError("encrypted")
    for magic, known in MAGIC.items():
        if start.startswith(magic):
            raise TableError("other-format", format=known)
    return read_delimited(file, limits=limits)
