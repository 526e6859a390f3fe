"""Which organisations this installation serves, and under which logins: `var/organisations.toml`.

One organisation (controller) has its own databases and its own logins; nothing crosses (ADR 0003).
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOGINS = ("owner", "web", "worker", "signin", "mailer", "backup")
"""Database logins of each organisation; which one a process uses is set when it starts."""


class NoOrganisation(RuntimeError):
    """A query was made outside any organisation; data of one controller never stand beside another's."""


@dataclass(frozen=True)
class Organisation:
    """One controller: its host name, its databases and its logins."""

    key: str
    name: str
    host: str
    profile: str
    simulated: bool
    accent: str = "#1d5c63"
    logins: str = ""

    @property
    def slug(self) -> str:
        """The key as PostgreSQL likes it."""
        return self.key.replace("-", "_")

    @property
    def main(self) -> str:
        """Name of the main database."""
        return f"{self.slug}_main"

    @property
    def vault(self) -> str:
        """Name of the database with the ledger of the irrevocable."""
        return f"{self.slug}_vault"

    @property
    def origin(self) -> str:
        """Scheme, host and port that people type: `$HUISVREDE_ORIGIN` with the host filled in."""
        return os.environ.get("HUISVREDE_ORIGIN", "http://{host}:8000").format(host=self.host)

    def login(self, kind: str) -> str:
        """The cluster-wide name of one of this organisation's logins; a copy keeps the logins of what it copies."""
        return f"{kind}_{self.logins or self.slug}"

    @property
    def signin_alias(self) -> str:
        """Django's alias for the connection that reads accounts and sessions."""
        return f"{self.key}/signin"

    @property
    def vault_alias(self) -> str:
        """Django's alias for the vault."""
        return f"{self.key}/vault"

    @property
    def mailer_alias(self) -> str:
        """Django's alias for the connection that may read addresses to send a message."""
        return f"{self.key}/mailer"


_current: ContextVar[Organisation | None] = ContextVar("organisation", default=None)


def current() -> Organisation:
    """The organisation this request, job or command works for; raises NoOrganisation when there is none."""
    organisation = _current.get()
    if organisation is None:
        raise NoOrganisation("No organisation: a query needs the organisation it is made for.")
    return organisation


@contextmanager
def inside(organisation: Organisation) -> Iterator[Organisation]:
    """Everything within works for this organisation."""
    token = _current.set(organisation)
    try:
        yield organisation
    finally:
        _current.reset(token)


def folder() -> Path:
    """Where this installation keeps its data: `$HUISVREDE_VAR`, else `./var`."""
    return Path(os.environ.get("HUISVREDE_VAR", "var")).resolve()


def read(var: Path) -> dict[str, Organisation]:
    """The organisations of this installation by key, in the order of the file."""
    path = var / "organisations.toml"
    if not path.exists():
        return {}
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: Organisation(key=key, **row) for key, row in rows.items()}


def write(var: Path, organisations: dict[str, Organisation]) -> None:
    """Replace the list in one go: a crash leaves the old list or the new one."""
    lines: list[str] = []
    for one in organisations.values():
        lines += [f"[{one.key}]", *(f"{name} = {_toml(getattr(one, name))}" for name in _WRITTEN), ""]
    _replace(var / "organisations.toml", "\n".join(lines))


_WRITTEN = ("name", "host", "profile", "simulated", "accent", "logins")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def secrets_of(var: Path, organisation: str) -> dict[str, Any]:
    """Passwords of the logins and the key of the tickets; made at the first call, readable by the owner only."""
    path = var / "secrets" / f"{organisation}.toml"
    if not path.exists():
        values = {login: secrets.token_urlsafe(32) for login in LOGINS} | {"ticket": secrets.token_hex(32)}
        _replace(path, "".join(f'{name} = "{value}"\n' for name, value in values.items()))
    return tomllib.loads(path.read_text(encoding="utf-8"))


def secret(var: Path, name: str) -> str:
    """A secret of the whole installation, made at the first call."""
    path = var / "secrets" / name
    if not path.exists():
        _replace(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
