"""CSV as other systems write it: encoding and delimiter are found out, rows stream one by one."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from huisvrede.core.tables.sheet import Limits, Record, Sheet, TableError, sheet_of

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
UNMARKED = {
    "utf-16-le": re.compile(rb"[^\0]\0[^\0]\0", re.DOTALL),
    "utf-16-be": re.compile(rb"\0[^\0]\0[^\0]", re.DOTALL),
}
"""How UTF-16 without a byte order mark begins: letters of a name of a column, each with its zero."""
OF_UTF_8 = re.compile(rb"[\xc3\xc5][\x80-\xbf]|\xe2\x80[\x90-\xaf]")
"""A letter with an accent or a curly quotation mark in UTF-8, which in an older encoding nobody writes (\u00c3\u00ab)."""
OF_WINDOWS = re.compile(rb"[\x80-\x9f]")
OF_LATIN_9 = re.compile(rb"\xa4|[A-Za-z][\xa6\xa8\xb8]|[\xa6\xa8\xb8][A-Za-z]")
"""The euro sign, and \u0160, \u0161 or \u017e beside a letter; in Windows-1252 these are accents without a letter."""
DELIMITERS = ";,\t|"
CHUNK = 1 << 20
SAMPLED_LINES = 50


def read_delimited(file: BinaryIO, *, limits: Limits) -> Sheet:
    """Read delimited text from a seekable file, which stays the caller's to close.

    Raises `TableError`: `encoding`, `mixed-encoding`, `nul-bytes`, `line-too-long`, `cell-too-long` and those of `sheet_of`.
    """
    encoding = encoding_of(file)
    delimiter = _delimiter_of(_lines(file, encoding, limits))
    return sheet_of(_records(_lines(file, encoding, limits), delimiter), limits)


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 or UTF-16 by byte order mark, UTF-16 by its zeros, UTF-8 when all of it is valid, else one of the Latin ones.

    Reads the file once in blocks of a megabyte per guess. Raises `TableError` `encoding`, `mixed-encoding` or `nul-bytes`.
    """
    file.seek(0)
    start = file.read(4)
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if start.startswith(mark)), None)
    marked = marked or next((name for name, signs in UNMARKED.items() if signs.fullmatch(start)), None)
    if marked is not None:
        if not _decodes(file, marked):
            raise TableError("encoding", encoding=marked)
        return marked
    if _decodes(file, "utf-8"):
        return "utf-8"
    _refuse_mixed(file)
    # Latin-1 reads anything: it is tried as well for what is refused in it.
    guesses = ("iso8859-15", "cp1252", "latin-1") if _is_latin_9(file) else ("cp1252", "latin-1")
    return next(encoding for encoding in guesses if _decodes(file, encoding))


def _refuse_mixed(file: BinaryIO) -> None:
    """Lines of UTF-8 among lines of an older encoding, as of two exports pasted together: either way names are spoilt."""
    file.seek(0)
    line = 1
    while block := file.readlines(CHUNK):
        for number, text in enumerate(block, start=line):
            if OF_UTF_8.search(text):
                raise TableError("mixed-encoding", line=number)
        line += len(block)


def _is_latin_9(file: BinaryIO) -> bool:
    """Whether signs stand among letters that Windows-1252 has no letter for, and none stands where only that has signs."""
    file.seek(0)
    found = False
    while block := file.read(CHUNK):
        if OF_WINDOWS.search(block):
            return False
        found = found or OF_LATIN_9.search(block) is not None
    return found


def _decodes(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(CHUNK):
            if "\0" in decoder.decode(block):
                raise TableError("nul-bytes")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: BinaryIO, encoding: str, limits: Limits) -> Iterator[str]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        number = 0
        # A limit to each line: a file without line ends would otherwise be one string in memory.
        while line := text.readline(limits.line_characters + 1):
            number += 1
            if len(line) > limits.line_characters:
                raise TableError("line-too-long", line=number, limit=limits.line_characters)
            yield line
    finally:
        if not file.closed:
            text.detach()


def _delimiter_of(lines: Iterator[str]) -> str:
    """The sign that splits the first lines most evenly; Excel's own line `sep=;` decides by itself."""
    sample = [line for _, line in zip(range(SAMPLED_LINES), lines, strict=False)]
    if sample and (told := _told(sample[0])):
        return told
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _told(line: str) -> str:
    hint = line.strip("\r\n ").strip('"').lower()
    return hint[4] if len(hint) == 5 and hint.startswith("sep=") and hint[4] in DELIMITERS else ""


def _evenness(sample: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells]
    except csv.Error:
        return (0.0, 0)
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (sum(width == widths[0] for width in widths) / len(widths), widths[0])


def _records(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Each record with the number of the line on which it starts: a quoted cell may hold line ends."""
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if line > 1 or not _told(delimiter.join(cells)):
                yield line, tuple(cells)
            line = reader.line_num + 1
    except csv.Error:
        # The only fault a lenient reader knows: a cell above csv.field_size_limit, 131,072 characters.
        raise TableError("cell-too-long", line=line) from None
