"""Bringing databases in line with the code: tables by Django, walls from the declarations, policy from the profile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from rich.console import Console

from huisvrede.faces.cli.chosen import chosen
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.walls.build import build, build_signin, build_vault
from huisvrede.foundation.walls.session import ticket_key


def migrate_all(console: Console) -> None:
    """Control and every organisation, one after the other; what is done is not done again."""
    migrate_control()
    for organisation in chosen(""):
        with console.status(f"{organisation.name}") as status:
            for done in migrate_organisation(organisation):
                status.update(f"{organisation.name}: {done}")
            months(organisation, timezone.localdate())
        console.print(f"{organisation.name}: in line with the code")


def migrate_control() -> None:
    """The one small database with wake-ups."""
    call_command("migrate", database="control", verbosity=0, interactive=False)


def migrate_organisation(organisation: Organisation) -> Iterator[str]:
    """Yield what was done, step by step; each step may run again."""
    with inside(organisation):
        _schema(organisation.signin_alias)
        for alias in (organisation.key, organisation.signin_alias, organisation.vault_alias):
            call_command("migrate", database=alias, verbosity=0, interactive=False)
            yield f"tables of {alias}"
        call_command("createcachetable", database=organisation.signin_alias, verbosity=0)
        changed = build(
            _raw(organisation.key),
            organisation=organisation.key,
            simulated=organisation.simulated,
            key=ticket_key(organisation),
        )
        build_signin(
            _raw(organisation.signin_alias),
            signin=organisation.login("signin"),
            mailer=organisation.login("mailer"),
        )
        build_vault(_raw(organisation.vault_alias), web=organisation.login("web"), worker=organisation.login("worker"))
        yield f"walls: {len(changed)} changes"


def months(organisation: Organisation, around: date, ahead: int = 3) -> None:
    """The log's months from this one on, `ahead` of them in store."""
    raw = _raw(organisation.key)
    for n in range(ahead + 1):
        first = date(around.year + (around.month - 1 + n) // 12, (around.month - 1 + n) % 12 + 1, 1)
        raw.execute("SELECT walls.month_begin(%s)", [first])


def _schema(alias: str) -> None:
    _raw(alias).execute("CREATE SCHEMA IF NOT EXISTS signin")


def _raw(alias: str) -> psycopg.Connection[Any]:
    """The owner's own connection, outside Django's transactions."""
    connections[alias].ensure_connection()
    raw = connections[alias].connection
    assert isinstance(raw, psycopg.Connection)
    return raw
