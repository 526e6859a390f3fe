"""One reading of a file: cells are checked, rows go to their module in batches, what was found is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from huisvrede.core.tables.check import Problem, check
from huisvrede.core.tables.mapping import Column, Mapping, MappingError, from_json
from huisvrede.core.tables.places import Places
from huisvrede.core.tables.sheet import Sheet
from huisvrede.core.tables.survey import without
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.services import Looking
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.shapes import ImportShape, Setting, Taken
from huisvrede.foundation.jobs.progress import Tell
from huisvrede.foundation.walls.session import may, session

BATCH = 2_000
"""Rows in one statement."""
KEPT = 50_000
"""Problems kept of one file; more are counted, and nobody mends more by hand."""
ASKED = "bsn-ask-a-person"


@dataclass
class Tally:
    """What was found so far."""

    read: int = 0
    stored: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)
    faulty: Places = field(default_factory=Places)
    look: UUID | None = None

    def add(self, taken: Taken) -> None:
        """Count what a module made of its rows."""
        self.stored += taken.stored
        self.known += taken.known
        for problem in taken.problems:
            self.doubt(problem)

    def doubt(self, problem: Problem) -> None:
        """Keep a problem; its row counts once."""
        self.faulty.add(problem.line)
        if len(self.problems) < KEPT:
            self.problems.append(problem)

    def columns(self) -> dict[str, Any]:
        """The tally as the fields of an `Import`."""
        self.problems.sort(key=lambda problem: problem.line)
        total = self.stored + self.known + len(self.faulty)
        return {
            "total": total,
            "done": total,
            "stored": self.stored,
            "known": self.known,
            "faulty": len(self.faulty),
            "look": self.look,
            "problems": [[p.line, p.column, p.code, _plain(p.facts)] for p in self.problems],
        }


class Looks:
    """What one reading writes in the log: whom rows without a number were compared with, and who came in when it stores."""

    def __init__(self, activity: str, *, store: bool) -> None:
        self._compared, self._known = Looking(activity, "import-compare"), Places()
        self._stored = Looking(activity, "import") if store else None

    def add(self, taken: Taken) -> None:
        """Whom these rows spoke of."""
        self._compared.add([one for one in taken.compared if self._known.add(one)])
        if self._stored:
            self._stored.add(taken.persons)

    def end(self) -> UUID | None:
        """No more rows; the look of those who came in."""
        if self._compared.count:
            self._compared.end()
        if self._stored:
            self._stored.end()
        return self._stored.look if self._stored else None


def read_through(run: Import, shape: ImportShape, sheet: Sheet, *, store: bool, tell: Tell) -> Tally:
    """Read a file to its end; every new row's data subject is on record in one look (article 5(2)), batch by batch.

    Raises `MappingError` and `TableError`; the caller undoes what was stored by then.
    """
    mapping = from_json(run.mapping, shape.shape)
    require_fields(shape, mapping)
    hidden = run.mapping.get("read_hidden")
    require_hidden(len(sheet.hidden_lines), hidden)
    if not hidden:
        sheet = replace(sheet, rows=without(sheet.hidden_lines, sheet.rows))
    answers = run.mapping.get("answers", [])
    intake = shape.begin(
        Setting(
            source=run.source,
            day=session().acting.day,
            headers={known: header for header, known in mapping.mapped.items()},
            store=store,
            answered=frozenset((one["line"], one["code"]) for one in answers),
        )
    )
    not_a_bsn = {(one["line"], one["column"]) for one in answers if one["code"] == ASKED}
    tally, batch, looks = Tally(), [], Looks(shape.activity, store=store)
    for found in check(sheet, shape.shape, mapping, not_a_bsn=not_a_bsn):
        if isinstance(found, Problem):
            tally.doubt(found)
        else:
            batch.append(found)
        if len(batch) == BATCH:
            looks.add(taken := intake.take(batch))
            tally.add(taken)
            tally.read += len(batch)
            batch = []
            tell(tally.read + len(tally.faulty))
    for taken in (intake.take(batch), intake.finish()):
        looks.add(taken)
        tally.add(taken)
    tally.look = looks.end()
    return tally


def readable(shape: ImportShape) -> list[Column]:
    """The columns that the actor may bring: a number that has a right of its own takes it, and the system has none."""
    staff = session().acting.kind is not Kind.SYSTEM
    return [one for one in shape.shape.columns if not one.right or (staff and may(shape.activity, one.right))]


def require_fields(shape: ImportShape, mapping: Mapping) -> None:
    """Refuse a mapping that reads what the actor may not record. Raises `MappingError` `right-needed`."""
    fields = {column.field for column in readable(shape)}
    for header, named in mapping.mapped.items():
        if named not in fields:
            raise MappingError("right-needed", place=mapping.headers.index(header) + 1)


def require_hidden(rows: int, decided: bool | None) -> None:  # noqa: FBT001  None, yes and no are three answers
    """Refuse to go on where rows are hidden and nobody said whether they are read. Raises `MappingError`."""
    if rows and decided is None:
        raise MappingError("hidden-undecided", count=rows)


def problems_of(run: Import) -> Iterable[Problem]:
    """The problems of a run as they were found."""
    return (Problem(line, column, code, facts) for line, column, code, facts in run.problems)


def _plain(facts: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
