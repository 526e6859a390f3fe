"""Registration numbers: random, so that they tell neither order nor age; readable; with a check digit."""

from __future__ import annotations

import re
from secrets import randbelow

from stdnum import verhoeff

DIGITS = 9
"""Digits drawn by lot; a tenth checks them (Verhoeff: it notices every wrong and every swapped digit)."""

OURS = re.compile(r"W?(\d{10})", re.ASCII)
FILLING = str.maketrans("", "", " -.")


def new_number() -> str:
    """A number nobody can guess from another one, such as `W-4829-3017-54`."""
    drawn = str(10 ** (DIGITS - 1) + randbelow(9 * 10 ** (DIGITS - 1)))
    return _written(drawn + verhoeff.calc_check_digit(drawn))


def read_number(typed: str) -> str:
    """What somebody typed, as it is kept: spaces, dashes and small letters don't matter; others stand as they are."""
    found = OURS.fullmatch(typed.upper().translate(FILLING))
    return _written(found[1]) if found else typed.strip().upper()


def is_misread(typed: str) -> bool:
    """Whether this looks like one of our numbers and can't be one: a digit was heard or typed wrong."""
    found = OURS.fullmatch(typed.upper().translate(FILLING))
    return found is not None and not verhoeff.is_valid(found[1])


def _written(digits: str) -> str:
    return f"W-{digits[:4]}-{digits[4:8]}-{digits[8:]}"
