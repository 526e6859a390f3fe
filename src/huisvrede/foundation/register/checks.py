"""Loose ends in code stop the process: each with a code, a sentence and the line to mend (design, §2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models

from huisvrede.core.declaration import KEY, KNOWN_BY, Declared, Ground, PersonalData
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.cluster.routing import CONTROL_APPS, NOWHERE
from huisvrede.foundation.register.declarations import Entry, entries, of
from huisvrede.foundation.register.fields import SealedField

Finding = tuple[str, str]


def check_declarations(**_kwargs: Any) -> list[CheckMessage]:
    """Every model is declared, every field classified, every clock is a date, every key a plain random UUID."""
    found = [
        _error("E001", f"{m._meta.label} has no declaration: add declare({m.__name__}, …)", _home(m))
        for m in undeclared()
    ]
    for entry in entries():
        found += [_error(code, sentence, entry.where) for check in CHECKS for code, sentence in check(entry)]
    return found


def undeclared() -> list[type[models.Model]]:
    """The models nobody declared."""
    away = CONTROL_APPS | NOWHERE
    return [
        m
        for m in apps.get_models(include_auto_created=True)
        if m._meta.app_label not in away and of(m) is None
    ]


def _error(code: str, sentence: str, where: str) -> CheckMessage:
    return Error(f"{sentence}.", hint=where, id=f"huisvrede.{code}")


def _home(model: type[models.Model]) -> str:
    return f"{model.__module__.rsplit('.', 1)[0]}.personal_data"


def _fields_are_classified(entry: Entry) -> Iterator[Finding]:
    label = entry.model._meta.label
    known = {f.name for f in entry.model._meta.concrete_fields}
    for name in sorted(known - set(entry.declared.fields)):
        yield (
            "E002",
            f"{label}.{name} is unclassified: give it a category, or KEY when it says nothing of anyone",
        )
    for name in sorted(set(entry.declared.fields) - known):
        yield "E003", f"{label}.{name} is declared but gone from the model"
    for name, kind in entry.declared.fields.items():
        if kind != KEY and kind not in set(Category):
            yield "E004", f"{label}.{name} has the unknown category {kind}"


def _clocks_are_dates(entry: Entry) -> Iterator[Finding]:
    if not isinstance(entry.declared, PersonalData):
        return
    if entry.declared.clocks and not (entry.declared.is_anchor or entry.declared.alone):
        yield (
            "E005",
            f"{entry.model._meta.label} has a clock but hangs on an anchor and may not go alone: put the clock on the anchor",
        )
    for name in entry.declared.clocks.values():
        field = _field(entry.model, name)
        if not isinstance(field, models.DateField) or isinstance(field, models.DateTimeField):
            yield "E006", f"{entry.model._meta.label}.{name} is a clock and must be a DateField"


def _subject_and_anchor_hold(entry: Entry) -> Iterator[Finding]:
    declared, label = entry.declared, entry.model._meta.label
    if isinstance(declared, Ground):
        return
    if declared.is_anchor and not isinstance(_field(entry.model, declared.subject or ""), models.ForeignKey):
        yield "E007", f"{label} is an anchor and must name its subject, a key to people.Person"
    if not declared.is_anchor:
        key = _field(entry.model, declared.anchor)
        if not isinstance(key, models.ForeignKey):
            yield "E008", f"{label}.{declared.anchor} is no key to an anchor"
        elif not _is_anchor(of(key.related_model)):
            yield "E008", f"{label}.{declared.anchor} leads to a model that is no anchor"
    if declared.activity_from and _field(entry.model, declared.activity_from) is None:
        yield "E009", f"{label}.{declared.activity_from} should hold the activity and does not exist"
    if not declared.activity and not declared.activity_from:
        yield "E009", f"{label} names no activity"


def _keys_say_nothing(entry: Entry) -> Iterator[Finding]:
    """Identity, generated and default columns can't be inserted under these walls (ADR 0004)."""
    if not isinstance(entry.declared, PersonalData):
        return
    label, key = entry.model._meta.label, entry.model._meta.pk
    if not isinstance(key, models.UUIDField) or getattr(key.default, "__name__", "") != "uuid4":
        yield "E010", f"{label} needs id = UUIDField(primary_key=True, default=uuid4)"
    for field in entry.model._meta.concrete_fields:
        if isinstance(field, models.GeneratedField) or field.db_default is not models.NOT_PROVIDED:
            yield "E011", f"{label}.{field.name} is filled by the database; fill it in Python"
    manager = type(entry.model._default_manager).__name__
    if manager != "VisibleManager":
        yield "E012", f"{label}.objects must be VisibleManager(), so that the filter can't be forgotten"


def _special_fields_are_sealed(entry: Entry) -> Iterator[Finding]:
    """Articles 9, 10 and 87, and 32(1)(a): what is special or sensitive can't be read where it stands."""
    for name, kind in entry.declared.fields.items():
        if isinstance(kind, Category) and kind.sealed and not isinstance(_field(entry.model, name), SealedField):
            yield "E013", f"{entry.model._meta.label}.{name} is {kind.sensitivity} and must be a SealedField"


def _known_by_what_is_there(entry: Entry) -> Iterator[Finding]:
    """A file is found at the telephone by all of KNOWN_BY, each a field of its own, or not at all."""
    if isinstance(entry.declared, Ground) or not entry.declared.known_by:
        return
    label, known_by = entry.model._meta.label, entry.declared.known_by
    if not entry.declared.is_anchor or set(known_by) != set(KNOWN_BY):
        yield "E014", f"{label} can't be found: a file is, by {', '.join(KNOWN_BY)} together, and nothing that hangs on one"
    for name in known_by.values():
        if _field(entry.model, name) is None:
            yield "E014", f"{label}.{name} is what a file is found by and does not exist"


def _is_anchor(declared: Declared | None) -> bool:
    return isinstance(declared, PersonalData) and declared.is_anchor


def _field(model: type[models.Model], name: str) -> object | None:
    return next((f for f in model._meta.concrete_fields if f.name == name), None)


CHECKS: tuple[Callable[[Entry], Iterator[Finding]], ...] = (
    _fields_are_classified,
    _clocks_are_dates,
    _subject_and_anchor_hold,
    _keys_say_nothing,
    _special_fields_are_sealed,
    _known_by_what_is_there,
)
