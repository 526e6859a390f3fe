"""A worksheet row by row, each cell as the text a person would have typed; a million rows take the room of one.

Written for speed: a million rows of eighteen columns call `_start` and `_end` ninety million times.
"""

import re
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from huisvrede.core.tables.archive import Attributes, local, parsed
from huisvrede.core.tables.formats import When, moment_text, number_text
from huisvrede.core.tables.sheet import Limits, Record, TableError

LONGEST_TEXT = 131_072
"""Characters of a cell, as in CSV; a spreadsheet stops at 32,767."""
EXACT_DIGITS = 15
LAST_LINE = 9_999_999
"""A spreadsheet ends at 1,048,576."""
NO_RESULT = "#CALC!"
"""What stands for a formula that nobody ever calculated: a program wrote the workbook, and no spreadsheet opened it since."""
ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
"""How a workbook writes a control character, and the underscore of a text that looks like that."""
REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


class Names(dict[str, str]):
    """Tag -> its name without a prefix, worked out once."""

    def __missing__(self, name: str) -> str:
        """The name of a tag that was not met before."""
        self[name] = found = local(name)
        return found


class Texts:
    """The texts that cells share, in one block: three million take little more than their letters. Raises `TableError`."""

    def __init__(self, limits: Limits) -> None:
        self._block, self._ends, self._limits = bytearray(), array("I", [0]), limits

    def add(self, text: str) -> None:
        """The next one."""
        if len(text) > LONGEST_TEXT or len(self._block) > self._limits.shared_bytes:
            raise TableError("unsafe-archive", reason=f"more than {self._limits.shared_bytes} bytes of text")
        self._block += plain(text).encode()
        self._ends.append(len(self._block))

    def __getitem__(self, place: int) -> str:
        """The text in this place. Raises `IndexError`."""
        return self._block[self._ends[place] : self._ends[place + 1]].decode()


def shared_texts(archive: zipfile.ZipFile, entry: str, limits: Limits) -> Texts:
    """The texts that the cells of a workbook share; how they sound (furigana) is no part of them."""
    texts, names = Texts(limits), Names()
    pieces: list[str] = []
    kept = aloud = False

    def begin(name: str, _attributes: Attributes) -> None:
        nonlocal kept, aloud
        tag = names[name]
        kept = tag == "t" and not aloud
        aloud = aloud or tag == "rPh"

    def end(name: str) -> None:
        nonlocal kept, aloud
        tag, kept = names[name], False
        if tag == "si":
            texts.add("".join(pieces))
            pieces.clear()
        aloud = aloud and tag != "rPh"

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = lambda text: pieces.append(text) if kept else None
    for _part in parsed(archive, entry, parser):
        pass
    return texts


class Cells:
    """One worksheet while it is parsed: `rows` are those that are whole and not fetched yet; empty ones are left out."""

    def __init__(self, texts: Texts, formats: Mapping[str, When], limits: Limits, *, of_1904: bool) -> None:
        self.rows: list[Record] = []
        self._texts, self._formats, self._limits, self._of_1904 = texts, formats, limits, of_1904
        self._names, self._columns = Names(), dict[str, int]()
        self._line = self._place = self._copied = 0
        self._row: list[str] = []
        self._kind, self._style, self._text = "n", "", ""
        self._kept = self._formula = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._collect

    def _start(self, name: str, attributes: Attributes) -> None:
        tag = self._names[name]
        if tag == "c":
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._place = self._column(attributes["r"]) if "r" in attributes else self._place + 1
            self._text, self._formula = "", False
        elif tag in ("v", "t"):
            self._kept = True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._line, self._row, self._place = line_of(attributes, self._line), [], 0

    def _collect(self, text: str) -> None:
        if self._kept:
            self._text += text
            if len(self._text) > LONGEST_TEXT:
                raise TableError("cell-too-long", line=self._line)

    def _end(self, name: str) -> None:
        tag = self._names[name]
        if tag in ("v", "t"):
            self._kept = False
        elif tag == "c":
            if (self._text or self._formula) and (said := self._said()):
                self._put(said)
        elif tag == "row" and self._row:
            self.rows.append((self._line, tuple(self._row)))

    def _put(self, said: str) -> None:
        missing = self._place - 1 - len(self._row)
        if missing:
            if self._place > self._limits.columns:
                raise TableError("too-many-columns", columns=self._place, limit=self._limits.columns)
            self._row += [""] * missing
            if missing < 0:
                raise ValueError(self._line)
        self._row.append(said)

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        if (known := self._columns.get(letters)) is not None:
            return known
        self._columns[letters] = found = column_of(letters)
        return found

    def _said(self) -> str:
        text, kind = self._text, self._kind
        if kind == "s":
            said = self._texts[int(text)]
            # Each cell gets its own copy of a shared text, so one long text in many cells is a bomb too.
            self._copied += len(said)
            if self._copied > self._limits.unpacked_bytes:
                raise TableError(
                    "unsafe-archive", reason=f"more than {self._limits.unpacked_bytes} characters of text"
                )
            return said
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return "true" if text.strip() in ("1", "true") else "false"
        if kind == "d":
            return text.removesuffix("T00:00:00")
        return plain(text)

    def _number(self, text: str) -> str:
        if not text:
            return NO_RESULT
        when = self._formats.get(self._style)
        if when is None:
            return text if len(text) <= EXACT_DIGITS and text.isdigit() else number_text(float(text))
        return moment_text(float(text), when, of_1904=self._of_1904)


def rows_of(archive: zipfile.ZipFile, entry: str, cells: Cells) -> Iterator[Record]:
    """The rows of a worksheet that hold something, as far as it is parsed."""
    for _part in parsed(archive, entry, cells.parser):
        yield from cells.rows
        cells.rows.clear()


def line_of(attributes: Attributes, before: int) -> int:
    """The line of a row: as it says, or the next one. Raises `ValueError` above the one before it, or beyond the last."""
    line = int(attributes["r"]) if "r" in attributes else before + 1
    if not before < line <= LAST_LINE:
        raise ValueError(line)
    return line


def column_of(letters: str) -> int:
    """`A` is 1 and `AA` 27. Raises `ValueError`."""
    if not REFERENCE.fullmatch(f"{letters}1"):
        raise ValueError(letters)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def plain(text: str) -> str:
    """A text with its control characters as such."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
