"""The frame shows whose house it is and where one can go, without asking the database."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import HttpRequest
from django.utils.translation import override

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.gates.context import shell
from huisvrede.foundation.gates.menu import MENU, Entry
from huisvrede.foundation.gates.wearing import Worn

NOWHERE = Organisation(
    "no-database", "Woonloket", "no.localhost", "allocation-service", simulated=True, accent="#123456"
)
"""An organisation whose databases nobody made: a query would fail."""
ENTRIES = [
    Entry("gates:home", "Home", "home"),
    Entry("gates:accessibility", "Accessibility", "eye", activity="home-seekers"),
]


def asked(worn: Worn | None = None, path: str = "/") -> HttpRequest:
    request = HttpRequest()
    request.session = {}  # type: ignore[assignment]
    request.path = path
    if worn is not None:
        request.worn = worn  # type: ignore[attr-defined]
    return request


@pytest.fixture(autouse=True)
def menu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages, the second only for who reaches home seekers."""
    monkeypatch.setitem(MENU, Kind.STAFF, ENTRIES)


def test_outside_an_organisation_there_is_only_the_language() -> None:
    assert shell(asked()) == {"links": {"language": "/taal/"}}


def test_a_visitor_sees_whose_house_it_is_and_no_menu() -> None:
    with inside(NOWHERE):
        found = shell(asked())
    assert found["organisation"] == {"name": "Woonloket", "accent": "123456"}
    assert (found["nav"], found["signed_in"], found["session_seconds"]) == ([], "", None)
    assert found["links"]["hats"] == ""


@pytest.mark.parametrize(
    ("activities", "shown"),
    [(frozenset(), ["Home"]), (frozenset({"home-seekers"}), ["Home", "Accessibility"])],
)
def test_the_menu_shows_where_one_has_business(activities: frozenset[str], shown: list[str]) -> None:
    worn = Worn(
        account=uuid4(),
        hat=uuid4(),
        kind=Kind.STAFF,
        name="Anna",
        idle=900,
        several=True,
        activities=activities,
    )
    with inside(NOWHERE), override("en"):
        found = shell(asked(worn))
    assert [line["label"] for line in found["nav"]] == shown
    assert next(line["current"] for line in found["nav"]) is True
    assert (found["signed_in"], found["session_seconds"], found["links"]["hats"]) == ("Anna", 900, "/aan/")


def test_lines_of_one_group_stand_together_where_there_are_more_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    grouped = [
        Entry("gates:home", "Home", "home"),
        Entry("gates:accessibility", "Accessibility", "eye", "home-seekers", "Work"),
        Entry("gates:choose_hat", "Hats", "users", "", "Work"),
    ]
    monkeypatch.setitem(MENU, Kind.STAFF, grouped)
    shown = {}
    for activities in ((), ("home-seekers",)):
        worn = Worn(account=uuid4(), hat=uuid4(), kind=Kind.STAFF, activities=frozenset(activities))
        with inside(NOWHERE), override("en"):
            nav = shell(asked(worn, path="/aan/"))["nav"]
        shown[activities] = [(one["label"], one["current"], [line["label"] for line in one.get("lines", [])]) for one in nav]
    assert shown == {
        (): [("Home", False, []), ("Hats", True, [])],
        ("home-seekers",): [("Home", False, []), ("Work", True, ["Accessibility", "Hats"])],
    }


def test_a_data_subject_has_no_name_in_the_frame() -> None:
    """It stands in their file, which the frame does not open."""
    worn = Worn(account=uuid4(), hat=uuid4(), kind=Kind.SUBJECT)
    with inside(NOWHERE), override("en"):
        assert shell(asked(worn))["signed_in"] == "My account"
