"""Files on disk and rows in main agree after each night, wherever something was stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.documents import compare
from huisvrede.foundation.disposal.services import nightly
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document
from tests.cast import system
from tests.conftest import ROOT, TODAY, as_login
from tests.foundation.gates.test_filing import MARKER, added, files, opened, path_of
from tests.foundation.vault.sealed import house, keys
from tests.modules.care.files import set_file

__all__ = ["house"]
LATER = timedelta(days=2)
DUE = date(2042, 1, 1)


def night(organisation: Organisation, now: datetime | None = None, on: date = TODAY) -> list[str]:
    with as_login(organisation, "worker"):
        return compare(organisation, on=on, now=now or timezone.now())


def rows(organisation: Organisation) -> int:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return Document.objects.count()


def test_a_file_that_ended_takes_its_documents_along(house: Organisation) -> None:
    row, other = added(house), added(house, "anna", "sanne")
    stored = path_of(house, row).read_bytes()
    set_file(house, "tariq", ended_on=TODAY)
    with as_login(house, "worker"):
        nightly(house, on=DUE)
    # the row and the key are gone before the file is
    assert (rows(house), len(keys(house)), path_of(house, row).read_bytes()) == (1, 1, stored)
    assert night(house, timezone.now() + LATER) == ["1 files of no document removed"]
    assert files(house) == [path_of(house, other)]
    assert opened(house, other, "anna") == MARKER.encode()
    assert night(house, timezone.now() + LATER) == []


def test_a_file_of_today_without_a_row_may_yet_get_one(house: Organisation) -> None:
    shelf.put(house, uuid4(), [b"x"])
    assert (night(house), len(files(house))) == ([], 1)
    assert (night(house, timezone.now() + LATER), files(house)) == (["1 files of no document removed"], [])


def test_a_document_without_its_file_is_told_without_saying_whose(
    house: Organisation, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    row = added(house)
    path_of(house, row).unlink()
    assert night(house) == ["ERROR: 1 documents have lost their file: put var/files back"]
    told = "".join(capfd.readouterr()) + caplog.text
    assert [word in told for word in (MARKER, str(row.pk), row.place.hex)] == [False] * 3


@pytest.mark.slow
@pytest.mark.parametrize(("edge", "left"), [("key", 0), ("file", 1), ("row", 1)])
def test_killed_at_an_edge_there_is_never_a_row_without_its_file(house: Organisation, edge: str, left: int) -> None:
    words = [sys.executable, "-m", "tests.foundation.disposal.run_documents", json.dumps(asdict(house)), edge]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (rows(house), len(files(house)), len(keys(house))) == (0, left, 1)
    assert night(house) == []
    night(house, timezone.now() + LATER)
    assert files(house) == []
    assert opened(house, added(house)) == MARKER.encode()
