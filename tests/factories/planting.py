"""A row of every declared model, in somebody's file, with a word that stands nowhere else in each field that holds text."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from secrets import choice
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from django.db import connections, models
from django.utils import timezone
from psycopg import sql

from huisvrede.core.declaration import KEY, PersonalData
from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Hat, Person
from huisvrede.foundation.register.declarations import all_declared
from huisvrede.foundation.register.fields import SealedField
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.vault.sealing import seal
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import VAR, as_login

WORDS_OF_OURS: Final[dict[str, dict[str, Any]]] = {
    "cases.Case": {"activity": "rights", "workflow": "access", "state": "withdrawn", "closed_on": timezone.localdate()},
    "cases.StepTaken": {"action": "pass-on", "before": "new", "after": "received"},
    "duties.Duty": {"about": None, "path": "", "not_by": []},
    "cases.Advice": {"outcome": "granted"},
    "cases.Decision": {"outcome": "granted"},
    "*.Disclosure": {"ground": "legal-duty", "standing": "", "categories": ["identity"], "bound_by": "law"},
    "*.OutOfFile": {"decided_account": None, "decided_by": None},
}
"""Fields that hold a word of ours, or one that goes with another: what stands in them says nothing of anybody."""


@dataclass(frozen=True)
class Planted:
    """A word, where it stands, and whether it is sealed there."""

    word: str
    place: str
    sealed: bool


def word(length: int = 10) -> str:
    """Letters that nobody ever put in this order."""
    return "".join(choice(string.ascii_uppercase) for _ in range(min(length, 10)))


def plant(house: Organisation, who: str) -> list[Planted]:
    """Rows of all declared models in the file of somebody of the cast; what stands where."""
    found: list[Planted] = []
    anchors: dict[type[models.Model], UUID] = {}
    with as_login(house, "worker"), acting(house, system("plant", timezone.localdate())):
        rows = [_row(model, declared, who, anchors, found) for model, declared in all_declared()]
        version = version_on(timezone.localdate()).pk
        for row in rows:
            for field in row._meta.concrete_fields:
                if field.related_model is Version:
                    setattr(row, field.attname, version)
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=house.main)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        for row in rows:
            _insert(superuser, house, row)
    return found


def _row(
    model: type[models.Model], declared: PersonalData, who: str, anchors: dict[type[models.Model], UUID], found: list[Planted]
) -> models.Model:
    row = model(**dict(_values(model, declared, who, anchors, found)))
    if declared.is_anchor:
        anchors[model] = row.pk
    for field in model._meta.concrete_fields:
        if isinstance(field, SealedField):
            found.append(Planted(word(), f"{model._meta.label}.{field.name}", sealed=True))
            setattr(row, field.attname, seal(row, field.name, found[-1].word))
    return row


def _values(
    model: type[models.Model], declared: PersonalData, who: str, anchors: dict[type[models.Model], UUID], found: list[Planted]
) -> Iterator[tuple[str, Any]]:
    label = model._meta.label
    ours = {**WORDS_OF_OURS.get(label, {}), **WORDS_OF_OURS.get(f"*.{model.__name__}", {})}
    if declared.activity_from:
        ours = {declared.activity_from: "rights", **ours}
    for field in model._meta.concrete_fields:
        if field.name in ours:
            yield field.attname, ours[field.name]
        elif isinstance(field, models.CharField | models.TextField) and not field.choices and declared.fields[field.name] != KEY:
            found.append(Planted(word(field.max_length or 10), f"{label}.{field.name}", sealed=False))
            yield field.attname, found[-1].word
        elif isinstance(field, models.JSONField):
            found.append(Planted(word(), f"{label}.{field.name}", sealed=False))
            yield field.attname, {"key": "x", "text": found[-1].word}
        elif not isinstance(field, SealedField):
            yield field.attname, _plain(field, who, anchors)


def _plain(field: models.Field[Any, Any], who: str, anchors: dict[type[models.Model], UUID]) -> Any:
    """Something that may stand in a field that holds no text."""
    now = timezone.now()
    if isinstance(field, models.ForeignKey):
        known: dict[Any, UUID] = {**anchors, Person: member(who).person, Hat: member("bram").hat}
        return known.get(field.related_model)
    if field.choices:
        return "" if field.blank else field.flatchoices[0][0]
    if isinstance(field, models.DateField) and field.null and field.name != "birth_date":
        return None
    ready = {models.UUIDField: uuid4(), models.DateTimeField: now, models.DateField: now.date(), models.IntegerField: 1}
    ready |= {models.BinaryField: b"x", models.CharField: "x"}
    return next((value for kind, value in ready.items() if isinstance(field, kind)), None)


def _insert(superuser: psycopg.Connection, house: Organisation, row: models.Model) -> None:
    """Past every wall: which of them lets a row in is not what is tried."""
    fields = row._meta.concrete_fields
    values = [field.get_db_prep_save(getattr(row, field.attname), connections[house.key]) for field in fields]
    superuser.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(row._meta.db_table),
            sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
            sql.SQL(", ").join(sql.Placeholder() for _ in fields),
        ),
        values,
    )
