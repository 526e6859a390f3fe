"""From the text of a cell to a value: each function returns the value or raises `ValueProblem`.

No problem ever repeats what stood in the cell: reports of an import travel further than the import itself.
The functions take text without spaces around it and never an empty one: the check sees to that.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError

from huisvrede.core.tables.search import search_name

T = TypeVar("T")

# Explicit direction marks and the byte order mark come along with text pasted from web pages; they change how
# other text looks and never what it says. Arabic and Hebrew names are right-to-left without them.
INVISIBLE = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
EMAIL = re.compile(
    r"(?:mailto:)?([^\s@\"(),:;<>\[\\\]]{1,64})@((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_])"
)
POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})", re.ASCII)
HOUSE_NUMBER = re.compile(r"(\d{1,5})\s*(?:[-/\s]\s*)?([0-9A-Za-z][0-9A-Za-z -]{0,9})?", re.ASCII)
REGISTRATION = re.compile(r"[\w./-]+(?: [\w./-]+)*")
INTEGER = re.compile(r"([+-]?)(\d{1,18}|\d{1,3}(?:\.\d{3}){1,5})(?:,0+|\.0{1,2})?", re.ASCII)
TRUTHS = {"ja": True, "j": True, "yes": True, "y": True, "1": True, "true": True, "waar": True, "x": True} | {
    "nee": False, "n": False, "no": False, "0": False, "false": False, "onwaar": False, "-": False
}  # fmt: skip
# Combinations that PostNL never gives out, for what they stood for in the war.
POSTCODES_NOT_GIVEN = {"SA", "SD", "SS"}


class ValueProblem(Exception):
    """A cell that cannot be read as its field: a kebab-case `code` and `facts`, never the cell."""

    def __init__(self, code: str, **facts: object) -> None:
        """`facts` are limits and places, such as the longest length allowed."""
        super().__init__(code)
        self.code = code
        self.facts = facts


class HouseNumber(NamedTuple):
    """A Dutch house number: `12 bis` is 12 with the addition `bis`."""

    number: int
    addition: str


def text(limit: int, *, lines: bool = False) -> Callable[[str], str]:
    """A parser of text of at most `limit` characters in NFC, spaces joined; `lines` lets line ends stand.

    Problems: `too-long` (limit), `control-character`.
    """

    def parse(cell: str) -> str:
        if not (cell.isascii() and cell.isprintable()):
            cell = _clean(cell, lines=lines)
        if not lines and "  " in cell:
            cell = " ".join(cell.split())
        if len(cell) > limit:
            raise ValueProblem("too-long", limit=limit)
        return cell

    return parse


def _clean(cell: str, *, lines: bool) -> str:
    cell = unicodedata.normalize("NFC", cell.translate(INVISIBLE)).strip()
    if lines:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
        kept = cell.replace("\n", "").replace("\t", "")
    else:
        cell = kept = " ".join(cell.split())
    # Cs are halves of characters that no encoding can store, Cc has no place in text.
    if not kept.isprintable() and any(unicodedata.category(sign) in ("Cc", "Cs") for sign in kept):
        raise ValueProblem("control-character")
    return cell


name = text(200)
"""A name of a person or street, in any script, of at most 200 characters."""


def registration_number(cell: str) -> str:
    """A number of another system, kept as it stands: zeros in front belong to it.

    Problems: `scientific-notation` (a spreadsheet has lost its digits), `too-long`,
    `registration-unreadable`.
    """
    if SCIENTIFIC.fullmatch(cell):
        raise ValueProblem("scientific-notation")
    if len(cell) > 50:
        raise ValueProblem("too-long", limit=50)
    if not REGISTRATION.fullmatch(cell):
        raise ValueProblem("registration-unreadable")
    return unicodedata.normalize("NFC", cell)


def email(cell: str) -> str:
    """An e-mail address with its domain in lower case (the part before it may be sensitive to case).

    Problems: `email-unreadable`, `too-long`.
    """
    if len(cell) > 254:
        raise ValueProblem("too-long", limit=254)
    found = EMAIL.fullmatch(cell)
    if found is None:
        raise ValueProblem("email-unreadable")
    local, domain = found.groups()
    if local.startswith(".") or local.endswith(".") or ".." in local or not local.isprintable():
        raise ValueProblem("email-unreadable")
    return f"{unicodedata.normalize('NFC', local)}@{unicodedata.normalize('NFC', domain).lower()}"


def postcode(cell: str) -> str:
    """A Dutch postcode as `1234 AB`. Problem: `postcode-unreadable`."""
    found = POSTCODE.fullmatch(cell)
    if found is None or found[2].upper() in POSTCODES_NOT_GIVEN:
        raise ValueProblem("postcode-unreadable")
    return f"{found[1]} {found[2].upper()}"


def house_number(cell: str) -> HouseNumber:
    """A house number from 1 to 99999 with its addition, if any. Problem: `house-number-unreadable`."""
    found = HOUSE_NUMBER.fullmatch(cell)
    if found is None or not int(found[1]):
        raise ValueProblem("house-number-unreadable")
    return HouseNumber(int(found[1]), (found[2] or "").rstrip(" -"))


def iban(cell: str) -> str:
    """A bank account number without spaces, its check digits right. Problem: `iban-unreadable`."""
    try:
        return str(stdnum_iban.validate(cell[:64]))
    except ValidationError:
        raise ValueProblem("iban-unreadable") from None


def integer(minimum: int, maximum: int) -> Callable[[str], int]:
    """A parser of whole numbers as Dutch systems write them: `1234`, `1.234`, `1234,00`.

    Problems: `integer-unreadable`, `scientific-notation`, `out-of-range` (minimum, maximum).
    """

    def parse(cell: str) -> int:
        if SCIENTIFIC.fullmatch(cell):
            raise ValueProblem("scientific-notation")
        found = INTEGER.fullmatch(cell)
        if found is None:
            raise ValueProblem("integer-unreadable")
        number = int(found[1] + found[2].replace(".", ""))
        if not minimum <= number <= maximum:
            raise ValueProblem("out-of-range", minimum=minimum, maximum=maximum)
        return number

    return parse


def boolean(cell: str) -> bool:
    """Yes or no, in Dutch, English or as a sign. Problem: `boolean-unreadable`."""
    truth = TRUTHS.get(cell.casefold())
    if truth is None:
        raise ValueProblem("boolean-unreadable")
    return truth


def choice(options: Mapping[str, T]) -> Callable[[str], T]:
    """A parser of one of a list of words, compared as names are searched. Problem: `no-such-choice`."""
    known = {search_name(word): value for word, value in options.items()}

    def parse(cell: str) -> T:
        try:
            return known[search_name(cell[:200])]
        except KeyError:
            raise ValueProblem("no-such-choice") from None

    return parse
