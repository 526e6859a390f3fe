"""Health tells how many databases answer, and no name."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import connections
from django.test import Client

from huisvrede.foundation.cluster.organisations import Organisation, write
from tests.browsing import visiting


def ready() -> tuple[int, dict[str, int]]:
    answer = Client(HTTP_HOST="localhost").get("/health/ready")
    return answer.status_code, json.loads(answer.content)


def test_the_process_lives() -> None:
    answer = Client(HTTP_HOST="localhost").get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"live\n")


def test_health_answers_at_any_address() -> None:
    assert Client(HTTP_HOST="10.1.2.3").get("/health/live").status_code == 200


def test_a_database_that_is_gone_is_counted(organisation: Organisation) -> None:
    visiting(organisation)
    _status, before = ready()
    connections.databases[organisation.vault_alias]["NAME"] = "gone"
    status, after = ready()
    assert (status, after) == (503, {"databases": before["databases"], "answered": before["answered"] - 1})


def test_all_that_answer_make_it_ready(organisation: Organisation) -> None:
    visiting(organisation)
    write(settings.VAR, {organisation.key: organisation})
    assert ready() == (200, {"databases": 3, "answered": 3})
