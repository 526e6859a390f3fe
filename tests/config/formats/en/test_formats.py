"""A date in English reads in one way only, and what a browser sends is read as it was meant."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.utils.formats import date_format
from django.utils.translation import override


def test_the_day_comes_before_the_month_and_the_month_is_in_letters() -> None:
    with override("en"):
        assert date_format(date(2026, 11, 27)) == "27 November 2026"
        assert date_format(datetime(2026, 11, 7, 16, 5), "DATETIME_FORMAT") == "7 November 2026, 16:05"
    with override("nl"):
        assert date_format(date(2026, 11, 27)) == "27 november 2026"


def test_dates_are_read_as_browsers_and_people_here_write_them() -> None:
    with override("en"):
        assert {DateField().clean(typed) for typed in ("2026-11-07", "07-11-2026", "7 November 2026")} == {date(2026, 11, 7)}
        with pytest.raises(ValidationError):
            DateField().clean("11/27/2026")
