"""Which tables of the software hold an activity, read from the declarations."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Field, Model

from huisvrede.core.declaration import KEY, PersonalData
from huisvrede.foundation.register.declarations import all_declared
from huisvrede.foundation.register.words import named, word


@dataclass(frozen=True)
class Table:
    """One table: what its rows are called, and its fields by kind of personal data."""

    label: str
    kinds: tuple[tuple[str, str], ...]


def tables_of(activity: str) -> list[Table]:
    """The tables whose rows are of this activity alone, anchors first (cases and duties are of many)."""
    return [
        Table(named(model._meta.verbose_name), _kinds(model, declared))
        for model, declared in all_declared()
        if declared.activity == activity
    ]


def _kinds(model: type[Model], declared: PersonalData) -> tuple[tuple[str, str], ...]:
    by_kind: dict[str, list[str]] = {}
    for name, kind in declared.fields.items():
        if kind != KEY:
            by_kind.setdefault(str(kind), []).append(_name(model, name))
    return tuple((word("category", kind), ", ".join(names)) for kind, names in by_kind.items())


def _name(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    return named(field.verbose_name) if isinstance(field, Field) else name
