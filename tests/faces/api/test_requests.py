"""Requests by a program: one's own, and at work those one may see; the same rows, refusals and log as on the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.utils import timezone

from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, asked, decided, passed_on, restricted
from tests.bearing import program
from tests.cast import member, system
from tests.conftest import TODAY, as_login

ALL, OWN = "/api/v1/requests", "/api/v1/own-requests"


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        yield one


def seen(house: Organisation, name: str) -> list[tuple[str, str]]:
    """What the log of somebody says of others, the last first."""
    with as_login(house, "worker"), acting(house, system("seal", TODAY)):
        rows = Seen.objects.filter(subject=member(name).person).exclude(role="subject").order_by("-at")
        return list(rows.values_list("activity", "action"))


def test_somebody_asks_by_a_program_what_is_held_of_them(house: Organisation) -> None:
    sanne = program(house, "sanne")
    answer = sanne.post(OWN, {"wording": "Wat weet u van mij? 🏠", "language": "en"}, content_type="application/json")
    told = answer.json()
    assert (answer.status_code, answer.headers["Location"]) == (201, told["url"])
    assert (told["kind"]["code"], told["wording"], told["answered"]) == ("access", "Wat weet u van mij? 🏠", False)
    assert (told["events"][0]["who"], told["receivedOn"]) == ("you", timezone.localdate().isoformat())
    assert told["clocks"][0]["dueOn"] > told["receivedOn"]
    again = sanne.post(OWN, {}, content_type="application/json")
    assert (again.status_code, again.json()["id"]) == (200, told["id"])
    assert sanne.get(told["url"]).json() == told
    assert [one["id"] for one in sanne.get(OWN).json()["requests"]] == [told["id"]]
    assert sanne.get(f"{OWN}?open=false").json()["requests"] == []


def test_a_request_at_work_says_what_its_page_says_and_its_subject_reads_it(house: Organisation) -> None:
    key = asked(house, "tariq")
    advised(house, key)
    petra = program(house, "petra")
    told = petra.get(f"{ALL}/{key}").json()
    assert (told["state"]["code"], told["advice"]["outcome"]["code"], "decision" in told) == ("advised", "granted", False)
    assert {one["label"] for one in told["asked"]} == {"How it came in", "How identity was established"}
    assert seen(house, "tariq")[0] == ("rights", "view")
    decided(house, key)
    assert petra.get(f"{ALL}/{key}").json()["decision"]["outcome"]["code"] == "granted"
    petra.get(f"{ALL}?size=100")
    assert seen(house, "tariq")[0] == ("rights", "list")


def test_what_is_not_yours_is_not_there(house: Organisation) -> None:
    key, on_paper = asked(house, "tariq"), passed_on(house)
    nothing = program(house, "sanne").get(f"{OWN}/{uuid4()}")
    for who, place in (
        ("sanne", f"{OWN}/{key}"),
        ("sanne", f"{OWN}/{on_paper}"),
        ("chris", f"{ALL}/{key}"),
        ("chris", ALL),
        ("bram", f"{ALL}/{on_paper}"),
        ("petra", f"{ALL}/{uuid4()}"),
        ("petra", f"{ALL}/x"),
    ):
        answer = program(house, who).get(place)
        assert (who, place, answer.status_code, answer.content) == (who, place, 404, nothing.content)
    for who, place in (("sanne", ALL), ("petra", OWN), ("noor", ALL)):
        assert program(house, who).get(place).status_code == 403, who
    assert [one["id"] for one in program(house, "tariq").get(OWN).json()["requests"]] == [str(key)]
    assert program(house, "anna", ["register"]).get(ALL).status_code == 403


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (b"", ["missing"]),
        (b"{", []),
        (b"[1]", ["model_type"]),
        (b"\xff\xfe", []),
        (b'{"wording": "a\\u0000b"}', ["string_pattern_mismatch"]),
        (b'{"wording": "\\ud800"}', ["string_unicode"]),
        (b'{"wording": 7, "language": "de"}', ["string_type", "literal_error"]),
        (b'{"extra": "Kwartelmarker"}', ["extra_forbidden"]),
        (b'{"wording": "' + b"x" * 2001 + b'"}', ["string_too_long"]),
    ],
)
def test_a_body_that_is_not_right_asks_nothing(house: Organisation, body: bytes, codes: list[str]) -> None:
    sanne = program(house, "sanne")
    before = sanne.get(OWN).json()
    answer = sanne.generic("POST", OWN, body, content_type="application/json")
    assert (answer.status_code, [one["code"] for one in answer.json().get("errors", [])]) == (400, codes)
    assert (sanne.get(OWN).json(), b"Kwartel" in answer.content) == (before, False)
    assert sanne.generic("POST", OWN, b'"' + b"x" * 70_000 + b'"', content_type="application/json").status_code == 413


def test_a_list_goes_on_from_part_to_part(house: Organisation) -> None:
    for name in ("sanne", "tariq"):
        restricted(house, name)
    petra, keys, place = program(house, "petra"), [], f"{ALL}?size=2&open=true"
    while place:
        part = petra.get(place).json()
        keys += [UUID(one["id"]) for one in part["requests"]]
        place = part["links"].get("next", "")
    with acting(house, member("petra").acting("rights", TODAY)), connections[house.key].cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case WHERE closed_on IS NULL ORDER BY received_on DESC, id DESC")
        assert keys == [key for (key,) in cursor.fetchall()]
    assert "open=true" in part["links"]["previous"]
