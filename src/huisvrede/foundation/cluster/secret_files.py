"""Files that an operator fills in: TOML under `var/secrets`, readable by the application alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class WrongFile(Exception):
    """The file can't be used; the message says what to mend and holds no secret."""


def read_secret(path: Path) -> dict[str, Any]:
    """What stands in a file; nothing without one. Raises WrongFile where others could read it, or where it is no TOML."""
    if not path.exists():
        return {}
    if path.stat().st_mode & 0o077:
        raise WrongFile(f"{path.name} can be read by others than its owner: chmod 600 it")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongFile(f"{path.name} is not TOML") from problem


def secure(address: object) -> bool:
    """Whether what goes to an address stays between the two of us: HTTPS, or this machine itself."""
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    host = parts.hostname or ""
    here = host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost")
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and here))
