"""Every reason has its sentence in both languages, and none repeats what a cell holds."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

import huisvrede
from huisvrede.core.tables.check import Problem
from huisvrede.foundation.imports import texts
from huisvrede.foundation.imports.shapes import offered, shape_named

PACKAGE = Path(huisvrede.__file__).parent
CODES = re.compile(r'(?:ValueProblem|Problem)\([^)]*?"([a-z-]+)"')
SHAPES = [
    (shape.key, text)
    for shape in offered()
    for text in (shape.label, *shape.fields.values(), *shape.texts.values())
]


def dutch() -> dict[str, str]:
    known: dict[str, str] = {}
    for place in ("foundation/imports", "modules/allocation", "modules/care"):
        with (PACKAGE / place / "locale/nl/LC_MESSAGES/django.po").open("rb") as source:
            known |= {m.id: m.string for m in read_po(source, locale="nl") if isinstance(m.id, str) and m.id}
    return known


def test_every_code_of_the_tables_has_its_sentence() -> None:
    sources = [path.read_text() for path in (PACKAGE / "core/tables").glob("*.py")]
    assert {code for source in sources for code in CODES.findall(source)} - set(texts.PROBLEMS) == set()


@pytest.mark.parametrize(
    "text", [*texts.PROBLEMS.values(), *texts.REFUSALS.values(), *texts.FORMATS, *texts.REASONS.values()]
)
def test_every_sentence_has_its_dutch(text: str) -> None:
    assert dutch().get(text, "") != ""


@pytest.mark.parametrize(("key", "text"), SHAPES)
def test_every_text_of_a_shape_has_its_dutch(key: str, text: str) -> None:
    assert dutch().get(text, "") != "", key


def test_the_dutch_uses_no_fact_that_the_english_does_not_have() -> None:
    def facts(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert [text for text, said in dutch().items() if "{" in text and not facts(said) <= facts(text)] == []


def test_a_date_among_the_facts_is_written_as_people_do() -> None:
    problem = Problem(2, "Geboren", "date-out-of-range", {"first": "1900-01-01", "last": "2026-11-23"})
    with translation.override("en"):
        said = texts.problem_text(shape_named("seekers"), problem)
    assert said == "This date is not between 1 January 1900 and 23 November 2026."


def test_a_missing_field_is_called_by_its_name() -> None:
    with translation.override("en"):
        said = texts.refusal_text(
            shape_named("seekers"), "required-missing", {"fields": "given_name, birth_date"}
        )
    assert said == "No column is mapped to the required fields First names, Date of birth."


def test_a_size_is_told_in_megabytes() -> None:
    with translation.override("en"):
        said = texts.refusal_text(shape_named("seekers"), "file-too-large", {"limit": 50 * 2**20})
    assert said == "The file is larger than 50 MB."
