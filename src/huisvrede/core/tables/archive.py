"""An XLSX file is an archive from outside: its directory is measured first, and its documents are parsed part by part.

What unpacks to more than it should is never unpacked, and no part of a document is kept while the rest is read: neither a
worksheet with cells in opposite corners nor a text without an end takes room.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO
from xml.parsers import expat

from huisvrede.core.tables.sheet import Limits, TableError

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    OSError,
)
ENCRYPTED = 0x1
PLAUSIBLE_BYTES = 1_000_000
PART = 1 << 16
LONGEST = 4 << 20
"""Bytes of one tag or piece of text that a parser may hold: no program writes a tag like that."""
Attributes = dict[str, str]


@contextmanager
def whole() -> Iterator[None]:
    """Within: whatever damage a reader meets is `TableError` `corrupt`."""
    try:
        yield
    except DAMAGE:
        raise TableError("corrupt") from None


def opened(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The archive, when it is an XLSX workbook of bearable size.

    Raises `TableError`: `corrupt`, `encrypted`, `other-format`, `unsafe-archive`.
    """
    file.seek(0)
    with whole():
        archive = zipfile.ZipFile(file)
        _inspect(archive.infolist(), limits)
        return archive


def parsed(archive: zipfile.ZipFile, entry: str, parser: expat.XMLParserType) -> Iterator[None]:
    """Give a document of the archive to a parser and stop after each part of it. Raises `TableError` `unsafe-archive`."""
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    given = 0
    with archive.open(entry) as stream:
        while part := stream.read(PART):
            given += len(part)
            parser.Parse(part, False)
            if given - parser.CurrentByteIndex > LONGEST:
                raise TableError("unsafe-archive", reason=f"a part of more than {LONGEST} bytes")
            yield
        parser.Parse(b"", True)
    yield


def tags(archive: zipfile.ZipFile, entry: str, begin: Callable[[str, Attributes], object]) -> None:
    """Tell the name of each tag, without its prefix, and its attributes: of a small document that only lists something."""
    if archive.getinfo(entry).file_size > PLAUSIBLE_BYTES * 20:
        raise TableError("unsafe-archive", reason=f"more than {PLAUSIBLE_BYTES * 20} bytes")
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: begin(local(name), attributes)
    for _part in parsed(archive, entry, parser):
        pass


def local(name: str) -> str:
    """The name of a tag without its prefix."""
    return name.rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise TableError("unsafe-archive", reason="a document type of its own")


def _inspect(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        known = "OpenDocument" if "content.xml" in names else "a ZIP archive that is no XLSX workbook"
        raise TableError("other-format", format=known)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise TableError("encrypted")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise TableError("corrupt")
    if len(entries) > limits.entries:
        raise TableError("unsafe-archive", reason=f"more than {limits.entries} entries")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise TableError("unsafe-archive", reason=f"more than {limits.unpacked_bytes} bytes")
    # A small archive may compress well by nature; below a megabyte no ratio does harm.
    if unpacked > PLAUSIBLE_BYTES and unpacked > packed * limits.ratio:
        raise TableError("unsafe-archive", reason=f"more than {limits.ratio} times its size")
