"""One file of residents: which are new, which are known, and which number is somebody else's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from huisvrede.core.tables.check import Problem, Row
from huisvrede.core.tables.search import search_name
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.imports.bulk import insert
from huisvrede.foundation.imports.handing import File
from huisvrede.foundation.imports.identified import NAME, card, house_too_long, problem, to_come
from huisvrede.foundation.imports.shapes import Setting, Taken
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.vault.sealing import seal
from huisvrede.modules.care.models import Identifier, NumberKind, Resident
from huisvrede.modules.care.personal_data import ACTIVITY

DAYS: Final = ("started_on", "last_contact_on", "ended_on")
NUMBERS: Final[Mapping[str, NumberKind]] = {"bsn": NumberKind.BSN, "document_number": NumberKind.DOCUMENT}
"""Field of the file -> which number it is; each is a sealed row of its own."""


class Known(NamedTuple):
    """Who has a number here."""

    family: str
    birth: date
    person: UUID


class New(NamedTuple):
    """A file that was not known."""

    row: Row
    resident: UUID
    person: UUID


class Residents:
    """The `Intake` of residents. A file is known by its number: a second import changes nothing.

    The same number with another surname and another date of birth is a problem, and never a merge.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def take(self, rows: Sequence[Row]) -> Taken:
        """Files whose number is not known here; their own numbers go in sealed."""
        here = _here([_number(row) for row in rows])
        problems = [one for row in rows for one in self._rules(row, here)]
        faulty = {one.line for one in problems}
        sound = [row for row in rows if row.line not in faulty]
        unknown = [row for row in sound if _number(row) not in here]
        new = self._store(unknown) if self._setting.store else [New(row, uuid4(), uuid4()) for row in unknown]
        return Taken(
            stored=len(new),
            known=len(sound) - len(new),
            problems=problems,
            persons=[one.person for one in new] if self._setting.store else (),
            compared=[here[_number(row)].person for row in rows if _of_another(row, here)],
        )

    def finish(self) -> Taken:
        """Nothing waits for the end of the file."""
        return Taken()

    def _rules(self, row: Row, here: Mapping[str, Known]) -> Iterator[Problem]:
        """What no cell shows by itself."""
        yield from to_come(self._setting, row, "birth_date", *DAYS)
        yield from house_too_long(self._setting, row)
        started, ended = row.values["started_on"], row.values.get("ended_on")
        if isinstance(started, date) and isinstance(ended, date) and ended < started:
            yield problem(self._setting, row, "ended_on", "ends-before-start")
        if _of_another(row, here):
            yield problem(self._setting, row, "number", "number-of-another")

    def _store(self, rows: Sequence[Row]) -> list[New]:
        """The database itself decides which are new, so that two imports at once agree."""
        asked = [New(row, uuid4(), uuid4()) for row in rows]
        stored = insert(
            Resident,
            {
                "id": [one.resident for one in asked],
                "person": [one.person for one in asked],
                "number": [_number(one.row) for one in asked],
                "version": [1] * len(asked),
                **{field: [one.row.values.get(field) for one in asked] for field in DAYS},
                **card(rows),
            },
        )
        new = [one for one in asked if one.resident in stored]
        insert(Person, {"id": [one.person for one in new]})
        for field, kind in NUMBERS.items():
            _keep(field, kind, [one for one in new if one.row.values.get(field)], self._setting.day)
        return new


def running(_source: str, numbers: Sequence[str]) -> Mapping[str, File]:
    """The files with these numbers that may be used now: support runs, and nobody restricted it (article 18)."""
    rows = Resident.objects.filter(number__in=numbers, ended_on=None, person__restricted_since=None)
    return {
        number: File(key, person) for number, key, person in rows.values_list("number", "pk", "person_id")
    }


def _keep(field: str, kind: NumberKind, new: Sequence[New], day: date) -> None:
    """Numbers as by hand (`services.record_number`): the key of each commits in the vault before its row does here."""
    if not new:
        return
    rows = [Identifier(resident_id=one.resident, kind=kind, recorded_on=day) for one in new]
    for row, one in zip(rows, new, strict=True):
        row.value = seal(row, "value", str(one.row.values[field]))
    Identifier.objects.bulk_create(rows)
    record(ACTIVITY, "record-number", [one.person for one in new])


def _here(numbers: Sequence[str]) -> dict[str, Known]:
    rows = Resident.objects.filter(number__in=numbers)
    columns = ("number", "search_name", "birth_date", "person_id")
    return {number: Known(*card) for number, *card in rows.values_list(*columns)}


def _of_another(row: Row, here: Mapping[str, Known]) -> bool:
    """Whether this number is somebody's here with another surname and another date of birth; one of them may be mended."""
    known = here.get(_number(row))
    family = search_name(str(row.values["family_name"]))[:NAME]
    return known is not None and known.family != family and known.birth != row.values["birth_date"]


def _number(row: Row) -> str:
    return str(row.values["number"])
