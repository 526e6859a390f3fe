"""Working days as SQL, so that the database refuses a day that `core.periods` would not reckon (Algemene termijnenwet)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

from huisvrede.core.law import Law, counting
from huisvrede.core.working_days import is_working_day

FIRST: Final = date(2018, 1, 1)
LAST: Final = date(2100, 12, 31)
"""The years of which the holidays are known."""
SATURDAY: Final = 5


@cache
def after_working_days() -> str:
    """The day on which so many working days have passed since another; holidays are those that the code knows today."""
    days = ", ".join(f"'{day}'" for day in _holidays())
    return (
        "CREATE OR REPLACE FUNCTION walls.after_working_days(since date, many bigint) RETURNS date LANGUAGE plpgsql STABLE"
        " SECURITY DEFINER PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$\n"
        f"DECLARE\n  holidays date[] := ARRAY[{days}]::date[];\n  day date := since;\n  open bigint := many;\n"
        "BEGIN\n  WHILE open > 0 LOOP\n    day := day + 1;\n"
        "    IF extract(isodow FROM day) < 6 AND day <> ALL (holidays) THEN open := open - 1; END IF;\n"
        "  END LOOP;\n  RETURN day;\nEND $$"
    )


def _holidays() -> list[date]:
    """Every holiday on a Monday to Friday."""
    every = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return [day for day in every if day.weekday() < SATURDAY and not is_working_day(day, counting(Law.NL, day))]
