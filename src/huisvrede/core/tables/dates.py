"""Dates as exports and spreadsheets write them; day before month, as in the Netherlands."""

import datetime
import re
from collections.abc import Callable

from huisvrede.core.tables.values import ValueProblem

TIME = r"(?:[T ]\s*(?P<time>\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)\s*(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
# The short way for the commonest of DAY_FIRST: most cells of an export are one, and this takes a third of the time.
PLAIN = re.compile(r"(\d\d)-(\d\d)-(\d{4})", re.ASCII)
YEAR_FIRST = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + TIME, re.ASCII)
DAY_FIRST = re.compile(r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d\d)" + TIME, re.ASCII)
COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)" + TIME, re.ASCII)
WITH_WORD = re.compile(
    r"(?P<d>\d{1,2})[-/. ]+(?P<m>[A-Za-z]{3,9})\.?[-/. ]+(?P<y>\d{4}|\d\d)" + TIME, re.ASCII
)
FORMS = (DAY_FIRST, YEAR_FIRST, COMPACT, WITH_WORD)
MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("jan", "januari", "january"),
            ("feb", "februari", "february"),
            ("mrt", "maa", "mar", "maart", "march"),
            ("apr", "april"),
            ("mei", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("aug", "augustus", "august"),
            ("sep", "sept", "september"),
            ("okt", "oct", "oktober", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for word in words
}
FIRST_YEAR, LAST_YEAR = 1900, 2100
LAST_SERIAL = 2_958_465
# Day 0 of a spreadsheet for every date after its 29 February 1900, a day that never was.
SERIAL_ZERO = datetime.date(1899, 12, 30)
SERIAL_LEAP_FAULT = 60


def date(cell: str) -> datetime.date:
    """A date: `02-03-1984`, `2/3/1984`, `1984-03-02`, `1984-03-02T00:00:00`, `19840302`, `2 mrt 1984`.

    Problems: `date-unreadable`, `no-such-date`, `year-out-of-range` (before 1900 or after 2100),
    `year-two-digits`, `moment-not-date` (a time with an offset can be another day here) and `excel-serial`
    (a bare day number of a spreadsheet, which a person may accept with `date_or_serial`).
    """
    if plain := PLAIN.fullmatch(cell):
        return _date(int(plain[3]), int(plain[2]), int(plain[1]))
    found = next((match for form in FORMS if (match := form.fullmatch(cell))), None)
    if found is None:
        raise ValueProblem("excel-serial" if _is_serial(cell) else "date-unreadable")
    year, month, day, time, offset = found.group("y", "m", "d", "time", "offset")
    if len(year) == 2:
        raise ValueProblem("year-two-digits")
    if offset and time.strip("0:.,"):
        raise ValueProblem("moment-not-date")
    return _date(int(year), int(month) if month.isdigit() else MONTHS.get(month.lower(), 0), int(day))


def date_or_serial(cell: str) -> datetime.date:
    """As `date`, with day numbers of a spreadsheet (1900 system) read as dates: 30743 is 2 March 1984."""
    if not _is_serial(cell):
        return date(cell)
    serial = int(cell)
    if serial == SERIAL_LEAP_FAULT:
        raise ValueProblem("no-such-date")
    day = SERIAL_ZERO + datetime.timedelta(days=serial + (serial < SERIAL_LEAP_FAULT))
    return _date(day.year, day.month, day.day)


def between(first: datetime.date, last: datetime.date) -> Callable[[str], datetime.date]:
    """A parser of dates from `first` to `last`, both included. Problem: `date-out-of-range` (first, last)."""

    def parse(cell: str) -> datetime.date:
        day = date(cell)
        if not first <= day <= last:
            raise ValueProblem("date-out-of-range", first=first, last=last)
        return day

    return parse


def _is_serial(cell: str) -> bool:
    return len(cell) <= 7 and cell.isascii() and cell.isdigit() and 1 <= int(cell) <= LAST_SERIAL


def _date(year: int, month: int, day: int) -> datetime.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueProblem("year-out-of-range", first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise ValueProblem("no-such-date") from None
