"""`huisvrede term` answers first and explains after."""

from __future__ import annotations

import pytest

from huisvrede.faces.cli.errors import Stop
from huisvrede.faces.cli.terms import run
from tests.faces.cli.shell import stop_of


@pytest.mark.parametrize(
    ("start", "period", "law", "end"),
    [
        ("2027-01-29", "P1M", "reg-1182-71", "2027-03-01"),
        ("2027-01-29", "P2Y", "atw", "2029-01-29"),
        ("2027-01-29", "P4W", "reg-1182-71", "2027-02-26"),
    ],
)
def test_the_end_stands_alone_on_the_first_line(start: str, period: str, law: str, end: str) -> None:
    for language in ("nl", "en"):
        first, *reasoning = run(start, period, law, language)
        assert first == end
        assert reasoning


def test_hours_run_from_a_moment() -> None:
    first, *_reasoning = run("2027-01-28T16:20+01:00", "PT72H", "reg-1182-71", "en")
    assert first == "2027-01-31T16:20:00+01:00"


@pytest.mark.parametrize(
    ("start", "period", "law", "language", "sentence"),
    [
        ("soon", "P1M", "atw", "nl", "soon is no day and no moment"),
        ("2027-02-30", "P1M", "atw", "nl", "2027-02-30 is no day and no moment"),
        ("2027-01-29", "1 month", "atw", "nl", "'1 month' is not a period"),
        ("2027-01-29", "PT72H", "reg-1182-71", "nl", "moment"),
        ("2027-01-29", "P1M", "bgb", "nl", "bgb is no law of periods"),
        ("2027-01-29", "P1M", "atw", "fr", "fr is no language here"),
        ("1900-01-01", "P1M", "reg-1182-71", "nl", "in force on 1900-01-01"),
    ],
)
def test_a_call_that_makes_no_sense_is_told_in_one_sentence(
    start: str, period: str, law: str, language: str, sentence: str
) -> None:
    with pytest.raises(Stop) as stopped:
        run(start, period, law, language)
    said, code = stop_of(stopped)
    assert (sentence in said, code) == (True, 2)
