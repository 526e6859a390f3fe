"""`huisvrede check` ends with 1 when anything is loose, and names it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.test import override_settings
from django.utils import timezone
from rich.console import Console

from huisvrede.faces.cli.checking import run
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.cast import system
from tests.conftest import as_login
from tests.faces.cli.shell import served
from tests.foundation.documents.scanner import scanner
from tests.foundation.register.test_services import without_period


def checked(organisation: Organisation, folder: Path) -> tuple[int, str]:
    console = Console(record=True, width=300)
    with served(folder, organisation):
        return run(console), console.export_text()


def test_a_period_that_nobody_decided_on_is_loose(organisation: Organisation, tmp_path: Path) -> None:
    today = timezone.localdate()
    with as_login(organisation, "worker"):
        assert " P001: " not in checked(organisation, tmp_path)[1]
        with acting(organisation, system("adoption", today)):
            adopt(replace(without_period("home-seekers"), effective_on=today), on=today)
        code, said = checked(organisation, tmp_path)
    assert (code, f"{organisation.key} P001: " in said) == (1, True)


def test_a_scanner_that_is_absent_is_said_and_one_that_is_silent_is_loose(
    organisation: Organisation, tmp_path: Path
) -> None:
    with as_login(organisation, "worker"):
        code, said = checked(organisation, tmp_path)
        assert "Documents are not scanned for viruses" in said
        with scanner():
            assert checked(organisation, tmp_path)[0] == code
        with override_settings(CLAMD="127.0.0.1:1"):
            assert (checked(organisation, tmp_path)[0], "does not answer" in checked(organisation, tmp_path)[1]) == (1, True)
