"""Which organisations a command works on."""

from __future__ import annotations

from pathlib import Path

import pytest

from huisvrede.faces.cli.chosen import chosen
from huisvrede.faces.cli.errors import Stop
from huisvrede.foundation.cluster.organisations import Organisation
from tests.conftest import leave
from tests.faces.cli.shell import served, stop_of

HOUSES = tuple(
    Organisation(key, key.title(), f"{key}.localhost", "allocation-service", simulated=True)
    for key in ("first-choice", "second-choice")
)


@pytest.fixture(autouse=True)
def forgotten() -> object:
    yield
    for one in HOUSES:
        for alias in (one.key, one.signin_alias, one.vault_alias, one.mailer_alias):
            leave(alias)


def test_one_by_its_key_and_all_without(tmp_path: Path) -> None:
    with served(tmp_path, *HOUSES):
        assert chosen("") == list(HOUSES)
        assert chosen("second-choice") == [HOUSES[1]]


def test_an_unknown_key_is_told_with_those_that_exist(tmp_path: Path) -> None:
    with served(tmp_path, *HOUSES), pytest.raises(Stop) as stopped:
        chosen("third-choice")
    assert stop_of(stopped) == (
        "There is no organisation third-choice; there are first-choice, second-choice.",
        2,
    )


def test_where_there_is_none_yet_it_says_how_to_begin(tmp_path: Path) -> None:
    with served(tmp_path), pytest.raises(Stop) as stopped:
        chosen("")
    assert stop_of(stopped) == ("There is no organisation yet: huisvrede demo makes five examples.", 3)
