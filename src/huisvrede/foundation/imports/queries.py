"""What the pages of an import show."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huisvrede.core.tables.check import Problem
from huisvrede.core.tables.mapping import Mapping, from_json
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.reading import problems_of
from huisvrede.foundation.imports.services import Answer
from huisvrede.foundation.imports.shapes import ImportShape
from huisvrede.foundation.imports.texts import QUESTIONS, problem_text

SHOWN = 50
"""Problems on a page; the file has them all."""


@dataclass(frozen=True)
class Shown:
    """One problem as a person reads it; `reasons` when it is a question that a person may answer."""

    line: int
    column: str
    text: str
    code: str
    reasons: tuple[str, ...]


def latest(shape: ImportShape) -> list[Import]:
    """The actor's own imports of this kind, newest first."""
    return list(Import.objects.filter(shape=shape.key).defer("content", "problems")[:10])


def open_run(shape: ImportShape, run: UUID) -> Import:
    """The actor's own run; refused as if it didn't exist when it is somebody else's."""
    found = Import.objects.filter(shape=shape.key, pk=run).defer("content").first()
    if found is None:
        raise Refused(shape.activity, "import")
    return found


def mapping_of(shape: ImportShape, run: Import) -> Mapping:
    """The mapping of a run, proposed or chosen."""
    return from_json(run.mapping, shape.shape)


def shown(shape: ImportShape, run: Import) -> list[Shown]:
    """The problems for the page: what asks a person something first, then in the order of the file."""
    known = sorted(problems_of(run), key=lambda problem: problem.code not in QUESTIONS)
    return [_shown(shape, problem) for problem in known[:SHOWN]]


def answers_of(run: Import) -> list[Answer]:
    """What a person answered before."""
    return [Answer(**answer) for answer in run.mapping.get("answers", [])]


def _shown(shape: ImportShape, problem: Problem) -> Shown:
    reasons = QUESTIONS.get(problem.code, ())
    return Shown(problem.line, problem.column or "", problem_text(shape, problem), problem.code, reasons)
