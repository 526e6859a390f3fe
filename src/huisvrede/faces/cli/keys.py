"""`huisvrede keys`: the organisation's own keys, replaced and tidied."""

from __future__ import annotations

from rich.console import Console

from huisvrede.faces.cli.chosen import chosen
from huisvrede.faces.cli.errors import USAGE, Stop
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.vault.ring import path_of
from huisvrede.foundation.vault.rotation import rotate, tidy


def rotate_one(key: str, console: Console) -> None:
    """A new key in front of the ring; every file's key is wrapped by it."""
    one = _one(key)
    with inside(one), console.status("Wrapping") as status:
        done = rotate(one, told=lambda count: status.update(f"Wrapping: {count}"))
    console.print(f"{done} keys of files are wrapped by a new key of {one.name}. Back up {path_of(one)} now.", markup=False)
    console.print("Older keys stay in that file; a day from now: huisvrede keys tidy.", markup=False)


def tidy_one(key: str, console: Console) -> None:
    """Drop what wraps nothing any more."""
    one = _one(key)
    with inside(one):
        gone = tidy(one)
    console.print(f"Dropped: {', '.join(gone)}." if gone else "Every key still wraps something, or is the current one.")


def _one(key: str) -> Organisation:
    if not key:
        raise Stop("Say for whom: --organisation KEY.", USAGE)
    return chosen(key)[0]
