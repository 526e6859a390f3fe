"""The story of a full disk, told on a disk of its own: `tests/stories/test_full_disk.py` mounts one and runs this file there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.imports.tasks import run_waiting
from huisvrede.modules.allocation.models import Registration
from tests.browsing import visiting
from tests.conftest import ROOT, TODAY, VAR, as_login
from tests.foundation.disposal.files import DUE, due_files, left, system
from tests.importing import checked, confirm, counts, file_of, row, state_of

MANY, SOME = 3_000, 1_000
LITTLE = 128 * 1024
"""What is left, so that small writes still go through and large ones do not."""


@pytest.fixture(scope="module", autouse=True)
def _no_server_is_left() -> Iterator[None]:
    """The server would keep this disk, which nobody else can see, for as long as it runs."""
    yield
    server = postgres.running(VAR)
    assert server is not None
    server.stop()


@contextmanager
def full(organisation: Organisation) -> Iterator[None]:
    """Within: the disk of the database has no room left; what is written ahead has a segment of its own."""
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=organisation.main), autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
        superuser.execute("SELECT pg_switch_wal()")
    filler = VAR / "filler"
    free = os.statvfs(VAR)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - LITTLE)
    try:
        yield
    finally:
        filler.unlink()


def night(organisation: Organisation) -> subprocess.CompletedProcess[str]:
    """The nightly run by the command line, as a timer starts it."""
    command = [sys.executable, "-c", "from huisvrede.faces.cli.main import main; main()", "daily"]
    words = ["--organisation", organisation.key, "--on", DUE.isoformat()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run([*command, *words], env=environment, capture_output=True, text=True, check=False)


def test_an_import_waits_until_there_is_room(organisation: Organisation) -> None:
    run = checked(organisation, file_of(*(row(Inschrijfnummer=str(n)) for n in range(MANY))))
    confirm(organisation, run)
    with as_login(organisation, "worker"):
        with full(organisation):
            assert run_waiting(organisation, on=TODAY) == 0
        assert state_of(organisation, run).state == "storing"
        with system(organisation, TODAY):
            assert Registration.objects.filter(source_system="oud").count() == 0
    with as_login(organisation, "worker"):
        assert run_waiting(organisation, on=TODAY) == 1
    assert counts(state_of(organisation, run)) == ("stored", MANY, 0, 0)


def test_a_night_destroys_nothing_without_its_line_and_says_why(organisation: Organisation) -> None:
    visiting(organisation)
    due_files(organisation, SOME)
    before = left(organisation)
    with full(organisation):
        stopped = night(organisation)
    assert (stopped.returncode, "no room left" in stopped.stderr + stopped.stdout) == (3, True), stopped
    assert left(organisation) == before
    done = night(organisation)
    assert done.returncode == 0, done
    assert left(organisation) == set()
