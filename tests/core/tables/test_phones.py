"""Telephone numbers in every Dutch way of writing become one form."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.tables.phones import phone
from huisvrede.core.tables.values import ValueProblem


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0612345678", "+31612345678"),
        ("06-12 34 56 78", "+31612345678"),
        ("612345678", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("31612345678", "+31612345678"),
        ("(020) 123 45 67", "+31201234567"),
        ("0800-1234", "+318001234"),
        ("+49 30 123456", "+4930123456"),
    ],
)
def test_a_number_is_written_as(cell: str, number: str) -> None:
    assert phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("6,12E+08", "scientific-notation"),
        ("bel 0612345678", "phone-unreadable"),
        ("112", "phone-unreadable"),
        ("06123456789012", "phone-unreadable"),
        ("+++", "phone-unreadable"),
        ("0" * 1000, "phone-unreadable"),
    ],
)
def test_what_is_no_number_is_a_problem(cell: str, code: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        phone(cell)
    assert (caught.value.code, caught.value.facts) == (code, {})


@given(st.from_regex(r"(\+31|0031|0|)[1-9][0-9]{8}", fullmatch=True))
def test_the_short_way_and_the_library_agree(cell: str) -> None:
    number = phonenumbers.parse(cell, "NL")
    try:
        found = phone(cell)
    except ValueProblem:
        assert not phonenumbers.is_valid_number(number)
    else:
        assert found == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@given(st.text(min_size=1) | st.text("+0123456789-() ", min_size=1))
def test_any_text_is_a_number_or_a_problem(cell: str) -> None:
    try:
        assert phone(cell).startswith("+")
    except ValueProblem as problem:
        assert problem.facts == {}
