"""The organisation's keys by hand: replaced, then tidied."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from huisvrede.faces.cli.errors import Stop
from huisvrede.faces.cli.keys import rotate_one, tidy_one
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.vault.ring import ring_of
from tests.conftest import as_login
from tests.faces.cli.shell import served, stop_of
from tests.foundation.vault.sealed import house, numbered

__all__ = ["house"]


def test_a_key_is_replaced_and_tidied_and_each_says_what_next(house: Organisation, tmp_path: Path) -> None:
    numbered(house)
    before = ring_of(house).current
    console = Console(file=io.StringIO(), width=300)
    with as_login(house, "worker"), served(tmp_path, house):
        for act in (rotate_one, tidy_one, tidy_one):
            act(house.key, console)
    assert isinstance(console.file, io.StringIO)
    said = console.file.getvalue().splitlines()
    assert said[0].startswith("1 keys of files are wrapped by a new key of ")
    assert said[1:] == [
        "Older keys stay in that file; a day from now: huisvrede keys tidy.",
        f"Dropped: {before}.",
        "Every key still wraps something, or is the current one.",
    ]


@pytest.mark.parametrize("act", [rotate_one, tidy_one])
def test_without_an_organisation_nothing_happens(act: object) -> None:
    assert callable(act)
    with pytest.raises(Stop) as stopped:
        act("", Console(file=io.StringIO()))
    assert stop_of(stopped) == ("Say for whom: --organisation KEY.", 2)
