"""Where documents stand on disk: `var/files/<organisation>/<2 hex>/<30 hex>`, a random place that says nothing of anyone.

A file is written once under its own name and never changed. Stopped halfway it has no row, and the night takes it away.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from django.db.models import Model

from huisvrede.core.proof import leaf
from huisvrede.foundation.cluster.organisations import Organisation, folder

ROOMS: Final = 256
NAME: Final = re.compile(r"[0-9a-f]{30}")


@dataclass(frozen=True)
class Put:
    """What stands there now: how many bytes, and their digest, so that a copy can be compared without a key."""

    size: int
    digest: bytes


def put(organisation: Organisation, place: UUID, parts: Iterable[bytes]) -> Put:
    """Write a file and wait until the disk has it, its name too; what fails leaves nothing behind. Raises OSError."""
    path, digest, size = path_of(organisation, place), hashlib.sha256(), 0
    rooms = (path.parent.parent.parent, path.parent.parent, path.parent)
    for room in rooms:
        room.mkdir(exist_ok=True, mode=0o700)
    held = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(held, "wb") as file:
            for part in parts:
                file.write(part)
                digest.update(part)
                size += len(part)
            file.flush()
            os.fsync(file.fileno())
        for room in reversed(rooms):
            _keep_names(room)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Put(size, digest.digest())


def take(organisation: Organisation, place: UUID) -> BinaryIO:
    """The file in a place, open for reading; raises FileNotFoundError."""
    return path_of(organisation, place).open("rb")


def remove(organisation: Organisation, place: UUID) -> None:
    """Take a file away; one that is gone already is no problem."""
    path_of(organisation, place).unlink(missing_ok=True)


def standing(organisation: Organisation, room: int) -> dict[UUID, float]:
    """The places in one of the 256 rooms that hold a file, each with the moment it was written (seconds since 1970)."""
    corner = _corner(organisation) / f"{room:02x}"
    if not corner.is_dir():
        return {}
    with os.scandir(corner) as names:
        return {
            UUID(f"{room:02x}{one.name}"): one.stat().st_mtime for one in names if NAME.fullmatch(one.name)
        }


def place_of(model: type[Model], key: UUID) -> UUID:
    """The place of a row's file, told from its key: a row names no other, so that none is taken away with it."""
    return UUID(bytes=leaf(model._meta.label_lower, key)[:16])


def its_own(label: str) -> str:
    """The same as SQL over a row of the model with this label: what the database holds every row to."""
    return f"place IS NULL OR uuid_send(place) = substr(sha256('\\x{label.encode().hex()}00'::bytea || uuid_send(id)), 1, 16)"


def path_of(organisation: Organisation, place: UUID) -> Path:
    """Where a place is."""
    return _corner(organisation) / place.hex[:2] / place.hex[2:]


def _corner(organisation: Organisation) -> Path:
    return folder() / "files" / organisation.key


def _keep_names(one: Path) -> None:
    held = os.open(one, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
