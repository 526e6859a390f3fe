"""The fonts our documents carry, and which characters they can show.

Atkinson Hyperlegible Next for what Dutch letters hold, DejaVu Sans for other scripts (Greek, Cyrillic,
Arabic, Hebrew), Noto Emoji for pictures. All are embedded in the file; the machine's own fonts are not used.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

FILES: Final[dict[str, str]] = {
    "AtkinsonHyperlegibleNext_400Regular.ttf": "@expo-google-fonts/atkinson-hyperlegible-next/400Regular",
    "AtkinsonHyperlegibleNext_700Bold.ttf": "@expo-google-fonts/atkinson-hyperlegible-next/700Bold",
    "DejaVuSans.ttf": "dejavu-fonts-ttf/ttf",
    "DejaVuSans-Bold.ttf": "dejavu-fonts-ttf/ttf",
    "NotoEmoji_400Regular.ttf": "@expo-google-fonts/noto-emoji/400Regular",
}
"""Each font file, and the folder of the package it is built from."""

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""What shows for a character that no font has: visibly something, never silently nothing."""

# They steer the characters around them and show nothing themselves: joiners, marks of direction, variants.
_UNSEEN: Final = frozenset(map(ord, "\u00ad\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufe0e\ufe0f"))


class Printable(dict[int, int | str | None]):
    """A table for str.translate: keeps what the fonts in `folder` show and replaces everything else.

    Control characters go even where a font has an empty glyph for them, and so do overrides of direction
    (U+202A to U+202E): with one, a name could turn round the words after it.
    """

    def __init__(self, folder: Path) -> None:
        """Read which characters the fonts have."""
        super().__init__({ord("\n"): "\n", ord("\t"): " ", ord("\r"): None})
        self._shown = _UNSEEN.union(*(covered(folder / name) for name in FILES))

    def __missing__(self, point: int) -> int | str:
        """Decide once per character."""
        steers = unicodedata.category(chr(point)) == "Cc" or 0x202A <= point <= 0x202E
        kept: int | str = point if point in self._shown and not steers else REPLACEMENT
        self[point] = kept
        return kept


@cache
def printable(folder: Path) -> Printable:
    """The table for the fonts in `folder`, read once per process."""
    return Printable(folder)


@cache
def letters(folder: Path) -> str:
    """What the first font has a glyph of its own for, as a regular expression for typst.

    Left to itself typst would put a letter together from a base and an accent, and the letter would be copied
    and read aloud once for each of the two: "Nguyễễn".
    """
    own = sorted(covered(folder / next(iter(FILES))) - set(range(0x300, 0x370)))
    return "[" + "".join(f"\\x{{{point:x}}}" for point in own) + "]"


def composed(text: str) -> str:
    """The text with each letter and its accents as one character where Unicode has one, as fonts want it."""
    return unicodedata.normalize("NFC", text)


def covered(font: Path) -> frozenset[int]:
    """The characters a TrueType font has a glyph for: its `cmap` table (OpenType 1.9), formats 4 and 12."""
    data = font.read_bytes()
    tables = {tag: start for tag, _, start, _ in _records(">4sIII", data, 12, _short(data, 4))}
    cmap = tables[b"cmap"]
    points: set[int] = set()
    for _, _, start in _records(">HHI", data, cmap + 4, _short(data, cmap + 2)):
        match _short(data, cmap + start):
            case 4:
                points.update(_segments(data, cmap + start))
            case 12:
                points.update(_groups(data, cmap + start))
    return frozenset(points)


def _segments(data: bytes, at: int) -> Iterator[int]:
    """The characters of a format 4 table: four parallel arrays of segments within the first 65,536."""
    double = _short(data, at + 6)
    ends, starts = at + 14, at + 16 + double
    for segment in range(0, double, 2):
        first, last = _short(data, starts + segment), _short(data, ends + segment)
        delta, slot = _short(data, starts + double + segment), starts + 2 * double + segment
        away = _short(data, slot)
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = _short(data, slot + away + 2 * (point - first)) if away else point + delta
            if glyph % 0x10000:
                yield point


def _groups(data: bytes, at: int) -> Iterator[int]:
    """The characters of a format 12 table: groups of a first and a last one with the glyph of the first."""
    count: int = struct.unpack_from(">I", data, at + 12)[0]
    for first, last, glyph in _records(">III", data, at + 16, count):
        yield from range(first if glyph else first + 1, last + 1)


def _records(layout: str, data: bytes, at: int, count: int) -> Iterator[tuple[Any, ...]]:
    """So many records of one layout, from a place in the file."""
    return struct.iter_unpack(layout, data[at : at + count * struct.calcsize(layout)])


def _short(data: bytes, at: int) -> int:
    """The unsigned number of two bytes at a place in the file."""
    return int.from_bytes(data[at : at + 2], "big")
