"""The tally counts a row once, however many problems it has, and keeps only so many problems."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from huisvrede.core.tables.check import Problem
from huisvrede.foundation.imports import reading
from huisvrede.foundation.imports.reading import Tally
from huisvrede.foundation.imports.shapes import Taken


def test_a_row_with_two_problems_is_one_faulty_row_in_the_order_of_the_file() -> None:
    tally = Tally()
    tally.add(
        Taken(stored=2, known=1, problems=[Problem(9, None, "maybe-known")], persons=[uuid4(), uuid4()])
    )
    tally.doubt(Problem(4, "Naam", "required"))
    tally.doubt(Problem(4, "Geboren", "date-out-of-range", {"first": date(1900, 1, 1)}))
    assert tally.columns() == {
        "total": 5, "done": 5, "stored": 2, "known": 1, "faulty": 2, "look": None,
        "problems": [
            [4, "Naam", "required", {}],
            [4, "Geboren", "date-out-of-range", {"first": "1900-01-01"}],
            [9, None, "maybe-known", {}],
        ],
    }  # fmt: skip


def test_beyond_what_is_kept_problems_are_still_counted() -> None:
    tally = Tally()
    for line in range(reading.KEPT + 5):
        tally.doubt(Problem(line, None, "ragged-row"))
    assert (len(tally.problems), tally.columns()["faulty"]) == (reading.KEPT, reading.KEPT + 5)
