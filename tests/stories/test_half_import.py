"""An import is half done when the worker is killed, and when a backup is taken that is put back later (COR-12, decision 18).

The backup is PostgreSQL's own (`pg_dump` under the login `backup`), of main alone: the vault and the files stay as they stand.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connections
from rich.console import Console

from huisvrede.faces.cli.catching_up import run as catch_up
from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.cluster import postgres, programs
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation, secrets_of
from huisvrede.foundation.imports.tasks import clear_done
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.browsing import signed_in
from tests.cast import system
from tests.conftest import ROOT, TODAY, VAR, as_login
from tests.faces.cli.shell import served
from tests.importing import checked, confirm, counts, file_of, imported, names, row, state_of, work

ROWS = 2_500
"""More than one batch, so that some rows are stored and others not when the worker is stopped."""

STORING = """
import sys
from tests.conftest import TODAY, VAR, join
from tests import template
from tests.cast import member
from dataclasses import replace
from uuid import UUID
from huisvrede.foundation.imports import services
from huisvrede.foundation.walls.session import acting


def half(rows):
    print(rows, flush=True)
    sys.stdin.read()


source = template.template("allocation-service")
organisation = replace(source, key=sys.argv[1], logins=source.slug)
join(organisation, VAR, "worker")
with acting(organisation, member("anna").acting("registration", TODAY)):
    services.store(run=UUID(sys.argv[2]), tell=half)
"""


@contextmanager
def half_stored(organisation: Organisation, run: UUID) -> Iterator[None]:
    """Within: a worker of its own has stored a batch and not the next; at the end it is killed."""
    environment = {**os.environ, "HUISVREDE_VAR": str(VAR), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    command = [sys.executable, "-c", STORING, organisation.key, str(run)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "2000"
        yield
        worker.kill()
    assert worker.returncode == -signal.SIGKILL


def backed_up(server: postgres.Server, organisation: Organisation, path: Path) -> Path:
    """A backup of main, made by the login that is there for it, while others work."""
    login, password = organisation.login("backup"), secrets_of(VAR, organisation.key)["backup"]
    tool(
        server,
        "pg_dump",
        "--format=custom",
        f"--file={path}",
        organisation.main,
        user=login,
        password=password,
    )
    return path


def put_back(server: postgres.Server, organisation: Organisation, backup: Path) -> None:
    """Main is lost, and stands again as the backup has it."""
    join(organisation, VAR, "web")
    with psycopg.connect(server.dsn(), autocommit=True) as superuser:
        superuser.execute(f'DROP DATABASE "{organisation.main}" WITH (FORCE)'.encode())
    tool(server, "pg_restore", "--create", "--exit-on-error", "--dbname=postgres", str(backup))
    connections[organisation.key].close()


def tool(
    server: postgres.Server, name: str, *arguments: str, user: str = "postgres", password: str = ""
) -> None:
    """One of PostgreSQL's own programs, from the folder of the server's."""
    found = programs.find(VAR, server.data).folder / name
    environment = {"PGHOST": str(server.socket), "PGUSER": user, "PGPASSWORD": password or server.password}
    subprocess.run([found, *arguments], env={**environment, "PGPORT": str(server.port)}, check=True)


def caught_up(organisation: Organisation, folder: Path) -> None:
    """What the operator does next (`huisvrede catch-up`)."""
    with as_login(organisation, "worker"), served(folder, organisation):
        catch_up(organisation.key, Console(file=io.StringIO()))


def seekers(first: int, last: int) -> bytes:
    """A file with these numbers."""
    return file_of(*(row(Inschrijfnummer=f"{n:05}", Voornamen=f"N{n}") for n in range(first, last)))


def in_the_log(organisation: Organisation) -> tuple[int, int]:
    """How many people stand in the log as brought in, and how many registrations have such a line."""
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        looks = Look.objects.filter(action="import")
        seen = Seen.objects.filter(look__in=looks.values("pk"))
        rows = Registration.objects.filter(source_system="oud", person_id__in=seen.values("subject"))
        return sum(looks.values_list("subjects", flat=True)), rows.count()


@pytest.mark.slow
@pytest.mark.clause("COR-12", part="import")
def test_a_backup_of_a_half_import_goes_on_where_its_file_is_still_there(
    server: postgres.Server, organisation: Organisation, tmp_path: Path
) -> None:
    # Given: some rows are in, and a worker is amid the file that holds them too.
    imported(organisation, seekers(0, 10))
    run = checked(organisation, seekers(0, ROWS))
    confirm(organisation, run)
    # When: a backup is made at that moment, the worker is killed, and the database is lost.
    with half_stored(organisation, run):
        backup = backed_up(server, organisation, tmp_path / "main")
    assert (len(names(organisation)), state_of(organisation, run).state) == (10, "storing")
    put_back(server, organisation, backup)
    caught_up(organisation, tmp_path)
    # Then: nothing of the half is there, and the worker does all of it.
    assert (len(names(organisation)), state_of(organisation, run).state) == (10, "storing")
    assert (work(organisation), work(organisation)) == (1, 0)
    assert counts(state_of(organisation, run)) == ("stored", ROWS - 10, 10, 0)
    found = names(organisation)
    assert (len(found), len(set(found))) == (ROWS, ROWS)
    assert in_the_log(organisation) == (ROWS, ROWS)


@pytest.mark.slow
@pytest.mark.clause("COR-12", part="import")
def test_an_import_that_had_ended_since_the_backup_says_to_bring_its_file_again(
    server: postgres.Server, organisation: Organisation, tmp_path: Path
) -> None:
    # Given: the backup is of before the rows were stored; then they were, and the file and its key went.
    imported(organisation, seekers(0, 2))
    run = checked(organisation, seekers(0, 5))
    confirm(organisation, run)
    backup = backed_up(server, organisation, tmp_path / "main")
    work(organisation)
    with as_login(organisation, "worker"):
        assert clear_done(organisation, on=TODAY) == 1
    # When: the backup is put back.
    put_back(server, organisation, backup)
    caught_up(organisation, tmp_path)
    work(organisation)
    # Then: nobody comes back by themselves, and the page says what to do.
    assert len(names(organisation)) == 2
    page = signed_in(organisation, "anna").get(f"/werk/importeren/woningzoekenden/{run}/").content.decode()
    assert "a backup was put back" in page
    assert "Please bring the file again; rows that are in already stay as they are." in page
    assert "Bring another file" in page
    # And: the same file brings who is missing, and nobody twice.
    assert counts(imported(organisation, seekers(0, 5))) == ("stored", 3, 2, 0)
    assert counts(imported(organisation, seekers(0, 5))) == ("stored", 0, 5, 0)
    assert names(organisation) == [f"N{n} Boom" for n in range(5)]
