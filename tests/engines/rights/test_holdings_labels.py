"""What an answer calls rows and fields is given, in both languages, and never made from how code spells them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Field, Model
from django.utils.translation import gettext, override

from huisvrede.core.declaration import Declared, Ground
from huisvrede.engines.rights.holdings import COPIED, SECRET, is_told
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.register.declarations import all_declared, grounds

FOUND_BY = {"anchor", "whose", "hat", "account"}
"""Fields by which a row of the house is somebody's."""
ALIKE = {"Account", "account", "Browser", "Document", "Moment", "Postcode", "document"}
"""Labels that are the same in both languages."""
Told = tuple[type[Model], Declared, list["Field[Any, Any]"]]


def told() -> Iterator[Told]:
    """Every kind of row that an answer may hold or name, with the fields it may tell of."""
    for model, declared in [*all_declared(), *grounds()]:
        fields = [one for one in model._meta.concrete_fields if is_told(one, declared.fields[one.name])]
        if isinstance(declared, Ground) and declared.schema == "signin":
            copied = COPIED[model].fields if model in COPIED else ()
            yield model, declared, [f for f in fields if f.name in copied or declared.fields[f.name] in SECRET]
        elif not isinstance(declared, Ground) or _is_somebodys(model, declared):
            yield model, declared, fields


def _is_somebodys(model: type[Model], declared: Ground) -> bool:
    """Whether rows of the house can be found as somebody's, by a job."""
    readable = declared.schema == "public" and {("system", "select"), ("system", "all")} & set(declared.policies)
    by = FOUND_BY & {one.name for one in model._meta.concrete_fields}
    return bool(readable) and bool(by or declared.subject or model is Hat)


def ours(model: type[Model]) -> bool:
    return model.__module__.startswith("huisvrede.")


def unnamed(model: type[Model], declared: Declared, fields: list[Field[Any, Any]]) -> Iterator[str]:
    """What of a model has no name that was given to it."""
    labels = declared.labels if isinstance(declared, Ground) else {}
    named = "verbose_name" in model._meta.original_attrs if ours(model) else isinstance(declared, Ground) and declared.called
    if not named:
        yield model._meta.label
    for one in fields:
        given = one.name in labels or (ours(model) and one._verbose_name is not None)  # type: ignore[attr-defined]
        if not given:
            yield f"{model._meta.label}.{one.name}"


def test_every_kind_of_row_and_every_field_of_it_has_a_name_that_was_given() -> None:
    found = list(told())
    assert len(found) > 40
    assert [one for row in found for one in unnamed(*row)] == []


def test_each_name_is_said_in_dutch_too() -> None:
    """Of the two languages one is looked up, so a name that is the same in both was forgotten, or is one of a few."""
    said = set()
    for model, declared, fields in told():
        labels = declared.labels if isinstance(declared, Ground) else {}
        with override("en"):
            names = [str(model._meta.verbose_name)] if ours(model) else [declared.called]  # type: ignore[union-attr]
            names += [str(labels.get(one.name) or one.verbose_name) for one in fields]
        with override("nl"):
            said |= {name for name in names if gettext(name) == name}
    assert said <= ALIKE, said - ALIKE
