"""Registration numbers are drawn by lot, can be read aloud, and notice a mistake."""

from __future__ import annotations

import re

import pytest

from huisvrede.modules.allocation.numbers import is_misread, new_number, read_number

NUMBER = "W-4829-3017-54"


def test_a_number_is_four_four_and_two_digits() -> None:
    assert re.fullmatch(r"W-[1-9]\d{3}-\d{4}-\d{2}", new_number())


def test_a_number_tells_nothing_of_the_order_in_which_they_were_given() -> None:
    drawn = [new_number() for _ in range(200)]
    rises = sum(one < other for one, other in zip(drawn, drawn[1:], strict=False))
    assert 60 < rises < 140


def test_every_number_drawn_passes_its_own_check() -> None:
    assert [number for number in (new_number() for _ in range(200)) if is_misread(number)] == []


@pytest.mark.parametrize("typed", ["w4829301754", "W 4829 3017 54", "4829301754", " W-4829-3017-54 "])
def test_a_number_is_found_however_it_was_typed(typed: str) -> None:
    assert read_number(typed) == NUMBER


def test_a_number_of_another_system_stands_as_it_is() -> None:
    assert read_number(" w-sanne ") == "W-SANNE"


@pytest.mark.parametrize("place", range(10))
def test_one_wrong_digit_is_noticed(place: int) -> None:
    digits = "4829301754"
    wrong = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
    assert (is_misread(digits), is_misread(wrong)) == (False, True)


@pytest.mark.parametrize("place", [p for p in range(9) if "4829301754"[p] != "4829301754"[p + 1]])
def test_two_swapped_digits_are_noticed(place: int) -> None:
    digits = "4829301754"
    assert is_misread(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
