"""DATABASES from `var/organisations.toml`; organisations added later are joined to a running process."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from django.db import connections

from huisvrede.foundation.cluster.organisations import Organisation, read, secret
from huisvrede.foundation.cluster.postgres import running
from huisvrede.foundation.cluster.routing import connection, connections_of

NO_SERVER = {"host": "/nonexistent", "port": 5432}


def configured(var: Path, login: str) -> dict[str, dict[str, Any]]:
    """All connections of a process; `default` is no database, so that a query without an organisation fails."""
    server = _server(var)
    databases: dict[str, dict[str, Any]] = {"default": {"ENGINE": "django.db.backends.dummy"}}
    databases["control"] = connection("control", "huisvrede_control", secret(var, "control"), server)
    for organisation in read(var).values():
        databases |= _guarded(organisation, var, server, login)
    return databases


def join(organisation: Organisation, var: Path, login: str) -> None:
    """Let this process reach an organisation under a login; what was open under another login is closed."""
    aliases = _guarded(organisation, var, _server(var), login)
    for alias, settings in aliases.items():
        if alias in connections.databases:
            connections[alias].close()
            delattr(connections._connections, alias)  # type: ignore[attr-defined]  # noqa: SLF001  Django has no other way to forget one
        connections.databases[alias] = settings


def known(var: Path, login: str) -> dict[str, Organisation]:
    """The organisations by host name, read again when the list has changed; new ones are joined to this process."""
    stamp = _stamp(var)
    if _known.get(var, (None, {}))[0] != stamp:
        organisations = read(var)
        for one in organisations.values():
            if one.key not in connections.databases:
                join(one, var, login)
        _known[var] = (stamp, {one.host: one for one in organisations.values()})
    return _known[var][1]


_known: dict[Path, tuple[object, dict[str, Organisation]]] = {}


def _stamp(var: Path) -> object:
    path = var / "organisations.toml"
    return (path.stat().st_mtime_ns, path.stat().st_ino) if path.exists() else 0


OPEN_AT_MOST = 8


def close_least_used(organisation: Organisation) -> None:
    """Keep the connections of at most eight organisations open in this thread, the least used closed first."""
    used = _used.__dict__.setdefault("order", {})
    used.pop(organisation.key, None)
    used[organisation.key] = organisation
    while len(used) > OPEN_AT_MOST:
        oldest = used.pop(next(iter(used)))
        for alias in (oldest.key, oldest.signin_alias, oldest.vault_alias, oldest.mailer_alias):
            if alias in connections.databases:
                connections[alias].close()


_used = threading.local()


def _guarded(
    organisation: Organisation, var: Path, server: dict[str, Any], login: str
) -> dict[str, dict[str, Any]]:
    aliases = connections_of(organisation, var, server, login)
    aliases[organisation.key]["GUARDED"] = login != "owner"
    return aliases


def _server(var: Path) -> dict[str, Any]:
    found = running(var)
    return {"host": str(found.socket), "port": found.port} if found else dict(NO_SERVER)
