"""All rows we hold of one person, found by the declarations alone; no module is named here (article 15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections, models
from django.db.models import Count, Model, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from huisvrede.core.declaration import KEY, Declared, FieldKind, Ground, PersonalData
from huisvrede.core.vocabulary import Category
from huisvrede.engines.rights.namer import Names
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.gates.models import Disclosed
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.register.declarations import (
    all_declared,
    anchor_declaration,
    anchor_of,
    children_of,
    grounds,
    of,
)
from huisvrede.foundation.register.fields import SealedField, SealedFileField
from huisvrede.foundation.signin.models import Account, Browser, Token
from huisvrede.foundation.vault.sealing import Shut, unseal
from huisvrede.foundation.walls.session import session

WORDS = {Category.TECHNICAL, Category.DECISION, Category.CORRESPONDENCE, KEY}
"""Kinds of short field whose values are words of ours; what people write stands in long ones."""


@dataclass(frozen=True)
class Value:
    """One field of one row: as data, and as text for a reader."""

    field: str
    label: str
    category: str
    value: object
    text: str


@dataclass(frozen=True)
class Row:
    """One row; `clocks` are the dates from which its retention runs, by the clock's name in the policy."""

    activity: str
    values: tuple[Value, ...]
    clocks: tuple[tuple[str, date | None], ...] = ()


@dataclass(frozen=True)
class Held:
    """Rows of one kind."""

    kind: str
    name: str
    rows: tuple[Row, ...]


def holdings(person: UUID, names: Names, *, without: frozenset[UUID] = frozenset()) -> list[Held]:
    """Every row of every declared model that is about this person or speaks of them, `without` some; files first.

    Colleagues who acted are shown by role. For jobs, in the active language.
    """
    found = [
        _held(model, declared, (row for row in _about(model, declared, person) if row.pk not in without), names)
        for model, declared in all_declared()
    ]
    found += [_held(model, declared, rows, names) for model, declared, rows in _grounds(person, names)]
    found += [
        _held(model, declared, _signed_in(model, names), names)
        for model in COPIED
        if (declared := of(model)) is not None
    ]
    found.append(_done_at_work(names))
    return [held for held in found if held.rows]


@dataclass(frozen=True)
class Copied:
    """What the mailer's login may read of a sign-in table, for its owner; `of`: the column with the account."""

    of: str
    fields: tuple[str, ...]


COPIED: Final[dict[type[Model], Copied]] = {
    Account: Copied("id", ("id", "email", "language", "made_on", "last_login")),
    Browser: Copied("account_id", ("id", "label", "first_at", "seen_at")),
    Token: Copied("account_id", ("id", "name", "scopes", "made_at", "ends_at", "used_at")),
}
ACCOUNTS: Final = "accounts"
"""Tables under this activity have a name for readers; those of the log are named towards whom they are about."""

SECRET: Final = frozenset({Category.ACCOUNT, Category.TECHNICAL})
"""What sign-in tables hold beside an address."""


def _signed_in(model: type[Model], names: Names) -> Iterator[Model]:
    """The person's own accounts, browsers and keys, as far as they hold no secret."""
    copied = COPIED[model]
    with connections[session().organisation.mailer_alias].cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(copied.fields)} FROM {model._meta.db_table} WHERE {copied.of} = ANY (%s)"
            " ORDER BY id",
            [list(names.accounts)],
        )
        yield from (model(**dict(zip(copied.fields, row, strict=True))) for row in cursor.fetchall())


def not_copied() -> list[tuple[str, tuple[str, ...]]]:
    """Secrets that only the sign-in service reads, by kind and label: a copy would let whoever finds it in."""
    rows = []
    for model, declared in grounds():
        labels = tuple(
            _label(model._meta.get_field(name), declared)
            for name, kind in declared.fields.items()
            if kind in SECRET and not (model in COPIED and name in COPIED[model].fields)
        )
        if declared.schema == "signin" and labels:
            rows.append((_begun(gettext(declared.called)) if declared.called else _name(model), labels))
    return rows


def _about(model: type[Model], declared: PersonalData, person: UUID) -> Iterator[Model]:
    subject = anchor_declaration(model).subject
    path = subject if declared.is_anchor else f"{declared.anchor}__{subject}"
    about = Q(**{f"{path}": person})
    for other in declared.also:
        about |= Q(**{other: person})
    if issubclass(model, Disclosed):
        about |= _passed_on_of(model, declared, person)
    yield from model._default_manager.filter(about).distinct()


def recipients_of(person: UUID) -> list[str]:
    """Who in fact received data of this person, each once, by name. For jobs."""
    disclosures = [one for one in all_declared() if issubclass(one[0], Disclosed)]
    return sorted({row.recipient for one in disclosures for row in _about(*one, person)})  # type: ignore[attr-defined]


def _passed_on_of(model: type[Model], declared: PersonalData, person: UUID) -> Q:
    """What was passed on of a file that speaks of this person too, as far as it was about the household (art. 15(1)(c))."""
    about = Q(pk__in=())
    for child, of_child in children_of(anchor_of(model)):
        for other in of_child.also:
            files = child._default_manager.filter(**{other: person}).values(of_child.anchor)
            about |= Q(**{f"{declared.anchor}__in": files}, categories__contains=[Category.HOUSEHOLD.value])
    return about


def _files_of(person: UUID) -> list[UUID]:
    """The keys of the person's own files, of every kind."""
    anchors = [(model, declared) for model, declared in all_declared() if declared.is_anchor]
    return [row.pk for model, declared in anchors for row in _about(model, declared, person)]


def _grounds(person: UUID, names: Names) -> Iterator[tuple[type[Model], Ground, Iterator[Model]]]:
    """Tables of the house: by the person, or by an account of theirs; what a job can't read is not here."""
    for model, declared in grounds():
        readable = {("system", "select"), ("system", "all")} & set(declared.policies)
        if declared.schema != "public" or not readable:
            continue
        fields = {field.name for field in model._meta.concrete_fields}
        newest_first = ("-at",) if "at" in fields else ("pk",)
        rows = model._default_manager.order_by(*newest_first)
        if declared.untold:
            rows = rows.extra(where=[f"NOT {declared.untold}"])  # noqa: S610  words of a declaration, never of a reader
        theirs = _theirs(model, declared, fields, person, names)
        if theirs is not None:
            yield model, declared, rows.filter(theirs).iterator()


def _theirs(model: type[Model], declared: Ground, fields: set[str], person: UUID, names: Names) -> Q | None:
    """Which rows of a table of the house are this person's: by a file, the person, a hat or an account; None for none."""
    if "anchor" in fields:
        return Q(anchor__in=_files_of(person))
    if model is Hat:
        return Q(pk__in=names.own_hats)
    if declared.subject:
        return Q(**{declared.subject: person})
    # What somebody did at work is told by month, as it is about others (`_done_at_work`).
    if model is Look:
        return Q(account__in=names.accounts, hat__in=names.own_hats - names.work_hats)
    for field, keys in (("whose", names.accounts), ("hat", names.own_hats), ("account", names.accounts)):
        if field in fields:
            return Q(**{f"{field}__in": keys})
    return None


def _done_at_work(names: Names) -> Held:
    """What somebody did with data at work: how often what, in which activity, by month; of whom is not theirs to know."""
    done = (
        Look.objects.filter(account__in=names.accounts, hat__in=names.work_hats)
        .values("activity", "action", "refused", month=TruncMonth("at"))
        .annotate(times=Count("pk"))
        .order_by("-month", "activity", "action", "refused")
    )
    rows = tuple(Row("", tuple(_done(dict(one), names))) for one in done)
    return Held(Look._meta.label, gettext("What you did with data at work, by month"), rows)


def _done(one: dict[str, Any], names: Names) -> Iterator[Value]:
    technical, month = str(Category.TECHNICAL), one["month"]
    what = names.words["action"].get(one["action"], one["action"])
    where = names.words["activity"].get(one["activity"], one["activity"])
    yield Value("month", gettext("Month"), technical, f"{month:%Y-%m}", date_format(month, "F Y"))
    if where:
        yield Value("activity", gettext("Activity"), technical, one["activity"], where)
    yield Value("action", gettext("What you did"), technical, one["action"], what)
    if one["refused"]:
        yield Value("refused", gettext("Refused"), technical, True, gettext("yes"))
    yield Value("times", gettext("How often"), technical, one["times"], str(one["times"]))


def _held(model: type[Model], declared: Declared, rows: Iterator[Model], names: Names) -> Held:
    shown = (_row(row, declared, names) for row in rows)
    name = _begun(gettext(declared.called)) if isinstance(declared, Ground) and declared.activity == ACCOUNTS else ""
    return Held(model._meta.label, name or _name(model), tuple(row for row in shown if row.values))


def _row(row: Model, declared: Declared, names: Names) -> Row:
    values = tuple(filter(None, (_value(row, field, declared, names) for field in row._meta.concrete_fields)))
    if isinstance(declared, Ground):
        return Row("", values)
    activity = getattr(row, declared.activity_from) if declared.activity_from else declared.activity
    return Row(
        activity, values, tuple((clock, getattr(row, name)) for clock, name in declared.clocks.items())
    )


def is_told(field: models.Field, kind: FieldKind) -> bool:  # type: ignore[type-arg]
    """Whether an answer can tell of a field: of a key only where it can stand for a role, or is a word."""
    if isinstance(field, models.ForeignKey):
        return field.related_model is Hat
    return not field.primary_key and (kind != KEY or isinstance(field, models.CharField | models.UUIDField))


def _value(row: Model, field: models.Field, declared: Declared, names: Names) -> Value | None:  # type: ignore[type-arg]
    """A field with something in it; keys say nothing and are left out, words among them are told."""
    kind = declared.fields[field.name]
    plain = getattr(row, field.attname)
    if not is_told(field, kind) or plain in (None, ""):
        return None
    if isinstance(field, models.UUIDField | models.ForeignKey):
        if not (isinstance(plain, UUID) and (role := names.role_of(plain))):
            return None
        plain, text = role, role
    elif isinstance(field, SealedFileField):
        plain = text = gettext("A document, of which you can get a copy")
    elif isinstance(field, SealedField):
        plain = text = _unsealed(row, field.name)
    elif isinstance(field, models.BinaryField):
        plain = text = gettext("A document of %(size)d bytes, which you can download") % {"size": len(plain)}
    elif field.choices:
        word_of = dict(field.flatchoices) | names.words.get(field.name, {})
        text = gettext(str(word_of.get(plain, plain)))
    else:
        word = kind in WORDS and isinstance(field, models.CharField)
        text = _text(plain, word=word, known=names.words.get(field.name, {}))
    return Value(field.name, _label(field, declared), "" if kind == KEY else str(kind), _data(plain), text)


def _unsealed(row: Model, field: str) -> str:
    """What a sealed field holds is the person's to know; where its key is gone nobody can tell any more."""
    try:
        return unseal(row, field)
    except Shut:
        return gettext("This can't be read any more: its key is gone.")


def _text(value: object, *, word: bool, known: dict[str, str]) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list):
        return ", ".join(_text(one, word=word, known=known) for one in value)
    text = str(value)
    return known.get(text) or (gettext(text) if word else text)


def _data(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)


def _label(field: Any, declared: Declared) -> str:
    named = declared.labels.get(field.name, "") if isinstance(declared, Ground) else ""
    return _begun(gettext(named or str(field.verbose_name)))


def _name(model: type[Model]) -> str:
    return _begun(gettext(str(model._meta.verbose_name)))


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
