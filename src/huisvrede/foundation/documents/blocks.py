"""What a letter or report is made of: plain text in named blocks, checked when the document is made.

Text is never markup: what a person wrote is shown exactly as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, get_args

from huisvrede.core.duration import Language

ADDRESS_LINES: Final = 6
"""What fits in the window of an envelope."""

HEADING_LEVELS: Final = 4
"""The levels below the title."""

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


class DocumentError(Exception):
    """The document could not be made; the message is one sentence without anything from the document."""


@dataclass(frozen=True)
class Address:
    """Who the letter is for, as it shows in a window envelope: at most `ADDRESS_LINES`, the first block."""

    lines: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse an address that is empty or too high for the window."""
        if not 1 <= len(self.lines) <= ADDRESS_LINES:
            raise DocumentError(f"An address has 1 to {ADDRESS_LINES} lines.")


@dataclass(frozen=True)
class Heading:
    """A heading below the title: level 1 opens a section, each next level one deeper."""

    level: int
    text: str

    def __post_init__(self) -> None:
        """Refuse a level we have no look for, and an empty heading."""
        if not 1 <= self.level <= HEADING_LEVELS:
            raise DocumentError(f"A heading has a level of 1 to {HEADING_LEVELS}.")
        if not self.text.strip():
            raise DocumentError("A heading needs a text.")


@dataclass(frozen=True)
class Paragraph:
    """Running text; a line break in it stays one."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Names with their values, such as a date of birth and the date."""

    rows: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        """Refuse an empty list, which a reading aid would announce for nothing."""
        if not self.rows:
            raise DocumentError("A list of facts needs a fact.")


@dataclass(frozen=True)
class Table:
    """A table with a caption and column headers, which repeat on every page."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        """Refuse a table that its readers could not follow: no caption, no header, or a ragged row."""
        if not self.caption.strip() or not self.header or not all(name.strip() for name in self.header):
            raise DocumentError("A table needs a caption and a name for every column.")
        if any(len(row) != len(self.header) for row in self.rows):
            raise DocumentError("Every row of a table has as many cells as its header.")


@dataclass(frozen=True)
class Listing:
    """Short items, each with a bullet."""

    items: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse an empty list, which a reading aid would announce for nothing."""
        if not self.items:
            raise DocumentError("A list needs an item.")


@dataclass(frozen=True)
class Notice:
    """One text that may not be missed, such as a term for objection."""

    text: str


@dataclass(frozen=True)
class Signature:
    """The closing line, room to sign on paper, and who signs; it stays together on one page."""

    lines: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a signature of nobody."""
        if not self.lines:
            raise DocumentError("A signature needs a line.")


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Address | Heading | Paragraph | Facts | Table | Listing | Notice | Signature | PageBreak


@dataclass(frozen=True)
class Document:
    """A letter (its first block is an `Address`) or a report, in one language, of one organisation.

    `accent` is the organisation's colour as #rrggbb; it only decorates, so its contrast does not matter.
    `day` is the date on the document and the only date inside the file. DocumentError when a reader, or
    the reading aid of one, could not follow it (PDF/UA-1, ISO 14289-1, clause 7).
    """

    title: str
    language: Language
    organisation: str
    accent: str
    reference: str
    day: date
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        """Check what only shows in the whole."""
        if self.language not in get_args(Language):
            raise DocumentError("A document is in Dutch (nl) or in English (en).")
        if not self.title.strip() or not self.organisation.strip() or not self.reference.strip():
            raise DocumentError("A document needs a title, an organisation and a reference.")
        if not _COLOUR.fullmatch(self.accent):
            raise DocumentError("The accent of a document is a colour as #rrggbb.")
        if any(isinstance(block, Address) for block in self.blocks[1:]):
            raise DocumentError("The address is the first block of a letter.")
        levels = [0, *(block.level for block in self.blocks if isinstance(block, Heading))]
        for above, level in pairwise(levels):
            if level > above + 1:
                raise DocumentError(f"A heading of level {level} needs one of level {level - 1} before it.")
