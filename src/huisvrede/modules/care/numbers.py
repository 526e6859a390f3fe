"""Numbers that a care law lets a resident's file hold, read from a form or from a file (UAVG article 46)."""

from __future__ import annotations

import re
from typing import Final

from stdnum.nl import bsn

from huisvrede.core.tables.values import ValueProblem

FILLING: Final = re.compile(r"[\s.-]")
DOCUMENT: Final = re.compile(r"[A-Z0-9]{6,12}")


def citizen_number(typed: str) -> str:
    """A citizen service number, all nine digits. Problem: `bsn-unreadable`; a lost zero in front is one too."""
    number = FILLING.sub("", typed)
    if not (number.isascii() and len(number) == 9 and bsn.is_valid(number)):
        raise ValueProblem("bsn-unreadable")
    return number


def document_number(typed: str) -> str:
    """A number of an identity document: six to twelve letters and digits. Problem: `document-unreadable`."""
    number = FILLING.sub("", typed).upper()
    if not DOCUMENT.fullmatch(number):
        raise ValueProblem("document-unreadable")
    return number
