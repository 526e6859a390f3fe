"""Cells become values, or a problem that repeats nothing of them."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.nl import postcode as stdnum_postcode

from huisvrede.core.tables.values import (
    HouseNumber,
    ValueProblem,
    boolean,
    choice,
    email,
    house_number,
    iban,
    integer,
    name,
    postcode,
    registration_number,
    text,
)

KINDS = choice({"Eigen woning": "own", "Huur": "rent"})
AMOUNT = integer(0, 100_000)
NOTE = text(50, lines=True)
PARSERS = (boolean, KINDS, email, house_number, iban, AMOUNT, name, postcode, registration_number, NOTE)


@pytest.mark.parametrize(
    ("parse", "cell", "value"),
    [
        (name, "Zoe\u0308  de  Boer", "Zoë de Boer"),
        (name, "مريم بنت", "مريم بنت"),
        (name, "👩\u200d👧 Jan", "👩\u200d👧 Jan"),
        (name, "\u202egro\u202c Jan\ufeff", "gro Jan"),
        (name, "Jan\nPiet", "Jan Piet"),
        (name, "de  Boer", "de Boer"),
        (NOTE, "een\r\ntwee\r", "een\ntwee"),
        (registration_number, "00123-A/7", "00123-A/7"),
        (email, "Jan.Jansen@Example.NL", "Jan.Jansen@example.nl"),
        (email, "mailto:a+b@süd.example.org", "a+b@süd.example.org"),
        (postcode, "1234ab", "1234 AB"),
        (postcode, "1234  AB", "1234 AB"),
        (house_number, "12", HouseNumber(12, "")),
        (house_number, "12a", HouseNumber(12, "a")),
        (house_number, "12-3", HouseNumber(12, "3")),
        (house_number, "12 bis", HouseNumber(12, "bis")),
        (iban, "nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        (AMOUNT, "1234", 1234),
        (AMOUNT, "1.234", 1234),
        (AMOUNT, "1234,00", 1234),
        (AMOUNT, "1234.0", 1234),
        (AMOUNT, "100000", 100_000),
        (boolean, "Ja", True),
        (boolean, "X", True),
        (boolean, "nee", False),
        (boolean, "0", False),
        (KINDS, "eigen-woning", "own"),
    ],
)
def test_a_cell_is_read_as(parse: Callable[[str], object], cell: str, value: object) -> None:
    assert parse(cell) == value


@pytest.mark.parametrize(
    ("parse", "cell", "code"),
    [
        (name, "Jan\x00", "control-character"),
        (name, "Jan\x07", "control-character"),
        (name, "Jan\ud800", "control-character"),
        (NOTE, "een\x1b[31m", "control-character"),
        (name, "x" * 201, "too-long"),
        (registration_number, "1,23E+09", "scientific-notation"),
        (registration_number, "=1+1", "registration-unreadable"),
        (registration_number, "1" * 51, "too-long"),
        (email, "jan", "email-unreadable"),
        (email, "jan@localhost", "email-unreadable"),
        (email, "a..b@example.nl", "email-unreadable"),
        (email, "jan@example.nl, piet@example.nl", "email-unreadable"),
        (email, "a@" + "b." * 130 + "nl", "too-long"),
        (postcode, "0123 AB", "postcode-unreadable"),
        (postcode, "1234 SS", "postcode-unreadable"),
        (house_number, "0", "house-number-unreadable"),
        (house_number, "bis", "house-number-unreadable"),
        (iban, "NL91ABNA0417164301", "iban-unreadable"),
        (AMOUNT, "12,5", "integer-unreadable"),
        (AMOUNT, "1E+05", "scientific-notation"),
        (AMOUNT, "-1", "out-of-range"),
        (AMOUNT, "100001", "out-of-range"),
        (boolean, "misschien", "boolean-unreadable"),
        (KINDS, "boot", "no-such-choice"),
    ],
)
def test_a_cell_is_refused_as(parse: Callable[[str], object], cell: str, code: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        parse(cell)
    assert caught.value.code == code
    assert cell not in map(str, caught.value.facts.values())


def test_the_longest_text_allowed_is_read() -> None:
    assert text(3)("abc") == "abc"


@given(st.from_regex(r"[0-9]{4} ?[A-Za-z]{2}", fullmatch=True))
def test_postcodes_are_those_of_the_standard_library_of_numbers(cell: str) -> None:
    try:
        assert postcode(cell) == stdnum_postcode.validate(cell)
    except ValueProblem:
        assert not stdnum_postcode.is_valid(cell)


@settings(deadline=None)  # the first account number loads a list of countries
@given(st.text(min_size=1))
def test_any_text_is_a_value_or_a_problem(cell: str) -> None:
    for parse in PARSERS:
        try:
            parse(cell)
        except ValueProblem as problem:
            assert cell not in problem.facts.values()


@given(st.text(min_size=1, max_size=40))
def test_a_text_that_was_read_is_read_as_itself(cell: str) -> None:
    try:
        read = name(cell)
    except ValueProblem as problem:
        assert problem.code == "control-character"
    else:
        assert name(read) == read
