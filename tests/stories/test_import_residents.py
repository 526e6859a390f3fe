"""A coordinator brings the residents of another system: numbers sealed, by who may record them, never by who may not."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from huisvrede.core.tables.mapping import MappingError, propose
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.imports import services
from huisvrede.foundation.imports.reading import readable, require_fields
from huisvrede.foundation.imports.shapes import shape_named
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier, Resident, Support
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import ROOT, TODAY, VAR, as_login
from tests.foundation.imports.test_views import chosen, version
from tests.foundation.vault.sealed import house, keys
from tests.importing import bring, checked, choose, confirm, counts, imported, said, state_of, table, work
from tests.modules.care.files import job

__all__ = ["house"]
HOME = "/werk/importeren/bewoners/"
ROW = {
    "Dossiernummer": "C-1", "Voornaam": "Iris", "Achternaam": "Boom", "Geboortedatum": "03-02-1984",
    "Begindatum": "01-05-2020", "BSN": "111222333",
}  # fmt: skip
RESIDENTS = shape_named("residents")


@pytest.mark.clause("COR-14", part="import")
def test_a_bsn_comes_in_sealed_when_a_person_says_so_and_no_page_shows_it(house: Organisation) -> None:
    # given a file with a column that says BSN
    anna = signed_in(house, "anna")
    address = anna.post(HOME, {"file": SimpleUploadedFile("b.csv", table(ROW)), "source": "oud"}).url
    work(house)
    page = anna.get(address).content.decode()
    # then it is left out unless somebody chooses otherwise, and can be nothing else
    assert "Never read, since the name says that it holds a BSN: BSN" in " ".join(page.split())
    choices = chosen(page)
    column = next(name for name, value in choices.items() if value == "-")
    # when she chooses
    anna.post(f"{address}kolommen/", {**choices, column: "bsn", "version": version(page)})
    work(house)
    page = anna.get(address).content.decode()
    anna.post(f"{address}opslaan/", {"version": version(page)})
    work(house)
    # then it is there, sealed under a key of its own, and the page does not repeat it
    assert "111222333" not in page + anna.get(address).content.decode()
    with job(house):
        number = Identifier.objects.get(resident__number="C-1")
        assert b"111222333" not in bytes(number.value)
        assert number.pk in keys(house)


@pytest.mark.clause("COR-14", part="import")
def test_who_may_not_record_numbers_reads_none_and_neither_does_the_command_line(house: Organisation) -> None:
    mapping = propose(tuple(ROW), RESIDENTS.shape).map("BSN", "bsn", shape=RESIDENTS.shape)
    with as_login(house, "worker"), acting(house, system("administration", TODAY)):
        assert {one.field for one in readable(RESIDENTS)}.isdisjoint({"bsn", "document_number"})
        with pytest.raises(MappingError) as problem:
            require_fields(RESIDENTS, mapping)
        assert (problem.value.code, problem.value.facts) == ("right-needed", {"place": 6})
    # given a policy by which Bram imports, and records no numbers
    with as_login(house, "owner"), connections[house.key].cursor() as cursor:
        for action in ("view", "create", "edit", "import"):
            cursor.execute(
                "INSERT INTO register_right (id, version_id, activity, role, kind, purpose, action, reach)"
                " SELECT gen_random_uuid(), id, 'care-files', 'support-worker', 'staff', 'administration', %s, 'organisation'"
                "   FROM register_version",
                [action],
            )
    # when he brings the column all the same, past the page that does not offer it
    with acting(house, member("bram").acting("administration", TODAY)):
        run = services.bring(
            shape=RESIDENTS, filename="b.csv", content=io.BytesIO(table(ROW)), source="oud", mapping=mapping
        ).pk
    work(house)
    # then the file is refused and nothing of it is there
    found = state_of(house, run)
    assert (found.state, found.refusal) == ("refused", {"code": "right-needed", "facts": {"place": 6}})
    # and without the column it comes in
    run = bring(house, table(ROW), who="bram", kind="residents")
    work(house)
    with pytest.raises(MappingError):
        choose(house, run, who="bram", kind="residents", mapped={"BSN": "bsn"})
    choose(house, run, who="bram", kind="residents")
    work(house)
    confirm(house, run, who="bram", kind="residents")
    work(house)
    assert counts(state_of(house, run)) == ("stored", 1, 0, 0)
    with job(house):
        assert not Identifier.objects.exists()


@pytest.mark.clause("COR-14", part="seekers")
def test_of_home_seekers_there_is_no_way_to_read_one(organisation: Organisation) -> None:
    seekers = shape_named("seekers").shape
    assert not any(column.bsn for column in seekers.columns)
    mapping = propose(("BSN", "Achternaam"), seekers)
    for column in seekers.columns:
        with pytest.raises(MappingError) as problem:
            mapping.map("BSN", column.field, shape=seekers)
        assert problem.value.code == "bsn-column"


def test_nobody_else_brings_residents_nor_who_supports_them(house: Organisation) -> None:
    for who in ("bram", "petra", "dirk", "chris", "noor"):
        for kind in ("residents", "supports"):
            with pytest.raises(Refused):
                bring(house, table(ROW), who=who, kind=kind)
        assert signed_in(house, who).get(HOME).status_code in (302, 404)


def test_who_supports_whom_opens_the_files_to_them(house: Organisation) -> None:
    rows = (
        {"Bewonernummer": "B-SANNE", "Begeleider": "Bram"},
        {"Bewonernummer": "B-TARIQ", "Begeleider": "Bram"},
    )
    run = imported(house, table(*rows), kind="supports")
    assert (counts(run), said(run)) == (("stored", 1, 1, 0), [])
    with acting(house, member("bram").acting("care-plan", TODAY)):
        assert {one.number for one in Resident.objects.all()} == {"B-SANNE", "B-TARIQ"}
    with job(house):
        assert Support.objects.filter(resident=member("sanne").file, starts_on=TODAY).count() == 1


def test_another_organisation_has_no_such_files(organisation: Organisation) -> None:
    assert signed_in(organisation, "anna").get(HOME).status_code == 404
    shape = shape_named("residents")
    who = system(shape.purpose, TODAY)
    assert who.kind is Kind.SYSTEM
    with as_login(organisation, "worker"), acting(organisation, who), pytest.raises(Refused):
        services.bring(shape=shape, filename="b.csv", content=io.BytesIO(table(ROW)), source="oud")


KILLED = """
import os, signal, sys
from dataclasses import replace
from uuid import UUID
from tests.conftest import TODAY, VAR, join
from tests import template
from tests.cast import member
from huisvrede.foundation.imports import services
from huisvrede.foundation.walls.session import acting

source = template.template("care-group")
organisation = replace(source, key=sys.argv[1], logins=source.slug)
join(organisation, VAR, "worker")
with acting(organisation, member("anna").acting("administration", TODAY)):
    services.store(run=UUID(sys.argv[2]))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_killed_after_the_keys_and_before_the_rows_nothing_is_there_and_it_goes_on(
    house: Organisation,
) -> None:
    run = checked(house, table(ROW), kind="residents", mapped={"BSN": "bsn"})
    confirm(house, run, kind="residents")
    before = set(keys(house))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, house.key, str(run)],
        cwd=ROOT,
        env={**os.environ, "HUISVREDE_VAR": str(VAR), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with job(house):
        assert not Resident.objects.filter(number="C-1").exists()
    # a key of no file opens nothing; the night takes it
    assert len(set(keys(house)) - before) == 1
    assert state_of(house, run).state == "storing"
    assert work(house) == 1
    assert counts(state_of(house, run)) == ("stored", 1, 0, 0)
