"""Names and contact data as other systems export them: the columns of every table that brings people (`Identified`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, cast

from django.utils.translation import gettext_noop as _

from huisvrede.core.tables import dates, phones, values
from huisvrede.core.tables.check import Problem, Row
from huisvrede.core.tables.mapping import Column
from huisvrede.core.tables.search import search_name
from huisvrede.core.tables.values import ValueProblem
from huisvrede.foundation.imports.shapes import Setting

NAME: Final = 80
HOUSE_NUMBER: Final = 12
TEXTS: Final = ("given_name", "name_prefix", "family_name", "email", "phone", "street", "postcode", "city")


def within(limit: int, text: str) -> str:
    """The text, when it fits its column. Problem: `too-long` (limit)."""
    if len(text) > limit:
        raise ValueProblem("too-long", limit=limit)
    return text


def number(limit: int) -> Callable[[str], str]:
    """A parser of numbers of the other system, as they stand. Problems: those of `registration_number`."""

    def parse(cell: str) -> str:
        return within(limit, values.registration_number(cell))

    return parse


def house_number(cell: str) -> str:
    """A house number with its addition, as `12 bis`. Problems: `house-number-unreadable`, `too-long`."""
    found = values.house_number(cell)
    return within(HOUSE_NUMBER, f"{found.number} {found.addition}".rstrip())


COLUMNS: Final = (
    Column(
        "given_name",
        values.text(NAME),
        ("voornamen", "voornaam", "roepnaam", "voorletters", "first names", "first name"),
        required=True,
        free_text=True,
    ),
    Column(
        "name_prefix",
        values.text(20),
        ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "prefix"),
        free_text=True,
    ),
    Column(
        "family_name",
        values.text(NAME),
        ("achternaam", "geslachtsnaam", "familienaam", "naam", "surname", "last name"),
        required=True,
        free_text=True,
    ),
    Column(
        "birth_date", dates.date, ("geboortedatum", "geboren", "geboren op", "date of birth"), required=True
    ),
    Column(
        "email", values.email, ("e-mail", "emailadres", "e-mailadres", "mailadres", "mail", "e-mail address")
    ),
    Column(
        "phone",
        phones.phone,
        (
            *("telefoonnummer", "telefoon", "mobiel", "mobiel nummer", "mobiele nummer"),
            *("gsm", "telephone", "mobile"),
        ),
    ),
    Column("street", values.text(NAME), ("straat", "straatnaam"), free_text=True),
    Column("house_number", house_number, ("huisnummer", "huisnr", "house number")),
    Column(
        "house_addition", values.text(6), ("toevoeging", "huisnummertoevoeging", "huisletter", "addition")
    ),
    Column("postcode", values.postcode, ("postcode", "postal code")),
    Column(
        "city", values.text(NAME), ("plaats", "woonplaats", "plaatsnaam", "town", "place"), free_text=True
    ),
)
FIELDS: Final[Mapping[str, str]] = {
    "given_name": _("First names"),
    "name_prefix": _("Prefix of the surname"),
    "family_name": _("Surname"),
    "birth_date": _("Date of birth"),
    "email": _("E-mail address"),
    "phone": _("Telephone number"),
    "street": _("Street"),
    "house_number": _("House number"),
    "house_addition": _("Addition to the house number"),
    "postcode": _("Postcode"),
    "city": _("Town or city"),
}


def house(row: Row) -> str:
    """House number and addition as one text, as the table keeps it."""
    parts = (str(row.values.get(field) or "") for field in ("house_number", "house_addition"))
    return " ".join(part for part in parts if part)


def card(rows: Sequence[Row]) -> dict[str, list[object]]:
    """Field of `Identified` -> a value per row, as `bulk.insert` takes them; `person` is the module's."""
    return {
        "search_name": [search_name(str(row.values["family_name"]))[:NAME] for row in rows],
        "birth_date": [row.values["birth_date"] for row in rows],
        "house_number": [house(row) for row in rows],
        **{name: [row.values.get(name) or "" for row in rows] for name in TEXTS},
    }


def problem(setting: Setting, row: Row, field: str | None, code: str, **facts: object) -> Problem:
    """A problem of a module's own: at the column that the field came from, None when it is about the whole row."""
    return Problem(row.line, setting.headers.get(field) if field else None, code, facts)


def to_come(setting: Setting, row: Row, *fields: str) -> Iterator[Problem]:
    """A `date-to-come` for each of these dates after the day of the ticket."""
    for field in fields:
        if isinstance(row.values.get(field), date) and cast("date", row.values[field]) > setting.day:
            yield problem(setting, row, field, "date-to-come")


def house_too_long(setting: Setting, row: Row) -> Iterator[Problem]:
    """Number and addition fit their columns, and together perhaps not."""
    if len(house(row)) > HOUSE_NUMBER:
        yield problem(setting, row, "house_addition", "too-long", limit=HOUSE_NUMBER)
