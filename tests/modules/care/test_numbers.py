"""A number is what it says it is before it is sealed; nothing of it stands in the reason why not."""

from __future__ import annotations

import pytest

from huisvrede.core.tables.values import ValueProblem
from huisvrede.modules.care.numbers import citizen_number, document_number


def test_signs_between_are_left_out() -> None:
    assert (citizen_number(" 1112.22.333 "), document_number("spe-c12014")) == ("111222333", "SPEC12014")


@pytest.mark.parametrize("typed", ["111222334", "11122233", "١١١٢٢٢٣٣٣", "1.11222333E+08", "", "abcdefghi"])
def test_what_is_no_citizen_service_number_says_so_alone(typed: str) -> None:
    with pytest.raises(ValueProblem) as problem:
        citizen_number(typed)
    assert (problem.value.code, problem.value.facts) == ("bsn-unreadable", {})


@pytest.mark.parametrize("typed", ["AB", "<script>1", "SPEC120141234", "---"])
def test_what_is_no_number_of_a_document_says_so_alone(typed: str) -> None:
    with pytest.raises(ValueProblem) as problem:
        document_number(typed)
    assert (problem.value.code, problem.value.facts) == ("document-unreadable", {})
