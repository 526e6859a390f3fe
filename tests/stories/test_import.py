"""A file of another system comes in: checked, decided, stored once, and never half (ALL-04, COR-12)."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from django.db import connections

from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.imports import reading
from huisvrede.foundation.imports.services import Answer
from huisvrede.foundation.imports.tasks import run_waiting
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from tests.cast import member, system
from tests.conftest import TODAY, VAR, as_login
from tests.importing import (
    HEADERS,
    bring,
    checked,
    choose,
    confirm,
    counts,
    file_of,
    imported,
    names,
    row,
    said,
    state_of,
    work,
)

ROOT = Path(__file__).parents[2]
TWO = (
    row(),
    row(
        Inschrijfnummer="00124",
        Voornamen="Zoë",
        Tussenvoegsel="van der",
        Achternaam="Ölberg",
        Telefoon="0612345678",
    ),
)


def workbook(*rows: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        for line, cells in enumerate(rows, start=1):
            sheet.write_row(line, 0, [cells.get(header, "") for header in HEADERS])
        sheet.write_datetime(
            1, HEADERS.index("Geboortedatum"), date(1984, 2, 3), book.add_format({"num_format": "dd-mm-yyyy"})
        )
    return file.getvalue()


@pytest.mark.clause("COR-12", part="import")
@pytest.mark.parametrize(
    "content",
    [
        file_of(*TWO),
        file_of(
            *({**one, "Geboortedatum": "1984-02-03"} for one in TWO), delimiter=",", encoding="utf-8-sig"
        ),
        workbook(*TWO),
    ],
    ids=["latin-1 with ;", "utf-8 with byte order mark and ,", "xlsx"],
)
def test_a_file_as_it_was_exported_comes_in_whole(organisation: Organisation, content: bytes) -> None:
    run = imported(organisation, content)
    assert counts(run) == ("stored", 2, 0, 0)
    assert run.content is None
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        rows = Registration.objects.filter(source_system="oud").order_by("source_number")
        assert [
            (
                r.source_number,
                r.full_name,
                r.search_name,
                r.birth_date,
                r.phone,
                r.postcode,
                r.registered_on,
                r.version,
            )
            for r in rows
        ] == [
            ("00123", "Iris Boom", "boom", date(1984, 2, 3), "", "1234 AB", date(2020, 5, 1), 1),
            (
                "00124",
                "Zoë van der Ölberg",
                "olberg",
                date(1984, 2, 3),
                "+31612345678",
                "1234 AB",
                date(2020, 5, 1),
                1,
            ),
        ]


def test_a_second_import_changes_nothing(organisation: Organisation) -> None:
    household = row(Inschrijfnummer="", Voornamen="Kind", Hoofdaanvrager="00123")
    assert counts(imported(organisation, file_of(*TWO, household))) == ("stored", 3, 0, 0)
    changed = ({**one, "Achternaam": "Anders"} for one in TWO)
    assert counts(imported(organisation, file_of(*changed, household))) == ("stored", 0, 3, 0)
    assert names(organisation) == ["Iris Boom", "Zoë van der Ölberg"]


@pytest.mark.clause("ALL-04", part="import")
def test_a_column_that_nothing_declares_is_decided_about_and_never_read(organisation: Organisation) -> None:
    content = file_of({**row(), "Geloof": "onbekend", "BSN": "123456782"}, extra=("Geloof", "BSN"))
    run = bring(organisation, content)
    work(organisation)
    assert state_of(organisation, run).state == "choosing"
    choose(organisation, run, "Geloof")
    work(organisation)
    confirm(organisation, run)
    work(organisation)
    found = state_of(organisation, run)
    assert counts(found) == ("stored", 1, 0, 0)
    assert found.mapping["left_out"] == ["Geloof"]
    assert "BSN" not in found.mapping["mapped"]


@pytest.mark.clause("ALL-04", part="import")
def test_every_stored_row_is_on_record_for_its_subject(organisation: Organisation) -> None:
    imported(organisation, file_of(*TWO))
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        look = Look.objects.get(action="import")
        persons = Registration.objects.filter(source_system="oud").values_list("person_id", flat=True)
        assert (look.account, look.activity, look.subjects) == (member("anna").account, "home-seekers", 2)
        seen = Seen.objects.filter(look=look.pk)
        assert {one.subject for one in seen} == set(persons)
        assert {(one.role, one.purpose) for one in seen} == {("customer-service", "registration")}


TORTURE = (
    (row(Voornamen=""), ("Voornamen", "required")),
    (row(Geboortedatum="31-02-1984"), ("Geboortedatum", "no-such-date")),
    (row(Geboortedatum="01-01-0000"), ("Geboortedatum", "year-out-of-range")),
    (row(Geboortedatum="01-01-9999"), ("Geboortedatum", "year-out-of-range")),
    (row(Geboortedatum="30715"), ("Geboortedatum", "excel-serial")),
    (row(Geboortedatum="01-01-2030"), ("Geboortedatum", "date-to-come")),
    (row(Inschrijfnummer="1,2E+11"), ("Inschrijfnummer", "scientific-notation")),
    (row(Postcode="12"), ("Postcode", "postcode-unreadable")),
    (row(E_mail="iris@"), ("E-mail", "email-unreadable")),
    (row(Telefoon="bel maar"), ("Telefoon", "phone-unreadable")),
    (row(Achternaam="x" * 81), ("Achternaam", "too-long")),
    (row(Achternaam="a\x07b"), ("Achternaam", "control-character")),
    (row(Achternaam="BSN 123456782"), ("Achternaam", "bsn-certain")),
    (row(Achternaam="Boom 123456782"), ("Achternaam", "bsn-ask-a-person")),
    (row(Inschrijfdatum=""), ("Inschrijfdatum", "registered-on-missing")),
    (row(Einddatum="01-05-2021"), ("Reden einde", "end-reason-missing")),
    (row(Reden_einde="Verlopen"), ("Einddatum", "end-reason-without-end")),
    (row(Einddatum="01-05-2019", Reden_einde="Verlopen"), ("Einddatum", "ends-before-start")),
    (row(Reden_einde="zomaar"), ("Reden einde", "no-such-choice")),
    (row(Hoofdaanvrager="nergens"), ("Hoofdaanvrager", "main-unknown")),
)


@pytest.mark.clause("COR-12", part="import")
def test_each_fault_is_told_with_its_line_column_and_reason_and_the_rest_comes_in(
    organisation: Organisation,
) -> None:
    good = (
        row(Inschrijfnummer="g1", Voornamen="محمد", Achternaam="שלום"),
        row(Inschrijfnummer="g2", Voornamen="Fleur 🌷", Achternaam="=1+1"),
    )
    bad = (
        {**one, "Inschrijfnummer": one["Inschrijfnummer"].replace("00123", f"b{n}")}
        for n, (one, _) in enumerate(TORTURE)
    )
    run = imported(organisation, file_of(*good, *bad, encoding="utf-8"))
    assert counts(run) == ("stored", 2, 0, len(TORTURE))
    assert said(run) == [(line, *problem) for line, (_, problem) in enumerate(TORTURE, start=4)]
    assert names(organisation) == ["محمد שלום", "Fleur 🌷 =1+1"]


def test_what_looks_like_a_bsn_comes_in_when_a_person_says_that_it_is_none(
    organisation: Organisation,
) -> None:
    content = file_of(row(Achternaam="Boom 123456782"), row(Inschrijfnummer="2", Achternaam="bsn 123456782"))
    answers = tuple(Answer(line, "Achternaam", "bsn-ask-a-person", "other-number") for line in (2, 3))
    run = imported(organisation, content, answers=answers)
    assert (counts(run), said(run)) == (("stored", 1, 0, 1), [(3, "Achternaam", "bsn-certain")])
    assert run.mapping["answers"][0]["because"] == "other-number"


def test_without_a_number_a_look_alike_is_a_question_and_never_a_merge(organisation: Organisation) -> None:
    content = file_of(
        row(Inschrijfnummer=""), row(Inschrijfnummer="", Voornamen="Tweeling"), row(Inschrijfnummer="")
    )
    first = imported(organisation, content)
    assert (counts(first), said(first)) == (("stored", 2, 0, 1), [(4, None, "maybe-twice")])
    second = imported(organisation, content)
    assert counts(second) == ("stored", 0, 0, 3)
    assert said(second) == [(2, None, "maybe-known"), (3, None, "maybe-known"), (4, None, "maybe-twice")]
    answered = imported(organisation, content, answers=(Answer(2, None, "maybe-known", "someone-else"),))
    assert counts(answered) == ("stored", 1, 0, 2)


def test_who_came_in_with_this_file_is_nobody_of_before(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH", 1)
    content = file_of(row(), row(Inschrijfnummer=""), row(Inschrijfnummer=""))
    answered = (Answer(4, None, "maybe-twice", "someone-else"),)
    run = imported(organisation, content, answers=answered)
    assert (counts(run), said(run)) == (("stored", 3, 0, 0), [])


def test_a_household_joins_its_main_applicant_wherever_that_row_stands(organisation: Organisation) -> None:
    members = (
        row(Inschrijfnummer="00125", Voornamen="Noa", Hoofdaanvrager="00123", Inschrijfdatum=""),
        row(Inschrijfnummer="", Voornamen="Sem", Tussenvoegsel="de", Hoofdaanvrager="00123"),
    )
    run = imported(organisation, file_of(members[0], row(Hoofdaanvrager="00123"), members[1]))
    assert counts(run) == ("stored", 3, 0, 0)
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        main = Registration.objects.get(source_number="00123")
        found = HouseholdMember.objects.filter(registration=main).order_by("given_name")
        assert [(one.given_name, one.family_name) for one in found] == [("Noa", "Boom"), ("Sem", "de Boom")]
        assert main.household_size == 3
    later = imported(
        organisation, file_of(row(), row(Inschrijfnummer="", Voornamen="Nieuw", Hoofdaanvrager="00123"))
    )
    assert (counts(later), said(later)) == (
        ("stored", 0, 1, 1),
        [(3, "Hoofdaanvrager", "household-of-known")],
    )


def test_who_has_no_right_to_import_cannot_bring_a_file(organisation: Organisation) -> None:
    for who in ("bram", "petra", "dirk", "noor"):
        with pytest.raises(Refused):
            bring(organisation, file_of(row()), who=who)


def test_a_hat_that_ended_meanwhile_ends_the_import(organisation: Organisation) -> None:
    run = checked(organisation, file_of(row()))
    confirm(organisation, run)
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        Hat.objects.filter(pk=member("anna").hat).update(ends_on=date(2026, 11, 1))
    work(organisation)
    found = state_of(organisation, run)
    assert (found.state, found.refusal, found.content) == ("refused", {"code": "no-right", "facts": {}}, None)
    assert names(organisation) == []


def test_two_workers_store_a_file_once(organisation: Organisation) -> None:
    run = checked(organisation, file_of(*(row(Inschrijfnummer=str(n)) for n in range(300))))
    confirm(organisation, run)
    done: list[int] = []

    def look() -> None:
        done.append(run_waiting(organisation, on=TODAY))
        connections.close_all()

    with as_login(organisation, "worker"):
        workers = [threading.Thread(target=look) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert sorted(done) == [0, 1]
    assert counts(state_of(organisation, run)) == ("stored", 300, 0, 0)


KILLED = """
import os, signal, sys
from tests.conftest import TODAY, VAR, join
from tests.cast import member
from tests import template
from dataclasses import replace
from uuid import UUID
from huisvrede.foundation.imports import services
from huisvrede.foundation.walls.session import acting

source = template.template("allocation-service")
organisation = replace(source, key=sys.argv[1], logins=source.slug)
join(organisation, VAR, "worker")
with acting(organisation, member("anna").acting("registration", TODAY)):
    services.store(run=UUID(sys.argv[2]), tell=lambda rows: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.slow
def test_a_worker_killed_amid_storing_leaves_nothing_half_stored(organisation: Organisation) -> None:
    run = checked(organisation, file_of(*(row(Inschrijfnummer=str(n)) for n in range(2500))))
    confirm(organisation, run)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, organisation.key, str(run)],
        cwd=ROOT,
        env={**os.environ, "HUISVREDE_VAR": str(VAR), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert (names(organisation), state_of(organisation, run).state) == ([], "storing")
    assert work(organisation) == 1
    assert counts(state_of(organisation, run)) == ("stored", 2500, 0, 0)
    assert len(names(organisation)) == 2500
