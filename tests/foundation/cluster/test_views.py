"""A balancer asks two things: does the process live, and can it reach its databases?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import override_settings
from django.test.client import Client

from huisvrede.foundation.cluster.organisations import Organisation, write
from huisvrede.foundation.cluster.postgres import Server
from tests import template
from tests.conftest import VAR, as_login, leave


@pytest.fixture(scope="session")
def server() -> Server:
    """The server with the template organisations, not the small one beside."""
    return template.ensure(VAR)


def ready() -> tuple[int, dict[str, int]]:
    response = Client(HTTP_HOST="localhost").get("/health/ready")
    return response.status_code, json.loads(response.content)


def test_a_process_lives_whatever_has_become_of_its_databases(tmp_path: Path) -> None:
    with override_settings(VAR=tmp_path):
        assert Client(HTTP_HOST="localhost").get("/health/live").content == b"live\n"


def test_ready_is_when_every_database_answers(organisation: Organisation, tmp_path: Path) -> None:
    with as_login(organisation, "worker"):
        write(tmp_path, {organisation.key: organisation})
    with override_settings(VAR=tmp_path):
        assert ready() == (200, {"databases": 3, "answered": 3})


def test_one_organisation_out_of_reach_is_not_ready_and_is_not_named(
    organisation: Organisation, tmp_path: Path
) -> None:
    gone = replace(organisation, key=f"{organisation.key}-gone", host="gone.localhost", logins="")
    with as_login(organisation, "worker"):
        write(tmp_path, {organisation.key: organisation, gone.key: gone})
    with override_settings(VAR=tmp_path):
        assert ready() == (503, {"databases": 5, "answered": 3})
    for alias in (gone.key, gone.signin_alias, gone.vault_alias, gone.mailer_alias):
        leave(alias)


def test_health_is_asked_and_never_told(tmp_path: Path) -> None:
    with override_settings(VAR=tmp_path):
        assert [
            Client(HTTP_HOST="localhost").post(f"/health/{what}").status_code for what in ("live", "ready")
        ] == [405, 405]
