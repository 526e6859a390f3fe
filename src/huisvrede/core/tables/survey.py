"""What of a worksheet no reader of its rows is told in time: hidden rows and columns, merged cells.

A colleague who filtered a worksheet may not know that the hidden rows are in the file too, and a merged cell shows one value
for several rows of which the file holds it once. Both are told before anything is stored.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from huisvrede.core.tables.archive import PART, Attributes, parsed
from huisvrede.core.tables.sheet import Merged, Record, TableError
from huisvrede.core.tables.worksheet import REFERENCE, Names, column_of, line_of

HIDDEN = re.compile(rb"hidden\s*=\s*[\"'](?:1|true|[^\"'<>]{0,20}&)")
"""A row or column that says so, or that writes it in another way than programs do."""
OVERLAP = 64
MOST_MERGED = 100_000
TRUE = ("1", "true")
NO_ASCII = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")


@dataclass
class Survey:
    """What was found: lines that hold something and are hidden, ranges of hidden columns, merged cells by first line."""

    hidden_lines: array[int] = field(default_factory=lambda: array("I"))
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)


def survey_of(archive: zipfile.ZipFile, entry: str) -> Survey:
    """Look through a worksheet; where its bytes name neither, which most do, it is not parsed. Raises `TableError`."""
    surveyor = _Surveyor()
    if _mentions(archive, entry):
        for _part in parsed(archive, entry, surveyor.parser):
            pass
    surveyor.found.merged.sort()
    return surveyor.found


def without(hidden: Sequence[int], rows: Iterator[Record]) -> Iterator[Record]:
    """The rows that do not stand on these lines, both in order."""
    for line, cells in rows:
        place = bisect_left(hidden, line)
        if place == len(hidden) or hidden[place] != line:
            yield line, cells


def _mentions(archive: zipfile.ZipFile, entry: str) -> bool:
    with archive.open(entry) as stream:
        before = b""
        while part := stream.read(PART):
            if not before and part.startswith(NO_ASCII):
                return True
            seen = before + part
            if b"mergeCell" in seen or HIDDEN.search(seen):
                return True
            before = seen[-OVERLAP:]
    return False


class _Surveyor:
    def __init__(self) -> None:
        self.found = Survey()
        self._names = Names()
        self._line = 0
        self._hidden = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = self._names[name]
        if tag == "row":
            self._line = line_of(attributes, self._line)
            self._hidden = attributes.get("hidden") in TRUE
        elif self._hidden and tag in ("v", "t"):
            self.found.hidden_lines.append(self._line)
            self._hidden = False
        elif tag == "col" and attributes.get("hidden") in TRUE:
            self.found.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif tag == "mergeCell":
            self._merge(attributes["ref"])

    def _merge(self, cells: str) -> None:
        if len(self.found.merged) == MOST_MERGED:
            raise TableError("too-many-merged", limit=MOST_MERGED)
        corners = [REFERENCE.fullmatch(corner) for corner in cells.split(":")]
        places = [(int(corner[2]), column_of(corner[1])) for corner in corners if corner]
        if len(places) != 2:
            raise ValueError(len(places))
        (top, left), (bottom, right) = places
        self.found.merged.append(Merged(top, bottom, left, right, cells))
