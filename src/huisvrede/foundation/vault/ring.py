"""The organisation's own keys: what wraps every data key. They live in one file outside every database.

`var/secrets/<organisation>.kek`, mode 0600, or the systemd credential `huisvrede-<organisation>.kek`: a line per key, its
name and the key in hexadecimal, the one that wraps from now on first. Whoever has a dump of both databases and not this
file reads nothing of a sealed field (GDPR article 32(1)(a)).
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from huisvrede.foundation.cluster.organisations import Organisation, folder

BYTES: Final = 32


class RingError(Exception):
    """The keys can't be used; the sentence says which file and what to do, and holds nothing of a key."""


@dataclass(frozen=True)
class Ring:
    """The keys by name; `current` wraps what is made from now on, the others only unwrap."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    def named(self, name: str) -> bytes:
        """A key; RingError where somebody took it away while rows still need it."""
        if name not in self.keys:
            raise RingError(f"The key {name} is gone from the ring: put its line back, or what it wraps stays shut.")
        return self.keys[name]


def ring_of(organisation: Organisation) -> Ring:
    """The keys of this controller; the first is made at the first use. RingError for a file that is open to others."""
    path = path_of(organisation)
    if not path.exists():
        _make(path)
    held = path.stat()
    stamp = (path, held.st_mtime_ns, held.st_size)
    if stamp not in _read:
        _read.clear()
        _read[stamp] = _parse(path)
    return _read[stamp]


_read: dict[tuple[Path, int, int], Ring] = {}


def path_of(organisation: Organisation) -> Path:
    """Where the keys of this controller are: the systemd credential where there is one, else the file."""
    given = os.environ.get("CREDENTIALS_DIRECTORY", "")
    credential = Path(given) / f"huisvrede-{organisation.key}.kek"
    return credential if given and credential.exists() else folder() / "secrets" / f"{organisation.key}.kek"


def add_key(organisation: Organisation) -> str:
    """Put a new key in front of the ring; its name. What older keys wrapped still opens."""
    ring = ring_of(organisation)
    fresh = _line()
    _write(path_of(organisation), [fresh, *(f"{name} {key.hex()}" for name, key in ring.keys.items())])
    return fresh.partition(" ")[0]


def drop_keys(organisation: Organisation, *, keep: set[str]) -> list[str]:
    """Take the keys away that wrap nothing any more, never the current one; their names."""
    ring = ring_of(organisation)
    gone = [name for name in ring.keys if name not in keep | {ring.current}]
    if gone:
        kept = [f"{name} {key.hex()}" for name, key in ring.keys.items() if name not in gone]
        _write(path_of(organisation), kept)
    return gone


def _line() -> str:
    return f"{secrets.token_hex(4)} {secrets.token_hex(BYTES)}"


def _parse(path: Path) -> Ring:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise RingError(f"{path.name} is open to others: chmod 600 {path.name}.")
    try:
        rows = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
        keys = {name: bytes.fromhex(key) for name, key in rows}
    except (ValueError, UnicodeDecodeError):
        raise RingError(f"{path.name} is no ring of keys: put the file back that was made here.") from None
    if not keys or any(len(key) != BYTES for key in keys.values()):
        raise RingError(f"{path.name} is no ring of keys: put the file back that was made here.")
    return Ring(next(iter(keys)), keys)


def _make(path: Path) -> None:
    """A whole ring appears under its name or none at all; whoever comes second uses the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = _fresh(path, [_line()])
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def _write(path: Path, lines: list[str]) -> None:
    _fresh(path, lines).replace(path)


def _fresh(path: Path, lines: list[str]) -> Path:
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write("\n".join([*lines, ""]))
        file.flush()
        os.fsync(file.fileno())
    return fresh
