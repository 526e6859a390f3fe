"""Which tables of the software hold an activity, read from the declarations."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Field, Model

from huisvrede.core.declaration import KEY, Declared, Ground
from huisvrede.foundation.register.declarations import by_activity
from huisvrede.foundation.register.words import named, word


@dataclass(frozen=True)
class Table:
    """One table: what its rows are called, and its fields by kind of personal data."""

    label: str
    kinds: tuple[tuple[str, str], ...]


def tables_of(activity: str) -> list[Table]:
    """The tables that hold this activity, files first; what says nothing of anyone is left out."""
    found = [
        Table(_called(model, declared), _kinds(model, declared))
        for key, model, declared in by_activity()
        if key == activity
    ]
    return [table for table in found if table.kinds]


def _called(model: type[Model], declared: Declared) -> str:
    return named((isinstance(declared, Ground) and declared.called) or model._meta.verbose_name)


def _kinds(model: type[Model], declared: Declared) -> tuple[tuple[str, str], ...]:
    by_kind: dict[str, list[str]] = {}
    for name, kind in declared.fields.items():
        if kind != KEY:
            by_kind.setdefault(str(kind), []).append(_name(model, name))
    return tuple((word("category", kind), ", ".join(names)) for kind, names in by_kind.items())


def _name(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    return named(field.verbose_name) if isinstance(field, Field) else name
