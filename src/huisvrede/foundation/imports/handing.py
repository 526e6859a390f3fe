"""Who works for whom, as another system lists it: a file of ours, a colleague of ours, perhaps until when.

The table is the one by which a module says who is assigned (`Relation` of its declaration), so each module offers this
kind of table with one call. A colleague is known by name alone: addresses stand where only sign-in reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, cast
from uuid import UUID, uuid4

from django.db.models import Model, Q
from django.utils.translation import gettext_noop as _

from huisvrede.core.tables import dates, values
from huisvrede.core.tables.check import Problem, Row
from huisvrede.core.tables.mapping import Column, Shape
from huisvrede.core.tables.places import Places
from huisvrede.core.tables.search import search_name
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.imports.bulk import insert
from huisvrede.foundation.imports.identified import number, problem
from huisvrede.foundation.imports.shapes import ImportShape, Setting, Taken
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.register.declarations import anchor_declaration, column, model_named


class File(NamedTuple):
    """A running file, and whose it is."""

    key: UUID
    person: UUID


Find = Callable[[str, Sequence[str]], Mapping[str, File]]
"""(system, numbers in the file) -> the running files with these numbers whose use is not restricted."""

COLUMNS: Final = (
    Column(
        "number",
        number(40),
        (
            *("dossiernummer", "bewonernummer", "cliëntnummer", "inschrijfnummer", "registratienummer"),
            *("klantnummer", "relatienummer", "nummer", "file number", "registration number"),
        ),
        required=True,
    ),
    Column(
        "worker",
        values.text(120),
        (
            *("medewerker", "begeleider", "persoonlijk begeleider", "behandelaar", "behandeld door"),
            *("consulent", "adviseur", "naam medewerker", "colleague", "support worker", "handled by"),
        ),
        required=True,
        free_text=True,
    ),
    Column(
        "until",
        dates.date,
        ("tot en met", "t/m", "tot", "einddatum", "einde", "datum einde", "until", "end date"),
    ),
)
FIELDS: Final = {
    "number": _("Number of the file"),
    "worker": _("Name of the colleague"),
    "until": _("Up to and including"),
}
TEXTS: Final = {
    "file-not-running": _("Nobody here has a running file with this number that may be used now."),
    "colleague-unknown": _(
        "Nobody with this name works here today. Write the name as the page Colleagues has it."
    ),
    "colleague-twice": _("More than one colleague has this name. Assign this file by hand."),
    "handed-before": _(
        "This ended before today. Only who works for somebody today is taken in; leave this row out."
    ),
}


class Handing:
    """The `Intake` of who works for whom: from today on, as by hand; what runs already stays as it is.

    What the file says of a first day is not taken: nobody had reach here before today.
    """

    def __init__(self, setting: Setting, *, anchor: type[Model], find: Find) -> None:
        self._setting, self._find = setting, find
        self._relation = anchor_declaration(anchor).assigned[0]
        self._model = model_named(self._relation.model)
        self._colleagues = _colleagues(setting.day)
        self._handed, self._told = Places(), Places()

    def take(self, rows: Sequence[Row]) -> Taken:
        """Each row whose file and colleague are known here, unless it stands already."""
        files = self._find(self._setting.source, [str(row.values["number"]) for row in rows])
        problems = [one for row in rows for one in self._rules(row, files)]
        faulty = {one.line for one in problems}
        standing = self._standing([one.key for one in files.values()])
        new: list[tuple[File, UUID, date | None]] = []
        for row in rows:
            if row.line in faulty:
                continue
            file, (worker,) = files[str(row.values["number"])], self._named(row)
            if (pair := (file.key, worker)) not in standing and self._handed.add(pair):
                new.append((file, worker, cast("date | None", row.values.get("until"))))
        if self._setting.store and new:
            self._store(new)
        persons = [file.person for file, _worker, _until in new if self._setting.store and self._told.add(file.person)]
        return Taken(
            stored=len(new), known=len(rows) - len(faulty) - len(new), problems=problems, persons=persons
        )

    def finish(self) -> Taken:
        """Nothing waits for the end of the file."""
        return Taken()

    def _rules(self, row: Row, files: Mapping[str, File]) -> Iterator[Problem]:
        until, workers = row.values.get("until"), self._named(row)
        if isinstance(until, date) and until < self._setting.day:
            yield problem(self._setting, row, "until", "handed-before")
        if str(row.values["number"]) not in files:
            yield problem(self._setting, row, "number", "file-not-running")
        if len(workers) != 1:
            yield problem(self._setting, row, "worker", "colleague-twice" if workers else "colleague-unknown")

    def _named(self, row: Row) -> Sequence[UUID]:
        return self._colleagues.get(search_name(str(row.values["worker"])), ())

    def _standing(self, files: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
        """Who works for these people today or later."""
        relation = self._relation
        lasting = Q(**{f"{relation.until}__isnull": True}) | Q(
            **{f"{relation.until}__gte": self._setting.day}
        )
        rows = self._model._default_manager.filter(lasting, **{f"{relation.anchor}__in": files})
        return set(
            rows.values_list(column(self._model, relation.anchor), column(self._model, relation.worker))
        )

    def _store(self, new: Sequence[tuple[File, UUID, date | None]]) -> None:
        insert(
            self._model,
            {
                "id": [uuid4() for _ in new],
                self._relation.anchor: [file.key for file, _worker, _until in new],
                self._relation.worker: [worker for _file, worker, _until in new],
                self._relation.since: [self._setting.day] * len(new),
                self._relation.until: [until for _file, _worker, until in new],
            },
        )


def handing(
    *, key: str, slug: str, activity: str, purpose: str, label: str, anchor: type[Model], find: Find
) -> ImportShape:
    """The kind of table in which another system lists who works for whom; `find` knows the module's running files."""
    return ImportShape(
        key=key,
        slug=slug,
        shape=Shape(key, COLUMNS),
        activity=activity,
        purpose=purpose,
        label=label,
        begin=lambda setting: Handing(setting, anchor=anchor, find=find),
        fields=FIELDS,
        texts=TEXTS,
    )


def _colleagues(day: date) -> Mapping[str, Sequence[UUID]]:
    """Name as it is searched -> who works here today under it."""
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for key, name in (
        Hat.objects.filter(running(day), kind=Kind.STAFF.value).exclude(name="").values_list("pk", "name")
    ):
        found[search_name(name)].append(key)
    return found
