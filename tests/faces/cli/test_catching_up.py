"""`huisvrede catch-up` says what it did again, and begins a restriction anew."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from huisvrede.engines.rights.queries import request_of
from huisvrede.faces.cli.catching_up import run
from huisvrede.faces.cli.errors import Stop
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.asking import restricted
from tests.cast import member
from tests.conftest import TODAY, as_login
from tests.faces.cli.shell import served, stop_of
from tests.foundation.disposal.test_catching_up import back, into_the_vault

__all__ = ["back"]


def test_it_says_what_it_did_and_the_privacy_officer_has_the_request(
    organisation: Organisation, back: Callable[[], None], tmp_path: Path
) -> None:
    restricted(organisation)
    into_the_vault(organisation)
    back()
    console = Console(file=io.StringIO(), width=300)
    with as_login(organisation, "worker"), served(tmp_path, organisation):
        run(organisation.key, console)
        run(organisation.key, console)
    assert isinstance(console.file, io.StringIO)
    first, second = console.file.getvalue().splitlines()
    assert first.endswith(
        "0 rows and 0 persons destroyed again, 0 hats and roles ended again, 0 accounts shut again, 1 restrictions put back, 0 sessions and 0 keys of programs ended."
    )
    assert "0 restrictions put back" in second
    with acting(organisation, member("petra").acting("rights", TODAY)):
        asked = request_of(Case.objects.get())
        assert asked is not None
        assert asked.channel == "ledger"


def test_it_asks_for_whom() -> None:
    with pytest.raises(Stop) as stopped:
        run("", Console(file=io.StringIO()))
    assert stop_of(stopped) == ("Say for whom: --organisation KEY.", 2)
