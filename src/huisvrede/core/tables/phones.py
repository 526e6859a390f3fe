"""Telephone numbers to E.164, with a short way for the ordinary Dutch ones."""

import re

import phonenumbers
from phonenumbers.data.region_NL import PHONE_METADATA_NL

from huisvrede.core.tables.values import SCIENTIFIC, ValueProblem

HOME = "NL"
# The plan of numbers is the library's, so that the short way and the long way never differ.
PLAN = "|".join(
    str(kind.national_number_pattern)
    for kind in (PHONE_METADATA_NL.mobile, PHONE_METADATA_NL.fixed_line)
    if kind
)
ORDINARY = re.compile(rf"(?:(?:\+|00)31(?:\(0\))?|0)?((?:{PLAN}))", re.ASCII)
FILLING = dict.fromkeys(map(ord, " \u00a0-./"))
SIGNS = re.compile(r"[+\d() \u00a0\-./\u2010-\u2013]{3,40}", re.ASCII)


def phone(cell: str) -> str:
    """A telephone number in E.164: `06-12345678` is `+31612345678`, and so is `612345678`.

    The last is what a spreadsheet leaves of a Dutch number that it took for an amount. Nothing is cached, so
    that no list of numbers stays in memory. Problems: `phone-unreadable`, `scientific-notation`.
    """
    ordinary = ORDINARY.fullmatch(cell.translate(FILLING))
    if ordinary is not None and SIGNS.fullmatch(cell):
        return f"+31{ordinary[1]}"
    if SCIENTIFIC.fullmatch(cell):
        raise ValueProblem("scientific-notation")
    # The library would pick a number out of a sentence; a cell of a telephone column is a number or is not.
    if not SIGNS.fullmatch(cell):
        raise ValueProblem("phone-unreadable")
    try:
        number = phonenumbers.parse(cell, HOME)
    except phonenumbers.NumberParseException:
        raise ValueProblem("phone-unreadable") from None
    if not phonenumbers.is_valid_number(number):
        raise ValueProblem("phone-unreadable")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
