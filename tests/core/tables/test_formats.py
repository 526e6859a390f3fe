"""A number of a worksheet is a day, a time, a duration or an amount, by how it is shown."""

from __future__ import annotations

import pytest

from huisvrede.core.tables.formats import When, formats_of, moment_text, number_text

MOMENT, DURATION = When.MOMENT, When.DURATION


@pytest.mark.parametrize(
    ("value", "when", "of_1904", "said"),
    [
        (1, MOMENT, False, "1900-01-01"),
        (59, MOMENT, False, "1900-02-28"),
        (60, MOMENT, False, "60"),
        (61, MOMENT, False, "1900-03-01"),
        (30743, MOMENT, False, "1984-03-02"),
        (29281, MOMENT, True, "1984-03-02"),
        (30743.4201388889, MOMENT, False, "1984-03-02T10:05:00"),
        (30742.9999999, MOMENT, False, "1984-03-02"),
        (0.5, MOMENT, False, "12:00:00"),
        (0, MOMENT, True, "1904-01-01"),
        (-1, MOMENT, False, "-1"),
        (1.25, DURATION, False, "1 day, 6:00:00"),
        (9_999_999, MOMENT, False, "9999999"),
        (float("inf"), DURATION, False, "Infinity"),
    ],
)
def test_a_number_is_shown_as(value: float, when: When, of_1904: bool, said: str) -> None:
    assert moment_text(float(value), when, of_1904=of_1904) == said


def test_amounts_lose_no_digits_and_gain_no_decimals() -> None:
    assert [number_text(value) for value in (1234.0, 1.5, 1e20, 0.30000000000000004)] == [
        "1234", "1.5", "100000000000000000000", "0.30000000000000004"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "code", "when"),
    [
        (14, "", MOMENT), (46, "", DURATION), (0, "", None), (2, "", None),
        (164, "dd-mm-yyyy", MOMENT), (164, "[$-413]d mmmm yyyy;@", MOMENT), (164, "[h]:mm", DURATION),
        (164, '0 "maanden"', None), (164, "[Red]0.00", None), (164, "General", None), (164, "0_d", None),
        (164, "#,##0;[Red]-d", None), (164, "uu:mm", MOMENT),
    ],
)  # fmt: skip
def test_a_format_says(number: int, code: str, when: When | None) -> None:
    assert formats_of([0, number], {number: code} if code else {}) == ({"1": when} if when else {})
