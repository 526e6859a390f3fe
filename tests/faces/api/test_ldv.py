"""The log by a program: for who supervises it, without who acted, and without a data subject who was not asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from huisvrede.foundation.audit.lines import pseudonym
from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.bearing import Program, program
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login

PLACE = "/api/ldv/v1/processing-activities"
ACTIVITY, SUBJECT = "dpl.core.processing_activity_id", "dpl.core.data_subject_id"


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        signed_in(one, "bram").get(f"/werk/woningzoekenden/{member('tariq').file}/")
        yield one


@pytest.fixture(scope="module")
def petra(house: Organisation) -> Program:
    return program(house, "petra")


def asked(client: Program, **question: Any) -> Any:
    return client.post(PLACE, question, content_type="application/json")


def test_lines_say_what_was_done_and_neither_by_whom_nor_of_whom(house: Organisation, petra: Program) -> None:
    answer = asked(petra, **{ACTIVITY: f"{house.origin}/api/v1/processing-activities/home-seekers"})
    (line,) = answer.json()["processingActivities"]
    assert (line["name"], line["status"], len(line["traceId"]), len(line["spanId"])) == ("view home-seekers", "Ok", 32, 16)
    assert asked(petra, traceId=line["traceId"]).json()["processingActivities"] == [line]
    assert asked(petra, traceId=line["traceId"], startTime=line["startTime"] + 1).json() == {"processingActivities": []}
    bram, tariq = member("bram"), member("tariq")
    told = answer.content.decode()
    hidden = (bram.account, bram.hat, tariq.person, pseudonym(house, tariq.person))
    assert [one for one in hidden if str(one) in told or str(one).replace("-", "") in told] == []


def test_who_is_asked_for_by_their_word_reads_that_somebody_did(house: Organisation, petra: Program) -> None:
    word = pseudonym(house, member("tariq").person)
    act, child = asked(petra, **{SUBJECT: word}).json()["processingActivities"]
    assert (child["parentSpanId"], child["attributes"][SUBJECT]) == (act["spanId"], word)
    with as_login(house, "worker"), acting(house, system("seal", TODAY)):
        last = Seen.objects.filter(subject=member("tariq").person).order_by("-at")[0]
        assert (last.activity, last.action, last.role) == ("logging", "list", "privacy-officer")


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"startTime": 1},
        {"traceId": "x"},
        {"traceId": "0" * 32, "startTime": -1},
        {"traceId": "0" * 32, "endTime": 10**18},
        {"traceId": "0" * 32, "more": 1},
        {"traceId": "0" * 32, "startTime": True},
        {"traceId": "0" * 32, "startTime": "5"},
        {SUBJECT: "a\0b"},
        {SUBJECT: "x" * 301},
    ],
)
def test_a_question_that_is_none_is_told_so(petra: Program, question: dict[str, Any]) -> None:
    assert asked(petra, **question).status_code == 400


def test_only_who_supervises_reads_it(house: Organisation) -> None:
    statuses = {name: asked(program(house, name), traceId="0" * 32).status_code for name in ("anna", "ada", "chris")}
    assert statuses == dict.fromkeys(statuses, 404)
    assert asked(program(house, "sanne"), traceId="0" * 32).status_code == 403
    assert asked(program(house, "petra", ["register"]), traceId="0" * 32).status_code == 403
    assert asked(program(house), traceId="0" * 32).status_code == 401
    assert program(house).get("/api/ldv/v1/openapi.json").json()["servers"] == [{"url": f"{house.origin}/api/ldv/v1"}]
