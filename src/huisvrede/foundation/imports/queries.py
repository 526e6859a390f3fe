"""What the pages of an import show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from huisvrede.core.duration import Period
from huisvrede.core.law import rule
from huisvrede.core.periods import reckon
from huisvrede.core.tables.check import Problem
from huisvrede.core.tables.mapping import Mapping, from_json
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.reading import problems_of
from huisvrede.foundation.imports.services import Answer
from huisvrede.foundation.imports.shapes import ImportShape, offered
from huisvrede.foundation.imports.texts import QUESTIONS, problem_text
from huisvrede.foundation.register.models import Term
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import session

TERM: Final = "notice-other-source"
LAW_OF_NOTICE: Final = "gdpr-14-3-a"
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


def brought(shape: ImportShape) -> QuerySet[Import]:
    """The imports of this kind that the actor sees: their own, and what became of those of others."""
    return Import.objects.filter(shape=shape.key).defer("problems", "mapping")


def mine() -> Q:
    """The actor's own."""
    return Q(hat=session().acting.hat)


def latest(shape: ImportShape) -> list[Import]:
    """The actor's own imports of this kind, newest first."""
    return list(brought(shape).filter(mine())[:5])


def others(shape: ImportShape) -> list[tuple[str, str]]:
    """What else can be brought under the same right: (name of the address, label)."""
    same = [one for one in offered() if one is not shape and one.activity == shape.activity]
    return [(f"imports:{one.key}-bring", gettext(one.label)) for one in same]


def open_run(shape: ImportShape, run: UUID) -> Import:
    """A run that the actor may see; refused as if it didn't exist when it is somebody else's that is not done."""
    found = Import.objects.filter(shape=shape.key, pk=run).first()
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


def tell_by(run: Import) -> date:
    """The last day on which people must hear that their data came from another source (article 14(3)(a)).

    Counted from the day of the run, on which it is stored or removed, by the term of the policy of that day; where the
    policy has none, by that of the law.
    """
    term = Term.objects.filter(version=version_on(run.made_on), key=TERM).first()
    period = Period.parse(term.value) if term else rule(LAW_OF_NOTICE, run.made_on).period
    return reckon(run.made_on, period).ends


def answers_of(run: Import) -> list[Answer]:
    """What a person answered before."""
    return [Answer(**answer) for answer in run.mapping.get("answers", [])]


def _shown(shape: ImportShape, problem: Problem) -> Shown:
    reasons = QUESTIONS.get(problem.code, ())
    return Shown(problem.line, problem.column or "", problem_text(shape, problem), problem.code, reasons)
