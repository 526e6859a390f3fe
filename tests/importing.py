"""Files of home seekers as other systems export them, and the steps of an import by somebody of the cast."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

import xlsxwriter

from huisvrede.core.tables.check import Problem
from huisvrede.core.tables.mapping import from_json
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.imports import services
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.reading import problems_of
from huisvrede.foundation.imports.services import Answer
from huisvrede.foundation.imports.shapes import shape_named
from huisvrede.foundation.imports.tasks import run_waiting
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.cast import member, system
from tests.conftest import TODAY, as_login, with_vault

HEADERS = (
    "Inschrijfnummer", "Voornamen", "Tussenvoegsel", "Achternaam", "Geboortedatum", "E-mail", "Telefoon",
    "Postcode", "Huisnr", "Inschrijfdatum", "Einddatum", "Reden einde", "Hoofdaanvrager",
)  # fmt: skip
ROW = {
    "Inschrijfnummer": "00123", "Voornamen": "Iris", "Achternaam": "Boom", "Geboortedatum": "03-02-1984",
    "Postcode": "1234AB", "Inschrijfdatum": "01-05-2020",
}  # fmt: skip


def row(**changed: str) -> dict[str, str]:
    """A good row with some cells changed; in names of columns a `_` stands for a space or a hyphen."""
    return {
        **ROW,
        **{
            next(h for h in HEADERS if h.replace(" ", "_").replace("-", "_") == k): v
            for k, v in changed.items()
        },
    }


def file_of(
    *rows: dict[str, str], delimiter: str = ";", encoding: str = "latin-1", extra: tuple[str, ...] = ()
) -> bytes:
    """A CSV file with these rows."""
    text = io.StringIO(newline="")
    written = csv.DictWriter(text, (*HEADERS, *extra), delimiter=delimiter, restval="")
    written.writeheader()
    written.writerows(rows)
    return text.getvalue().encode(encoding)


def table(*rows: dict[str, str]) -> bytes:
    """A CSV file of any kind: the columns are those of its first row."""
    text = io.StringIO(newline="")
    written = csv.DictWriter(text, list(rows[0]), delimiter=";", restval="")
    written.writeheader()
    written.writerows(rows)
    return text.getvalue().encode()


def hidden_and_merged() -> bytes:
    """Four seekers in a worksheet of which a row and a column are hidden, and in which two rows share a name."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, tuple(row()))
        for line in (1, 2, 3, 4):
            sheet.write_row(line, 0, tuple(row(Inschrijfnummer=f"h{line}").values()))
        sheet.merge_range(3, 2, 4, 2, "Boom")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(4, 4, None, None, {"hidden": True})
    return file.getvalue()


def work(organisation: Organisation) -> int:
    """A worker looks once."""
    with as_login(organisation, "worker"):
        return run_waiting(organisation, on=TODAY)


def bring(
    organisation: Organisation,
    content: bytes,
    *,
    who: str = "anna",
    name: str = "zoekers.csv",
    kind: str = "seekers",
) -> UUID:
    """Somebody brings a file from the system `oud`."""
    shape = shape_named(kind)
    with_vault(organisation)
    with acting(organisation, member(who).acting(shape.purpose, TODAY)):
        return services.bring(shape=shape, filename=name, content=io.BytesIO(content), source="oud").pk


def choose(
    organisation: Organisation,
    run: UUID,
    *leave_out: str,
    who: str = "anna",
    answers: tuple[Answer, ...] = (),
    kind: str = "seekers",
    mapped: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """They accept the proposal, leave out what they name, and read what they map."""
    shape = shape_named(kind)
    with acting(organisation, member(who).acting(shape.purpose, TODAY)):
        found = Import.objects.get(pk=run)
        mapping = from_json(found.mapping, shape.shape).leave_out(*leave_out)
        for header, field in mapped.items():
            mapping = mapping.map(header, field, shape=shape.shape)
        services.choose(run=run, mapping=mapping, version=found.version, answers=answers)


def confirm(organisation: Organisation, run: UUID, *, who: str = "anna", kind: str = "seekers") -> None:
    """They let the valid rows be stored."""
    with acting(organisation, member(who).acting(shape_named(kind).purpose, TODAY)):
        services.confirm(run=run, version=Import.objects.get(pk=run).version)


def checked(
    organisation: Organisation,
    content: bytes,
    *leave_out: str,
    answers: tuple[Answer, ...] = (),
    kind: str = "seekers",
    mapped: Mapping[str, str] = MappingProxyType({}),
) -> UUID:
    """A file up to and including its dry run."""
    run = bring(organisation, content, kind=kind)
    work(organisation)
    choose(organisation, run, *leave_out, answers=answers, kind=kind, mapped=mapped)
    work(organisation)
    return run


def imported(
    organisation: Organisation,
    content: bytes,
    *leave_out: str,
    answers: tuple[Answer, ...] = (),
    kind: str = "seekers",
    mapped: Mapping[str, str] = MappingProxyType({}),
) -> Import:
    """A file from upload to end."""
    run = checked(organisation, content, *leave_out, answers=answers, kind=kind, mapped=mapped)
    confirm(organisation, run, kind=kind)
    work(organisation)
    return state_of(organisation, run)


def state_of(organisation: Organisation, run: UUID) -> Import:
    """The run as the system sees it."""
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        return Import.objects.get(pk=run)


def counts(run: Import) -> tuple[str, int, int, int]:
    """(state, stored, known, faulty)."""
    return run.state, run.stored, run.known, run.faulty


def said(run: Import) -> list[tuple[int, str | None, str]]:
    """(line, column, code) of every problem."""
    return [_short(problem) for problem in problems_of(run)]


def _short(problem: Problem) -> tuple[int, str | None, str]:
    return problem.line, problem.column, problem.code


def names(organisation: Organisation) -> list[str]:
    """Everybody of before this test left out: who is registered now."""
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        rows = Registration.objects.filter(source_system="oud").order_by("source_number", "given_name")
        return [one.full_name for one in rows]
