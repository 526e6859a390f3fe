"""Dates in the forms of exports and spreadsheets, and those that are a question for a person."""

from collections.abc import Callable
from datetime import date as day

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.tables.dates import between, date, date_or_serial
from huisvrede.core.tables.values import ValueProblem


def problem(parse: Callable[[str], object], cell: str) -> str:
    """The code with which this cell is refused."""
    with pytest.raises(ValueProblem) as caught:
        parse(cell)
    return caught.value.code


@pytest.mark.parametrize(
    "cell",
    [
        "02-03-1984",
        "2-3-1984",
        "2/3/1984",
        "02.03.1984",
        "1984-03-02",
        "1984/3/2",
        "19840302",
        "2 mrt 1984",
        "02-MAR-1984",
        "2 maart 1984",
        "1984-03-02T00:00:00",
        "02-03-1984 14:30",
        "1984-03-02 00:00:00.000",
        "1984-03-02T00:00:00Z",
    ],
)
def test_the_second_of_march_is_read_in_every_form(cell: str) -> None:
    assert date(cell) == day(1984, 3, 2)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("00-00-0000", "year-out-of-range"),
        ("0000-01-01", "year-out-of-range"),
        ("9999-12-31", "year-out-of-range"),
        ("31-12-1899", "year-out-of-range"),
        ("01-01-2101", "year-out-of-range"),
        ("30-02-1984", "no-such-date"),
        ("03/25/1984", "no-such-date"),
        ("2 foo 1984", "no-such-date"),
        ("02-03-84", "year-two-digits"),
        ("1984-03-01T23:00:00Z", "moment-not-date"),
        ("30743", "excel-serial"),
        ("2958466", "date-unreadable"),
        ("0", "date-unreadable"),
        ("onbekend", "date-unreadable"),
        ("٠٢-٠٣-١٩٨٤", "date-unreadable"),
    ],
)
def test_what_is_no_date_is_a_problem(cell: str, code: str) -> None:
    assert problem(date, cell) == code


def test_the_first_and_last_year_are_read() -> None:
    assert (date("01-01-1900"), date("31-12-2100")) == (day(1900, 1, 1), day(2100, 12, 31))


def test_a_day_number_of_a_spreadsheet_is_read_once_a_person_accepts_it() -> None:
    assert date_or_serial("30743") == day(1984, 3, 2)
    assert (date_or_serial("1"), date_or_serial("59"), date_or_serial("61")) == (
        *(day(1900, 1, 1), day(1900, 2, 28)),
        day(1900, 3, 1),
    )
    assert date_or_serial("02-03-1984") == day(1984, 3, 2)


def test_the_day_that_never_was_and_the_year_9999_are_no_dates() -> None:
    assert problem(date_or_serial, "60") == "no-such-date"
    assert problem(date_or_serial, "2958465") == "year-out-of-range"


def test_dates_between_two_days_include_both() -> None:
    parse = between(day(2000, 1, 1), day(2000, 1, 31))
    assert (parse("01-01-2000"), parse("31-01-2000")) == (day(2000, 1, 1), day(2000, 1, 31))
    assert problem(parse, "31-12-1999") == problem(parse, "01-02-2000") == "date-out-of-range"


@given(
    st.dates(day(1900, 1, 1), day(2100, 12, 31)),
    st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%Y%m%d"]),
)
def test_a_written_date_is_read_back(written: day, form: str) -> None:
    assert date(written.strftime(form)) == written


@given(st.text() | st.from_regex(r"[0-9]{1,5}[-/. ][0-9]{1,5}[-/. ][0-9]{1,5}", fullmatch=True))
def test_any_text_is_a_date_or_a_problem(cell: str) -> None:
    for parse in (date, date_or_serial):
        try:
            assert 1900 <= parse(cell).year <= 2100
        except ValueProblem as found:
            assert cell not in found.facts.values()


def outcome(cell: str) -> object:
    """The date, or the code of the problem."""
    try:
        return date(cell)
    except ValueProblem as found:
        return found.code, found.facts


@given(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 9999)))
def test_the_short_way_is_the_long_way(parts: tuple[int, int, int]) -> None:
    assert outcome("{:02}-{:02}-{:04}".format(*parts)) == outcome("{:02}/{:02}/{:04}".format(*parts))
