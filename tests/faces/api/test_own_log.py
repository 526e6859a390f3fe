"""Who looked at one's own data, by a program: what the page says, of nobody else, and no employee by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.bearing import Program, program
from tests.browsing import signed_in
from tests.cast import member

PLACE = "/api/v1/own-log-lines"


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        for _ in range(3):
            signed_in(one, "bram").get(f"/werk/woningzoekenden/{member('tariq').file}/")
        yield one


@pytest.fixture(scope="module")
def tariq(house: Organisation) -> Program:
    return program(house, "tariq")


def test_the_lines_are_those_of_the_page(house: Organisation, tariq: Program) -> None:
    lines = tariq.get(PLACE).json()["lines"]
    assert len(lines) == 3
    page = signed_in(house, "tariq").get("/mijn/inzage-log/").content.decode()
    for one in lines:
        assert {field for field in ("role", "organisation", "activity", "purpose") if one[field] not in page} == set()
        assert (one["organisation"], one["at"][-1]) == ("Woonstichting Vlietdam", "Z")
    assert [word for word in ("Bram", str(member("bram").account), str(member("bram").hat)) if word in str(lines)] == []


def test_it_goes_on_from_part_to_part_and_holds_nobody_elses(house: Organisation, tariq: Program) -> None:
    first = tariq.get(f"{PLACE}?size=2").json()
    rest = tariq.get(first["links"]["next"]).json()
    assert (len(first["lines"]), len(rest["lines"]), "next" in rest["links"]) == (2, 1, False)
    assert tariq.get(rest["links"]["previous"]).json()["lines"] == first["lines"]
    assert program(house, "sanne").get(PLACE).json()["lines"] == []
    assert program(house, "petra").get(PLACE).status_code == 403
    assert program(house, "sanne", ["requests"]).get(PLACE).status_code == 403
