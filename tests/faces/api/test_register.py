"""The register as a program reads it: the same as its pages, for who works here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.utils.html import escape

from huisvrede.foundation.cluster.organisations import Organisation
from tests.bearing import Program, program
from tests.browsing import signed_in

LIST = "/api/v1/processing-activities"


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        yield one


@pytest.fixture(scope="module")
def petra(house: Organisation) -> Program:
    return program(house, "petra")


def test_the_list_goes_on_from_part_to_part_and_back(petra: Program) -> None:
    keys, place = [], f"{LIST}?size=5"
    while place:
        part = petra.get(place).json()
        keys += [one["key"] for one in part["activities"]]
        place = part["links"].get("next", "")
    assert (len(keys), len(set(keys))) == (part["count"], part["count"])
    assert keys[-len(part["activities"]) - 5 : -len(part["activities"])] == [
        one["key"] for one in petra.get(part["links"]["previous"]).json()["activities"]
    ]


def test_one_activity_says_what_its_page_says(petra: Program, house: Organisation) -> None:
    told = petra.get(f"{LIST}/home-seekers").json()
    page = signed_in(house, "petra").get("/werk/register/home-seekers/").content.decode()
    texts = {fact["field"]: fact["texts"] for fact in told["facts"]}
    met = [part for text in texts.pop("principles") for part in text.split(": ", 1)]  # the page has a line for each
    assert [text for text in (*met, *(t for found in texts.values() for t in found)) if escape(text) not in page] == []
    labels = [fact["label"] for fact in told["facts"] if fact["field"] not in {"name", "state", "description", "principles"}]
    assert ([label for label in labels if escape(label) not in page], len(labels) > 10) == ([], True)
    assert (told["key"], told["state"], told["inForce"]) == ("home-seekers", "open", True)
    assert told["history"][-1]["first"] is True
    assert [table for table in told["tables"] if escape(table["label"]) not in page] == []
    assert petra.get(told["links"]["self"]).json() == told


def test_the_whole_register_holds_each_activity_as_it_is_told_by_itself(petra: Program) -> None:
    whole = petra.get("/api/v1/register").json()
    assert len(whole["activities"]) == petra.get(LIST).json()["count"]
    for entry in whole["activities"]:
        alone = petra.get(f"{LIST}/{entry['key']}").json()
        assert {name: alone[name] for name in entry} == entry
    assert whole["controller"]["privacyContact"]


def test_a_filter_leaves_what_has_it(petra: Program) -> None:
    for query in ("state=elsewhere", "legalBasis=consent", "category=health"):
        part = petra.get(f"{LIST}?{query}&size=100").json()
        name, value = query.split("=")
        assert part["count"] == len(part["activities"]) > 0
        for one in part["activities"]:
            assert value in {"state": one["state"], "legalBasis": one["legalBases"], "category": one["categories"]}[name]


@pytest.mark.parametrize(
    ("query", "status"),
    [("version=1", 200), ("version=2", 404), ("onDay=2026-11-01", 200), ("onDay=1999-01-01", 404), ("onDay=2999-01-01", 404)],
)
def test_an_earlier_version_is_read_by_number_or_day_and_none_that_is_to_come(petra: Program, query: str, status: int) -> None:
    for place in (LIST, f"{LIST}/home-seekers", "/api/v1/register"):
        assert petra.get(f"{place}?{query}").status_code == status, place


def test_what_is_not_there_is_a_problem(petra: Program) -> None:
    for place in ("nothing", "%00", "%F0%9F%8F%A0", "a/b", "home-seekers/"):
        assert petra.get(f"{LIST}/{place}").status_code == 404, place


def test_the_register_is_for_who_works_here_and_has_signed(house: Organisation) -> None:
    assert program(house, "chris").get(LIST).status_code == 200
    assert [program(house, name).get(LIST).status_code for name in ("sanne", "noor")] == [403, 403]
    assert program(house).get(LIST).status_code == 401
