"""Where the log goes besides: `var/secrets/<organisation>.log.toml`, the collector of an organisation that has one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from huisvrede.foundation.cluster.organisations import Organisation, read
from huisvrede.foundation.cluster.secret_files import WrongFile, read_secret, secure

KNOWN = frozenset({"endpoint", "headers"})


@dataclass(frozen=True)
class Collector:
    """An address that takes OTLP over HTTPS (`…/v1/traces`), and what it wants to see in each request."""

    endpoint: str
    headers: Mapping[str, str] = field(default_factory=dict)


def path_of(organisation: Organisation) -> Path:
    """Where the collector of an organisation stands; most have none."""
    found: Path = settings.VAR / "secrets" / f"{organisation.key}.log.toml"
    return found


def collector_in(path: Path) -> Collector | None:
    """The collector of a file; None without one. Raises WrongFile."""
    if not path.exists():
        return None
    row = read_secret(path)
    if strange := sorted(set(row) - KNOWN):
        raise WrongFile(f"{path.name} has {strange[0]}, which means nothing")
    if not secure(row.get("endpoint")):
        raise WrongFile(f"{path.name}: endpoint is an address that begins with https://")
    headers = row.get("headers", {})
    if not isinstance(headers, dict) or not all(_fits(name, value) for name, value in headers.items()):
        raise WrongFile(f"{path.name}: headers are names with a text each")
    return Collector(endpoint=row["endpoint"], headers=headers)


def _fits(name: str, value: object) -> bool:
    return (
        isinstance(value, str)
        and name.isascii()
        and value.isascii()
        and name.isprintable()
        and value.isprintable()
    )


def check_collectors(**_kwargs: Any) -> list[CheckMessage]:
    """A wrong file stops the process, with what to mend."""
    found: list[CheckMessage] = []
    for organisation in read(settings.VAR).values():
        try:
            collector_in(path_of(organisation))
        except WrongFile as problem:
            found.append(Error(f"{problem}.", hint=str(path_of(organisation)), id="huisvrede.E021"))
    return found
