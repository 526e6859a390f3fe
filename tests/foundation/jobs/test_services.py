"""A wake-up is placed after the commit, once; a lost one is told and loses nothing."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from huisvrede.config.jobs import WORK
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.jobs.services import TASK, wake
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import ROOT, TODAY

pytestmark = pytest.mark.xdist_group("control")


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        yield one


def waiting(house: Organisation) -> list[tuple[str, dict[str, str]]]:
    rows = ProcrastinateJob.objects.filter(args__organisation=house.key, status="todo").order_by("id")
    return [(row.task_name, row.args) for row in rows]


def test_a_wake_up_is_placed_once_and_only_after_the_commit(house: Organisation) -> None:
    before = waiting(house)
    with acting(house, member("anna").acting("registration", TODAY)):
        wake("messages")
        assert waiting(house) == before
    with acting(house, member("anna").acting("registration", TODAY)):
        wake("messages")
        wake("imports")
    placed = [(TASK, {"organisation": house.key, "work": work}) for work in ("messages", "imports")]
    assert (before, waiting(house)) == ([], placed)


def test_what_was_undone_wakes_nobody(house: Organisation) -> None:
    before = waiting(house)
    with pytest.raises(LookupError), acting(house, member("anna").acting("registration", TODAY)):
        wake("answers")
        raise LookupError
    assert waiting(house) == before


def test_a_wake_up_that_finds_no_queue_does_not_undo_the_work(
    house: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    control = connections["control"]
    name = control.settings_dict["NAME"]
    control.close()
    control.settings_dict["NAME"] = "gone"
    try:
        with caplog.at_level("INFO"), acting(house, member("anna").acting("registration", TODAY)):
            wake("answers")
    finally:
        control.close()
        control.settings_dict["NAME"] = name
    told = [json.loads(line.getMessage()) for line in caplog.records if line.name == "huisvrede.jobs"]
    assert [(line["event"], line["work"]) for line in told] == [("wake-up not placed", "answers")]


def test_every_wake_up_is_for_work_that_somebody_does() -> None:
    """A misspelt kind of work would wait for the minute's look, or for ever."""
    woken = {
        node.args[0].value
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "wake"
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert woken - set(WORK) == set()
