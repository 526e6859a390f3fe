"""Which kinds of tables can be brought: each module offers its own, the importer knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db.models import Model

from huisvrede.core.tables.check import Problem, Row
from huisvrede.core.tables.mapping import Shape


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What one reading of one file goes by.

    source    the system the numbers in the file belong to
    day       the day of the ticket
    headers   field -> name of the column it comes from
    store     False for a dry run: everything is looked up and nothing written
    answered  (line, code): what a person answered to a question about a row
    """

    source: str
    day: date
    headers: Mapping[str, str]
    store: bool
    answered: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of some rows: `stored` (in a dry run: would be), `known` before, or in `problems`.

    persons   the data subjects whose rows were made, each once in a file
    compared  the data subjects already here with whom a row without a number was compared and matched
    """

    stored: int = 0
    known: int = 0
    problems: Sequence[Problem] = ()
    persons: Sequence[UUID] = ()
    compared: Sequence[UUID] = ()


class Intake(Protocol):
    """One reading of one file by its module: valid rows come in batches, in the order of the file."""

    def take(self, rows: Sequence[Row]) -> Taken:
        """Sort these rows into new, known and doubtful; store the new ones unless it is a dry run."""

    def finish(self) -> Taken:
        """What had to wait for the whole file, such as the household of an applicant further down."""


@dataclass(frozen=True, kw_only=True)
class ImportShape:
    """A kind of table that can be brought; `label`, `fields` and `texts` are texts to translate.

    key       how the command line calls it; also the key of `shape`
    slug      how addresses call it
    activity  the processing activity whose right `import` is needed, for `purpose`
    fields    field -> what people call it
    texts     code of a problem of the module's own -> its sentence
    file      the files that it makes, whose people must hear whom their data came from (article 14); None when it makes none
    """

    key: str
    slug: str
    shape: Shape
    activity: str
    purpose: str
    label: str
    begin: Callable[[Setting], Intake]
    fields: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    file: type[Model] | None = None

    @property
    def people(self) -> bool:
        """Whether its rows are people."""
        return self.file is not None


_offered: dict[str, ImportShape] = {}


def offer(shape: ImportShape) -> None:
    """Make a kind of table known; ValueError when the key is taken or a field has no name."""
    if shape.key in _offered:
        raise ValueError(f"the shape {shape.key} is offered twice")
    nameless = {column.field for column in shape.shape.columns} - set(shape.fields)
    if nameless:
        raise ValueError(f"the shape {shape.key} has fields without a name: {', '.join(sorted(nameless))}")
    _offered[shape.key] = shape


def offered() -> tuple[ImportShape, ...]:
    """Every kind of table, by key."""
    return tuple(_offered[key] for key in sorted(_offered))


def shape_named(key: str) -> ImportShape:
    """The kind of table with this key; KeyError when nobody offers it."""
    return _offered[key]
