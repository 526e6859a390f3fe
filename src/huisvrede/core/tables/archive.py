"""An XLSX file is an archive from outside: it is measured before a parser that trusts it may open it.

The parser behind us keeps a worksheet as one dense block, so two cells in opposite corners of a worksheet
(5 kB on disk) ask for 400 GB and end the process. Hence not only the archive but each worksheet is measured.
"""

import re
import struct
import zipfile
import zlib
from itertools import zip_longest
from typing import BinaryIO
from xml.parsers import expat

from huisvrede.core.tables.sheet import Limits, TableError

CELL = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
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


def inspect(file: BinaryIO, limits: Limits) -> None:
    """Return when the archive is an XLSX workbook of bearable size.

    Raises `TableError`: `corrupt`, `encrypted`, `other-format`, `unsafe-archive`, `sheet-too-large`.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _inspect_directory(archive.infolist(), limits)
            _inspect_content(archive, limits)
    except DAMAGE:
        raise TableError("corrupt") from None


def _inspect_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
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


def _inspect_content(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Measure every XML entry, whatever its name: the workbook itself says which of them are worksheets."""
    measures = [measure for entry in archive.infolist() if (measure := _measure(archive, entry))]
    for measure in measures:
        if measure.cells > limits.cells:
            raise TableError("sheet-too-large", cells=measure.cells, limit=limits.cells)
    # Each cell gets its own copy of a shared text, so one long text in many cells is a bomb too.
    longest = max(measure.longest for measure in measures)
    if longest * sum(measure.shared for measure in measures) > limits.unpacked_bytes:
        _inspect_shared_texts(archive, limits)


def _inspect_shared_texts(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    lists = [measure.lengths for entry in entries if (measure := _measure(archive, entry))]
    # Should there be several lists of texts, the longest text at each place counts.
    lengths = [max(known) for known in zip_longest(*lists, fillvalue=0)]
    counted = [measure.copied for entry in entries if (measure := _measure(archive, entry, lengths))]
    if sum(counted) > limits.unpacked_bytes:
        raise TableError("unsafe-archive", reason=f"more than {limits.unpacked_bytes} characters of text")


def _measure(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, lengths: list[int] | None = None
) -> "Measure | None":
    """The measure of one entry, or None when it is no XML (a picture, printer settings)."""
    measure = Measure(lengths)
    try:
        with archive.open(entry) as stream:
            measure.parser.ParseFile(stream)
    except expat.ExpatError:
        if measure.begun or entry.filename.endswith((".xml", ".rels")):
            raise
        return None
    return measure


class Measure:
    """How far one XML document reaches as a worksheet, and how long its texts are as shared texts.

    Written for speed: an import of 100,000 rows calls `_start` some three million times. Positions that are
    left out (the format allows it) are counted, which gives an upper bound.
    """

    def __init__(self, lengths: list[int] | None = None) -> None:
        """With the `lengths` of the shared texts, `copied` becomes the characters that all cells ask for."""
        self.begun = False
        self.shared = 0
        self.copied = 0
        self.lengths: list[int] = []
        self._known = lengths
        self._columns: set[str] = set()
        self._row = ""
        self._begun_row = self._last_row = self._last_column = 0
        self._unnumbered_rows = self._unnumbered_cells = self._most_unnumbered = 0
        self._reference: str | None = None
        self._index = ""
        self._in_shared_cell = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse
        if lengths is not None:
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = self._collect_index

    @property
    def cells(self) -> int:
        """Rows times columns from the first cell of the worksheet to the last filled one."""
        rows = self._last_row + self._unnumbered_rows
        return rows * (self._last_column + self._most_unnumbered)

    @property
    def longest(self) -> int:
        """The length of the longest shared text."""
        return max(self.lengths, default=0)

    def _refuse(self, *_: object) -> None:
        raise TableError("unsafe-archive", reason="a document type of its own")

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.rpartition(" ")[2]
        if name == "c":
            self._in_shared_cell = attributes.get("t") == "s"
            self.shared += self._in_shared_cell
            self._reference = attributes.get("r", "")
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif self._reference is not None:
            # The first child of a cell: only a cell with content takes room in the parser behind us.
            if self._reference.removesuffix(self._row) not in self._columns:
                self._reach(self._reference)
            self._last_row = max(self._last_row, self._begun_row)
            self._reference = None
            self._index = ""
        elif not self.begun:
            self.begun = True
            if name == "sst":
                self.parser.CharacterDataHandler = self._lengthen
        elif name == "si":
            self.lengths.append(0)

    def _begin_row(self, number: str | None) -> None:
        self._reference = None
        self._unnumbered_cells = 0
        if number is None:
            self._row = ""
            self._unnumbered_rows += 1
        else:
            # A row counts from its first cell with content: formats reach down to row 1,048,576 and take no room.
            self._row = number
            self._begun_row = int(number)

    def _reach(self, reference: str) -> None:
        place = CELL.fullmatch(reference)
        if not reference:
            self._unnumbered_cells += 1
            self._most_unnumbered = max(self._most_unnumbered, self._unnumbered_cells)
        elif place is None:
            raise ValueError(self._row)
        else:
            letters, row = place.groups()
            column = 0
            for letter in letters.upper():
                column = column * 26 + ord(letter) - 64
            self._columns.add(letters)
            self._last_column = max(self._last_column, column)
            self._last_row = max(self._last_row, int(row))

    def _lengthen(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)

    def _collect_index(self, text: str) -> None:
        if self._in_shared_cell:
            self._index += text

    def _end(self, qualified: str) -> None:
        if self._known is not None and self._in_shared_cell and qualified.rpartition(" ")[2] == "c":
            self.copied += self._known[int(self._index)] if self._index.strip() else 0
            self._in_shared_cell = False
