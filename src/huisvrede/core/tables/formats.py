"""What the numbers of a worksheet say: an amount, a day, a time or a duration, by the format in which they are shown."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

from huisvrede.core.tables.dates import LAST_SERIAL, SERIAL_LEAP_FAULT, SERIAL_ZERO

EXACT_INTEGERS = 1e15
DAYS_1904 = 1_462
"""Days between the calendar of 1900 and that of 1904, which workbooks of old Macs have."""
SECONDS = 86_400


class When(Enum):
    """What a number means where its format is one of days or hours."""

    MOMENT = "moment"
    DURATION = "duration"


BUILT_IN = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), When.MOMENT),
    46: When.DURATION,
}
SAID = re.compile(r'"[^"]*"|[\\_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""What a format shows as it stands: words, a sign after a backslash, a colour, a language."""


def number_text(value: float) -> str:
    """A number without needless decimals: `1234.0` is `1234`."""
    if value.is_integer() and abs(value) < EXACT_INTEGERS:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def moment_text(value: float, when: When, *, of_1904: bool) -> str:
    """A number that is shown as a day, a time or a duration: `1984-03-02`, `1984-03-02T10:05:00`, `10:05:00`."""
    if not abs(value) <= LAST_SERIAL:
        return number_text(value)
    days, seconds = divmod(round(value * SECONDS), SECONDS)
    if when is When.DURATION:
        return str(timedelta(days=days, seconds=seconds))
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if of_1904:
        days += DAYS_1904
    elif days == 0 and value >= 0:
        return clock.isoformat()
    if days < 1 or (days == SERIAL_LEAP_FAULT and not of_1904):
        return number_text(value)
    day: date = SERIAL_ZERO + timedelta(days=days + (days < SERIAL_LEAP_FAULT))
    return day.isoformat() if clock == time() else datetime.combine(day, clock).isoformat()


def formats_of(styles: Sequence[int], codes: Mapping[int, str]) -> dict[str, When]:
    """Number of a style -> what its numbers mean, of those that are shown as a moment or a duration."""
    found = {number: when for number in set(styles) if (when := _meaning(number, codes.get(number, "")))}
    return {str(place): found[number] for place, number in enumerate(styles) if number in found}


def _meaning(number: int, code: str) -> When | None:
    if not code:
        return BUILT_IN.get(number)
    letters = SAID.sub("", code.partition(";")[0]).lower()
    if "[" in letters:
        return When.DURATION
    return When.MOMENT if set("dmyhs").intersection(letters) and "general" not in letters else None
