"""Real PostgreSQL for every test: one server, a template organisation with the cast, a copy of it for whoever asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import django
import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
VAR = Path(os.environ.setdefault("HUISVREDE_VAR", str(ROOT / "build" / "test-var")))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huisvrede.config.settings")
os.environ["HUISVREDE_LOGIN"] = "web"

from huisvrede.foundation.cluster import postgres

settings.register_profile("house", deadline=None)  # no test looks at a clock: machines are noisy
settings.load_profile("house")
VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
postgres.start(VAR, fsync=False, settings={"max_connections": "300"})
django.setup()

from django.db import connections
from django.utils import translation

from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation, inside
from tests import clauses, template

TODAY = date(2026, 11, 23)
"""The day on which tests act, unless they say otherwise: a Monday."""


def pytest_configure(config: pytest.Config) -> None:
    """Count the clauses whose stories pass."""
    config.pluginmanager.register(clauses.Report(), "clauses")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no process waits at the end for the other's last minute."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("slow", "browser")))


@pytest.fixture(autouse=True)
def in_dutch() -> None:
    """Each test begins in the language of the house, whatever the page before it was in."""
    translation.deactivate()


@pytest.fixture(scope="session")
def server() -> postgres.Server:
    """The server with its templates; it goes on running for the next run."""
    return template.ensure(VAR)


@pytest.fixture(scope="session")
def copies(server: postgres.Server) -> Iterator[Callable[[str], AbstractContextManager[Organisation]]]:
    """Make copies of an organisation by profile, each gone at the end of its block."""

    @contextmanager
    def copy(profile: str = "allocation-service") -> Iterator[Organisation]:
        organisation = template.copy(server, VAR, profile)
        join(organisation, VAR, "web")
        try:
            with inside(organisation):
                yield organisation
        finally:
            for alias in (
                organisation.key,
                organisation.signin_alias,
                organisation.vault_alias,
                organisation.mailer_alias,
            ):
                leave(alias)
            template.forget(server, VAR, organisation)

    yield copy


@pytest.fixture
def organisation(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """The allocation service, fresh, reached as the login `web`."""
    with copies("allocation-service") as one:
        yield one


@pytest.fixture
def care_group(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """The care group, fresh, reached as the login `web`."""
    with copies("care-group") as one:
        yield one


def leave(alias: str) -> None:
    """Close a connection of this thread and forget it."""
    if alias in connections.databases:
        connections[alias].close()
        delattr(connections._connections, alias)
        del connections.databases[alias]


def with_vault(organisation: Organisation) -> None:
    """The organisation has its vault from now on, as whatever seals something needs it."""
    running = postgres.running(VAR)
    assert running is not None
    template.with_vault(running, organisation)


@contextmanager
def as_login(organisation: Organisation, login: str) -> Iterator[None]:
    """Within: this process logs in as the worker or the owner instead of web."""
    with_vault(organisation)
    join(organisation, VAR, login)
    try:
        yield
    finally:
        join(organisation, VAR, "web")
