"""Recognise a citizen service number (BSN) where it may not be: in free text and in the name of a column.

One in eleven numbers of nine digits passes the eleven-test, so a number alone proves nothing
(art. 46 UAVG forbids the number without a legal ground, and a false alarm drives people to other tools).
"""

import re
from enum import StrEnum

from stdnum.nl import bsn

SEPARATOR = r"[ .\u00a0-]"
NUMBER = re.compile(
    rf"(?<!\d)(?:\d{{9}}|\d{{4}}{SEPARATOR}\d\d{SEPARATOR}\d{{3}}|\d{{3}}{SEPARATOR}\d{{3}}{SEPARATOR}\d{{3}})(?!\d)"
)
SHORT_NUMBER = re.compile(r"(?<!\d)\d{8}(?!\d)")
WORD = re.compile(
    r"(?<![^\W\d_])b\.?s\.?n(?![^\W\d_])|bsn-?n|burger[\s-]?service|\bsofi(?!a|e\b)", re.IGNORECASE
)
COUNTRY = re.compile(r"(?:\+|\b00)\d{1,3}[ .\u00a0-]?$")
HEADER = re.compile(
    r"(?<![^\W_])b\W?s\W?n|bsn(?![^\W_])|burger[\W_]*service|(?<![^\W_])sofi(?![ae]\b)", re.IGNORECASE
)
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
NEAR = 40


class Suspicion(StrEnum):
    """How sure it is that a text holds a BSN."""

    CERTAIN = "certain"
    ASK_A_PERSON = "ask-a-person"


def suspect_bsn(text: str, *, alone: bool = True) -> Suspicion | None:
    """Whether free text holds a BSN: `CERTAIN` is refused, `ASK_A_PERSON` waits for a person's word.

    Certain is a number that passes the eleven-test with a word like bsn, burgerservice or sofi within 40
    characters, or (with `alone`) that is all there is. Eight digits count beside such a word: a spreadsheet
    drops a zero in front. A number behind a country code is a telephone number.
    """
    if sum(map(str.isdigit, text)) < 8:
        return None
    found = None
    for number in NUMBER.finditer(text):
        if not _passes(number[0]) or COUNTRY.search(text[max(0, number.start() - 8) : number.start()]):
            continue
        if _has_word(text, number) or (alone and number[0] == text.strip(" \t\r\n.,;:()\"'")):
            return Suspicion.CERTAIN
        found = Suspicion.ASK_A_PERSON
    if any(_passes(f"0{number[0]}") and _has_word(text, number) for number in SHORT_NUMBER.finditer(text)):
        return Suspicion.CERTAIN
    return found


def names_bsn(header: str) -> bool:
    """Whether the name of a column says that it holds a BSN; such a column is never read."""
    return HEADER.search(HUMP.sub(" ", header)) is not None


def is_bsn(number: str) -> bool:
    """Whether nine digits pass the eleven-test: so does every BSN, and one other number in eleven."""
    return _passes(number)


def _passes(number: str) -> bool:
    return bool(bsn.is_valid("".join(str(int(sign)) for sign in number if sign.isdecimal())))


def _has_word(text: str, number: re.Match[str]) -> bool:
    return WORD.search(text[max(0, number.start() - NEAR) : number.end() + NEAR]) is not None
