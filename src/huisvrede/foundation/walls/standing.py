"""What holds of every row, whoever may write it: constraints and triggers that follow from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import DateField, Field, IntegerField

from huisvrede.core.declaration import PersonalData, Said
from huisvrede.foundation.register.declarations import (
    Entry,
    all_declared,
    anchor_column,
    anchor_of,
    entries,
)

VERSION: Final = "version"
LAST_VERSION: Final = 1_000_000


def never() -> Iterator[tuple[str, str]]:
    """(table, change that nobody makes)."""
    for entry in _in_main():
        for change in entry.declared.never:
            yield entry.model._meta.db_table, told(change)
        if _versioned(entry):
            yield entry.model._meta.db_table, f"NEW.{VERSION} NOT IN (OLD.{VERSION}, OLD.{VERSION} + 1)"


def always() -> Iterator[tuple[str, str]]:
    """(table, what holds of its rows): what was declared, and that a word of a list stands on that list.

    A word that no code knows would stop whoever reads the list.
    """
    for entry in _in_main():
        table = entry.model._meta.db_table
        yield from ((table, told(rule)) for rule in entry.declared.always)
        if _versioned(entry):
            yield table, f"{VERSION} BETWEEN 1 AND {LAST_VERSION}"
        for field in entry.model._meta.concrete_fields:
            if field.choices and field.column:
                yield table, _on_its_list(field)


def dated() -> Iterator[tuple[str, str]]:
    """(table, column) of every day and moment: one that is out of all reason stops whoever reads the list."""
    for entry in _in_main():
        for one in entry.model._meta.concrete_fields:
            if isinstance(one, DateField) and one.column:
                yield entry.model._meta.db_table, one.column


def followers() -> Iterator[tuple[str, str, str]]:
    """(table, its anchor's key, the anchor's table) where the activity of a row must be its anchor's."""
    for model, declared in all_declared():
        if declared.activity_from and not declared.is_anchor:
            yield model._meta.db_table, anchor_column(model), anchor_of(model)._meta.db_table


def _in_main() -> Iterator[Entry]:
    for entry in entries():
        if isinstance(entry.declared, PersonalData) or entry.declared.schema == "public":
            yield entry


def _versioned(entry: Entry) -> bool:
    """Whether rows count their versions, so that of two writers one is first; a count that runs over stops the worker."""
    return any(
        field.name == VERSION and isinstance(field, IntegerField)
        for field in entry.model._meta.concrete_fields
    )


def told(said: Said) -> str:
    """A rule as it stands, or as it follows from what is known once everything was declared."""
    return said if isinstance(said, str) else said()


def _on_its_list(field: Field[object, object]) -> str:
    words = [str(word) for word, _label in field.flatchoices] + ([""] if field.blank else [])
    return f"{field.column} IN ({', '.join(repr(word) for word in words)})"
