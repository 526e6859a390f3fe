"""The declarations of all apps: which model holds what of whom. The one loop every engine needs is `all_declared()`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Field, Model

from huisvrede.core.declaration import Declared, Ground, PersonalData
from huisvrede.core.vocabulary import Category


@dataclass(frozen=True)
class Entry:
    """One declaration and the line where it stands."""

    model: type[Model]
    declared: Declared
    where: str


_entries: dict[type[Model], Entry] = {}


def declare(model: type[Model], declared: Declared) -> None:
    """Say what a model holds; a second declaration of the same model is refused."""
    frame = inspect.stack(context=0)[1]  # the lines themselves would have each source file read at every start
    where = f"{frame.filename}:{frame.lineno}"
    if model in _entries:
        raise ValueError(f"{model._meta.label} is declared twice: {_entries[model].where} and {where}.")
    _entries[model] = Entry(model, declared, where)


def of(model: type[Model]) -> Declared | None:
    """The declaration of a model, if there is one."""
    entry = _entries.get(model)
    return entry.declared if entry else None


def entries() -> list[Entry]:
    """Every declaration with the line where it stands, by table name."""
    return sorted(_entries.values(), key=lambda entry: entry.model._meta.db_table)


def all_declared() -> Iterator[tuple[type[Model], PersonalData]]:
    """Every model that holds personal data under an activity, anchors first."""
    rows = [(e.model, e.declared) for e in entries() if isinstance(e.declared, PersonalData)]
    yield from sorted(rows, key=lambda row: not row[1].is_anchor)


def sensitive(activity: str) -> bool:
    """Whether something of a special category is kept under an activity (articles 9, 10 and 87): its doors are stronger."""
    return any(
        isinstance(kind, Category) and kind.special
        for _model, declared in all_declared()
        if declared.activity == activity
        for kind in declared.fields.values()
    )


def by_activity() -> Iterator[tuple[str, type[Model], Declared]]:
    """Every table once for each activity whose entry in the register speaks of it, files first, the house's own last."""
    for model, declared in all_declared():
        if declared.activity_from:
            activities = declared.activities() or anchor_declaration(model).activities()
            yield from ((activity, model, declared) for activity in sorted(activities))
        else:
            yield declared.activity, model, declared
    yield from ((ground.activity, model, ground) for model, ground in grounds() if ground.activity)


def grounds() -> Iterator[tuple[type[Model], Ground]]:
    """Every table of the house itself."""
    yield from ((e.model, e.declared) for e in entries() if isinstance(e.declared, Ground))


def anchor_of(model: type[Model]) -> type[Model]:
    """The anchor a model hangs on; itself when it is one."""
    declared = _entries[model].declared
    if not isinstance(declared, PersonalData) or declared.is_anchor:
        return model
    anchor = model._meta.get_field(declared.anchor).related_model
    assert isinstance(anchor, type)
    return anchor


def keyed(model: type[Model]) -> type[Model]:
    """The model whose rows have a key each in the vault, for what is sealed in a row of this one: its file's, or its own."""
    declared = _entries[model].declared
    return model if isinstance(declared, PersonalData) and declared.alone else anchor_of(model)


def children_of(anchor: type[Model]) -> list[tuple[type[Model], PersonalData]]:
    """The models that hang on an anchor."""
    return [(m, d) for m, d in all_declared() if not d.is_anchor and anchor_of(m) is anchor]


def anchor_declaration(model: type[Model]) -> PersonalData:
    """The declaration of a model's anchor."""
    declared = _entries[anchor_of(model)].declared
    assert isinstance(declared, PersonalData)
    return declared


def anchor_column(model: type[Model]) -> str:
    """The column with the anchor's key."""
    declared = _entries[model].declared
    if not isinstance(declared, PersonalData) or declared.is_anchor:
        return "id"
    return column(model, declared.anchor)


def column(model: type[Model], field: str) -> str:
    """The column of a field."""
    found = model._meta.get_field(field)
    assert isinstance(found, Field)
    assert found.column is not None
    return found.column


def model_named(label: str) -> type[Model]:
    """The model of a label such as `allocation.Registration`."""
    return apps.get_model(label)


def function(model: type[Model], what: str) -> str:
    """Name of a generated gate function: `walls.own_allocation_registration`, `subject_…`, `hidden_…`."""
    return f"walls.{what}_{anchor_of(model)._meta.db_table}"
