"""What all addresses of the API share: names in camel case, links, 400 for what can't be read, an end to every list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.urls import get_resolver

from huisvrede.core.vocabulary import Kind
from huisvrede.faces.api.house import Told
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.page import by_method, page_of
from tests.addresses import patterns
from tests.bearing import Program, program

LIST = "/api/v1/processing-activities"


@pytest.fixture(scope="module")
def petra(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Program]:
    with copies("allocation-service") as one:
        yield program(one, "petra")


def test_every_address_of_the_api_says_which_key_opens_it_and_no_page_has_one() -> None:
    found = {route: one.callback for route, one in patterns(get_resolver("huisvrede.config.urls"))}
    of_api = {route: by_method(view) for route, view in found.items() if route.startswith("api/")}
    assert len(of_api) > 3
    for route, doors in of_api.items():
        assert doors, route
        assert {bool(one.scope) or one.kind is Kind.VISITOR for one in doors.values()} == {True}, route
        assert not route.endswith("/"), route
    pages = [page_of(view) for route, view in found.items() if route not in of_api]
    assert [one for one in pages if one is not None and one.scope] == []


@pytest.mark.parametrize(
    ("asked", "errors"),
    [
        ("size=0&state=half", [("query", "size", "greater_than_equal"), ("query", "state", "literal_error")]),
        ("size=1e9", [("query", "size", "int_parsing")]),
        ("version=9999999999999999999999", [("query", "version", "less_than_equal")]),
        ("onDay=2026-02-30", [("query", "onDay", "date_from_datetime_parsing")]),
        ("after=%00", [("query", "after", "string_pattern_mismatch")]),
        ("legalBasis=%F0%9F%8F%A0", [("query", "legalBasis", "enum")]),
        ("sizes=Kwartelmarker&on_day=1", [("query", "on_day", "extra_forbidden"), ("query", "sizes", "extra_forbidden")]),
        ("999990019=1", [("query", "", "extra_forbidden")]),
        ("Kwartel+Marker=1", [("query", "", "extra_forbidden")]),
        ("category=%FF%FE", [("query", "category", "enum")]),
    ],
)
def test_what_can_not_be_read_is_told_part_by_part_and_never_repeated(
    petra: Program, asked: str, errors: list[tuple[str, str, str]]
) -> None:
    answer = petra.get(f"{LIST}?{asked}")
    found = [(one["in"], one["name"], one["code"]) for one in answer.json()["errors"]]
    assert (answer.status_code, found) == (400, errors)
    assert b"Kwartel" not in answer.content


def test_no_two_forms_of_an_answer_have_one_name() -> None:
    """The description knows them by name alone, and would tell of one what is of the other."""
    waiting, forms = [Told], set[type[Told]]()
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        forms.add(one)
    assert (len(forms), len(forms) > 20) == (len({one.__name__ for one in forms}), True)
