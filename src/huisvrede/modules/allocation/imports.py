"""Home seekers as another system exports them: which columns there may be and what people call them."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_noop as _

from huisvrede.core.tables import dates, phones, values
from huisvrede.core.tables.mapping import Column, Shape
from huisvrede.core.tables.values import ValueProblem
from huisvrede.foundation.imports.shapes import ImportShape, offer
from huisvrede.modules.allocation.intake import HOUSE_NUMBER, Seekers
from huisvrede.modules.allocation.models import EndReason
from huisvrede.modules.allocation.personal_data import ACTIVITY

REASONS = {
    "uitgeschreven": EndReason.DEREGISTERED.value,
    "uitschrijving": EndReason.DEREGISTERED.value,
    "op verzoek": EndReason.DEREGISTERED.value,
    "deregistered": EndReason.DEREGISTERED.value,
    "gehuisvest": EndReason.HOUSED.value,
    "verhuisd": EndReason.HOUSED.value,
    "woning gevonden": EndReason.HOUSED.value,
    "housed": EndReason.HOUSED.value,
    "verlopen": EndReason.LAPSED.value,
    "vervallen": EndReason.LAPSED.value,
    "niet verlengd": EndReason.LAPSED.value,
    "lapsed": EndReason.LAPSED.value,
    "overleden": EndReason.DIED.value,
    "died": EndReason.DIED.value,
}


def number(cell: str) -> str:
    """A number of the other system, of at most 40 characters. Problems: those of `registration_number`."""
    return _within(40, values.registration_number(cell))


def house_number(cell: str) -> str:
    """A house number with its addition, as `12 bis`. Problems: `house-number-unreadable`, `too-long`."""
    found = values.house_number(cell)
    return _within(HOUSE_NUMBER, f"{found.number} {found.addition}".rstrip())


def _within(limit: int, text: str) -> str:
    if len(text) > limit:
        raise ValueProblem("too-long", limit=limit)
    return text


def _column(field: str, parse: Callable[[str], object], *headers: str, required: bool = False) -> Column:
    free = field in {"given_name", "name_prefix", "family_name", "street", "city"}
    return Column(field, parse, headers, required=required, free_text=free)


COLUMNS = (
    _column(
        "source_number",
        number,
        "inschrijfnummer",
        "registratienummer",
        "klantnummer",
        "relatienummer",
        "registration number",
        "customer number",
    ),
    _column(
        "given_name",
        values.text(80),
        "voornamen",
        "voornaam",
        "roepnaam",
        "voorletters",
        "first names",
        "first name",
        required=True,
    ),
    _column(
        "name_prefix",
        values.text(20),
        "tussenvoegsel",
        "tussenvoegsels",
        "voorvoegsel",
        "voorvoegsels",
        "prefix",
    ),
    _column(
        "family_name",
        values.text(80),
        "achternaam",
        "geslachtsnaam",
        "familienaam",
        "naam",
        "surname",
        "last name",
        required=True,
    ),
    _column(
        "birth_date", dates.date, "geboortedatum", "geboren", "geboren op", "date of birth", required=True
    ),
    _column(
        "email", values.email, "e-mail", "emailadres", "e-mailadres", "mailadres", "mail", "e-mail address"
    ),
    _column(
        "phone",
        phones.phone,
        "telefoonnummer",
        "telefoon",
        "mobiel",
        "mobiel nummer",
        "mobiele nummer",
        "gsm",
        "telephone",
        "mobile",
    ),
    _column("street", values.text(80), "straat", "straatnaam"),
    _column("house_number", house_number, "huisnummer", "huisnr", "house number"),
    _column("house_addition", values.text(6), "toevoeging", "huisnummertoevoeging", "huisletter", "addition"),
    _column("postcode", values.postcode, "postcode", "postal code"),
    _column("city", values.text(80), "plaats", "woonplaats", "plaatsnaam", "town", "place"),
    _column(
        "registered_on",
        dates.date,
        "inschrijfdatum",
        "datum inschrijving",
        "ingeschreven",
        "ingeschreven op",
        "inschrijving",
        "date of registration",
    ),
    _column(
        "ended_on",
        dates.date,
        "einddatum",
        "uitschrijfdatum",
        "datum uitschrijving",
        "uitgeschreven op",
        "einde",
        "end date",
    ),
    _column(
        "end_reason",
        values.choice(REASONS),
        "reden einde",
        "reden uitschrijving",
        "einde reden",
        "uitschrijfreden",
        "reason of the end",
    ),
    _column(
        "household_size",
        values.integer(1, 20),
        "huishoudgrootte",
        "gezinsgrootte",
        "aantal personen",
        "personen",
        "huishouden",
        "persons",
    ),
    _column(
        "rooms_wanted", values.integer(1, 20), "gewenst aantal kamers", "aantal kamers", "kamers", "rooms"
    ),
    _column(
        "main_number",
        number,
        "hoofdaanvrager",
        "nummer hoofdaanvrager",
        "hoofdinschrijver",
        "hoort bij",
        "huishoudnummer",
        "main applicant",
    ),
)

offer(
    ImportShape(
        key="seekers",
        slug="woningzoekenden",
        shape=Shape("seekers", COLUMNS, number_field="source_number"),
        activity=ACTIVITY,
        purpose="registration",
        label=_("Home seekers"),
        begin=Seekers,
        fields={
            "source_number": _("Number in the other system"),
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
            "registered_on": _("Registered on"),
            "ended_on": _("Ended on"),
            "end_reason": _("Reason of the end"),
            "household_size": _("Persons in the household"),
            "rooms_wanted": _("Rooms wanted"),
            "main_number": _("Number of the main applicant"),
        },
        texts={
            "maybe-known": _("Someone with this name, date of birth and postcode is registered already."),
            "maybe-twice": _(
                "Someone with this name, date of birth and postcode stands on line {first_line} too."
            ),
            "registered-on-missing": _("The date of registration is missing."),
            "end-reason-missing": _("The registration has ended, and the reason is missing."),
            "end-reason-without-end": _("A reason of the end is given, and the date of the end is missing."),
            "ends-before-start": _("The registration ends before it begins."),
            "date-to-come": _("This date is still to come."),
            "main-unknown": _(
                "The main applicant of this household is not in the file, or has problems there."
            ),
            "household-of-known": _(
                "The main applicant is registered already; add this person in that registration."
            ),
        },
    )
)
