"""A hold is placed by who supervises, found by number, reviewed within a year; the database refuses anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connections

from huisvrede.engines.retention.queries import file_with, files_of, holds
from huisvrede.engines.retention.services import AlreadyHeld, ImpossibleReview, NoSuchFile, hold, lift
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.disposal.models import Hold, HoldReason
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY

NEXT_YEAR = date(2027, 11, 23)
NUMBER = "W-SANNE"


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """An organisation for what is refused."""
    with copies("allocation-service") as one:
        yield one


def acts(organisation: Organisation, name: str, purpose: str = "accountability") -> Any:
    return acting(organisation, member(name).acting(purpose, TODAY))


def placed(number: str = NUMBER, review_on: date = NEXT_YEAR) -> Hold:
    return hold(number=number, reason=HoldReason.LEGAL_CLAIM, review_on=review_on)


def test_a_hold_runs_until_it_is_lifted_and_may_be_lifted_twice(organisation: Organisation) -> None:
    with acts(organisation, "petra"):
        made = placed(f" {NUMBER} ")
        assert (made.anchor, made.starts_on, made.ends_on) == (member("sanne").file, TODAY, NEXT_YEAR)
        assert [one.pk for one in holds()] == [made.pk]
        assert [one.number for one in files_of(list(holds())).values()] == [NUMBER]
        lift(held=made)
        lift(held=made)
        assert (list(holds()), Hold.objects.get().ends_on) == ([], TODAY - timedelta(days=1))


def test_a_file_is_held_once_for_a_reason_and_longer_if_asked(organisation: Organisation) -> None:
    sooner = NEXT_YEAR - timedelta(days=30)
    with acts(organisation, "petra"):
        placed(review_on=sooner)
        for day in (sooner, sooner - timedelta(days=1)):
            with pytest.raises(AlreadyHeld) as refused:
                placed(review_on=day)
            assert refused.value.until == sooner
        placed()
        hold(number=NUMBER, reason=HoldReason.INVESTIGATION, review_on=sooner)
        assert len(holds()) == 3


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), NEXT_YEAR + timedelta(days=1)])
def test_a_review_lies_within_a_year(house: Organisation, day: date) -> None:
    with acts(house, "petra"), pytest.raises(ImpossibleReview) as refused:
        placed(review_on=day)
    assert refused.value.latest == NEXT_YEAR


def test_a_number_nobody_has_holds_nothing(house: Organisation) -> None:
    for number in ("W-0000", ""):
        with acts(house, "petra"), pytest.raises(NoSuchFile):
            placed(number)


@pytest.mark.parametrize("name", ["anna", "bram", "chris", "ada", "sanne", "noor"])
def test_who_does_not_supervise_holds_nothing_and_finds_nothing(house: Organisation, name: str) -> None:
    with acts(house, name):
        with pytest.raises(Refused):
            placed()
        with pytest.raises(Refused):
            lift(held=Hold())
        try:
            with savepoint():
                assert file_with(NUMBER) is None
        except ProgrammingError:
            assert name == "sanne"


def test_under_another_purpose_no_file_is_found(house: Organisation) -> None:
    with acts(house, "petra", "rights"):
        assert file_with(NUMBER) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"account": member("dirk").account},
        {"starts_on": TODAY - timedelta(days=1)},
        {"ends_on": TODAY - timedelta(days=1)},
        {"ends_on": NEXT_YEAR + timedelta(days=1)},
        {"ends_on": None},
    ],
    ids=str,
)
def test_the_database_refuses_a_hold_that_nobody_reviews(
    house: Organisation, changed: dict[str, Any]
) -> None:
    row = {"anchor": member("sanne").file, "reason": "request", "starts_on": TODAY, "ends_on": NEXT_YEAR}
    with acts(house, "petra"):
        with pytest.raises(DatabaseError), savepoint():
            Hold(**{**row, "account": member("petra").account, **changed}).save(force_insert=True)
        assert Hold.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    ["ends_on = '2028-01-01'", "anchor = gen_random_uuid()", "reason = 'x'", "starts_on = '2020-01-01'"],
)
def test_a_hold_is_shortened_and_never_changed(organisation: Organisation, change: str) -> None:
    with acts(organisation, "petra"):
        placed()
        with connections[organisation.key].cursor() as cursor:
            with pytest.raises(DatabaseError), savepoint():
                cursor.execute(f"UPDATE disposal_hold SET {change}")
