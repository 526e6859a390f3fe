"""Which connection a model's rows are on; `default` is no database at all (ADR 0003)."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from huisvrede.foundation.cluster.organisations import Organisation, current, secrets_of

SIGNIN_APPS = frozenset({"signin", "account", "mfa", "socialaccount", "sessions", "django_cache"})
CONTROL_APPS = frozenset({"procrastinate"})
VAULT_APPS = frozenset({"vault"})
NOWHERE = frozenset({"auth", "contenttypes"})
ENGINE = "huisvrede.foundation.walls.backend"


class Router:
    """Rows of sign-in, vault and control each have their own connection; all else is the organisation's main."""

    def db_for_read(self, model: type[Model], **_hints: object) -> str:
        """The alias for a model; raises NoOrganisation outside an organisation."""
        app = model._meta.app_label
        if app in CONTROL_APPS:
            return "control"
        if app in SIGNIN_APPS:
            return current().signin_alias
        if app in VAULT_APPS:
            return current().vault_alias
        return current().key

    db_for_write = db_for_read

    def allow_relation(self, _one: Model, _other: Model, **_hints: object) -> bool:
        """Keys cross between schemas of one database; constraints are declared where they hold."""
        return True

    def allow_migrate(self, db: str, app_label: str, **_hints: object) -> bool:
        """Each connection gets only the tables that live there."""
        if app_label in NOWHERE:
            return False
        if db == "control":
            return app_label in CONTROL_APPS
        if db.endswith("/signin"):
            return app_label in SIGNIN_APPS
        if db.endswith("/vault"):
            return app_label in VAULT_APPS
        return app_label not in CONTROL_APPS | SIGNIN_APPS | VAULT_APPS


def connection(
    name: str, user: str, password: str, server: dict[str, Any], schema: str = "public"
) -> dict[str, Any]:
    """Django's settings for one connection; persistent, and never a server-side parameter in an activity view."""
    return {
        "ENGINE": ENGINE,
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": server["host"],
        "PORT": str(server["port"]),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c search_path={schema} -c timezone=UTC", "application_name": "huisvrede"},
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "TIME_ZONE": None,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None},
    }


def connections_of(
    organisation: Organisation, var: Path, server: dict[str, Any], login: str
) -> dict[str, Any]:
    """The connections a process that logs in as `login` has for one organisation, by alias.

    Only the process that migrates holds the owner's password, only the worker the mailer's.
    """
    secret = secrets_of(var, organisation.key)

    def to(database: str, kind: str, schema: str = "public") -> dict[str, Any]:
        return connection(database, organisation.login(kind), secret[kind], server, schema)

    signin = "owner" if login == "owner" else "signin"
    aliases = {
        organisation.key: to(organisation.main, login),
        organisation.signin_alias: to(organisation.main, signin, "signin"),
        organisation.vault_alias: to(organisation.vault, login),
    }
    if login == "worker":
        aliases[organisation.mailer_alias] = to(organisation.main, "mailer", "signin")
    return aliases


def savepoint() -> AbstractContextManager[None]:
    """A verb's own atomicity on the organisation's main database, within the running transaction."""
    return transaction.atomic(using=current().key)


def sqlstate(problem: Exception) -> str:
    """The SQLSTATE behind an error of the database, "" without one; its text is never used, it may hold personal data."""
    return str(getattr(problem.__cause__, "sqlstate", "") or "")
