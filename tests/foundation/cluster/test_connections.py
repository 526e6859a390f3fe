"""A process learns of organisations while it runs, under one login each, and holds few connections open."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import OperationalError, connections
from django.db.transaction import atomic

from huisvrede.foundation.cluster.connections import (
    NO_SERVER,
    OPEN_AT_MOST,
    close_least_used,
    configured,
    join,
    known,
)
from huisvrede.foundation.cluster.organisations import Organisation, write
from huisvrede.foundation.cluster.postgres import Server
from tests import template
from tests.conftest import VAR, leave


@pytest.fixture(scope="session")
def server() -> Server:
    """The server with the template organisations, not the small one beside."""
    return template.ensure(VAR)


def one(key: str) -> Organisation:
    return Organisation(key, key.title(), f"{key}.localhost", "allocation-service", simulated=True)


def forget(*organisations: Organisation) -> None:
    for each in organisations:
        for alias in (each.key, each.signin_alias, each.vault_alias, each.mailer_alias):
            leave(alias)


def who_is_in(alias: str) -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT session_user")
        return str(cursor.fetchone()[0])


def test_an_organisation_that_comes_later_is_known_at_the_next_question(tmp_path: Path) -> None:
    first, second = one("first-house"), one("second-house")
    write(tmp_path, {first.key: first})
    assert set(known(tmp_path, "web")) == {"first-house.localhost"}
    write(tmp_path, {first.key: first, second.key: second})
    assert set(known(tmp_path, "web")) == {"first-house.localhost", "second-house.localhost"}
    assert "second-house" in connections.databases
    write(tmp_path, {second.key: second})
    assert set(known(tmp_path, "web")) == {"second-house.localhost"}
    forget(first, second)


def test_an_unchanged_list_is_not_read_again(tmp_path: Path) -> None:
    house = one("third-house")
    write(tmp_path, {house.key: house})
    assert known(tmp_path, "web") is known(tmp_path, "web")
    forget(house)


def test_without_a_list_there_is_nobody(tmp_path: Path) -> None:
    assert known(tmp_path, "web") == {}


def test_default_is_no_database_and_without_a_server_nothing_is_reached(tmp_path: Path) -> None:
    house = one("fourth-house")
    write(tmp_path, {house.key: house})
    found = configured(tmp_path, "web")
    assert found["default"] == {"ENGINE": "django.db.backends.dummy"}
    assert {row["HOST"] for alias, row in found.items() if alias != "default"} == {NO_SERVER["host"]}


@pytest.mark.parametrize(("login", "mailer"), [("web", False), ("worker", True), ("owner", False)])
def test_only_the_worker_reaches_addresses_and_only_the_owner_goes_unguarded(
    tmp_path: Path, login: str, mailer: bool
) -> None:
    house = one("fifth-house")
    write(tmp_path, {house.key: house})
    found = configured(tmp_path, login)
    assert (house.mailer_alias in found) is mailer
    assert found[house.key]["GUARDED"] is (login != "owner")
    assert found[house.key]["USER"] == f"{login}_fifth_house"


def test_joining_under_another_login_leaves_the_first_behind(organisation: Organisation) -> None:
    """What was open as web would go on as web."""
    seen = []
    for login in ("web", "owner", "web"):
        join(organisation, VAR, login)
        with atomic(using=organisation.key):
            seen.append(who_is_in(organisation.key))
    assert seen == [organisation.login(login) for login in ("web", "owner", "web")]


def test_a_login_with_another_password_is_refused(organisation: Organisation) -> None:
    join(organisation, VAR, "web")
    connections.databases[organisation.key]["PASSWORD"] = "guessed"
    with pytest.raises(OperationalError, match="password"), atomic(using=organisation.key):
        who_is_in(organisation.key)


def test_the_least_used_is_closed_when_there_are_more_than_eight(organisation: Organisation) -> None:
    """In a thread of its own: each thread counts for itself."""
    copies = [
        replace(organisation, key=f"{organisation.key}-{n}", logins=organisation.logins)
        for n in range(OPEN_AT_MOST + 1)
    ]
    still: list[str] = []

    def use_all() -> None:
        for each in copies:
            connections.databases[each.key] = connections.databases[organisation.key]
            connections[each.key].ensure_connection()
            close_least_used(each)
            close_least_used(copies[0])
        still.extend(each.key for each in copies if connections[each.key].connection is not None)
        for each in copies:
            connections[each.key].close()

    thread = threading.Thread(target=use_all)
    thread.start()
    thread.join()
    forget(*copies)
    assert still == [each.key for each in copies if each is not copies[1]]
