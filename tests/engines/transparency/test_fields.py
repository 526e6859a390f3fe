"""A length of time as people write it, and a term that stays within the law."""

from __future__ import annotations

import pytest
from django.forms import ValidationError

from huisvrede.engines.transparency.fields import PeriodField, TermField
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("access-request", "4 weken", "P4W"), ("access-request", "P3W", "P3W"), ("bond.employee", "1 jaar en 6 maanden", "P1Y6M"), ("request-pass-on", "Meteen", "P0D"),
        ("request-pass-on", "24 uur", "PT24H"), ("sign-in.idle", "1 uur en 30 minuten", "PT1H30M"), ("sign-in.idle", "PT20M", "PT20M"), ("sign-in.attempts", " 7 ", "7"), ("sign-in.idle", "", ""),
    ],
)  # fmt: skip
def test_a_term_is_read_as_it_is_written(key: str, typed: str, value: str) -> None:
    assert TermField(key=key, day=TODAY, required=False).clean(typed) == value


@pytest.mark.parametrize("typed", ["5 weken", "P31D", "uren", "7", "-1 dag", "4 weken of zo", "PT3H", "meteen", "x" * 61])
def test_what_is_no_such_term_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TermField(key="access-request", day=TODAY).clean(typed)


def test_what_stands_there_reads_as_people_say_it_and_what_can_not_be_read_stays() -> None:
    term, period = TermField(key="sign-in.idle", day=TODAY), PeriodField()
    assert [term.prepare_value(said) for said in ("PT30M", "half an hour", None)] == ["30 minuten", "half an hour", ""]
    assert [period.prepare_value(said) for said in ("P2Y", "some time")] == ["2 jaar", "some time"]
