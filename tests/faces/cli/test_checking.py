"""`huisvrede check` ends with 1 when anything is loose, and names it."""

from __future__ import annotations

from pathlib import Path

from huisvrede.faces.cli.checking import run
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from rich.console import Console

from tests.cast import system
from tests.conftest import TODAY, as_login
from tests.faces.cli.shell import served
from tests.foundation.register.test_services import without_period


def checked(organisation: Organisation, folder: Path) -> tuple[int, str]:
    console = Console(record=True, width=300)
    with served(folder, organisation):
        return run(console), console.export_text()


def test_a_period_that_nobody_decided_on_is_loose(organisation: Organisation, tmp_path: Path) -> None:
    with as_login(organisation, "worker"):
        before, _said = checked(organisation, tmp_path)
        with acting(organisation, system("adoption", TODAY)):
            adopt(without_period("home-seekers"), on=TODAY.replace(year=2026, month=1, day=2))
        code, said = checked(organisation, tmp_path)
    assert (code, f"{organisation.key} P001: " in said) == (1, True)
    assert before in {0, 1}
