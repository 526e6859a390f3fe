"""Home seekers as another system exports them: which columns there may be and what people call them."""

from __future__ import annotations

from collections.abc import Callable

from huisvrede.core.tables import dates, phones, values
from huisvrede.core.tables.mapping import Column, Shape
from huisvrede.core.tables.values import ValueProblem
from huisvrede.foundation.imports.shapes import ImportShape, offer
from huisvrede.modules.allocation.intake import HOUSE_NUMBER, Seekers
from huisvrede.modules.allocation.models import EndReason
from huisvrede.modules.allocation.personal_data import ACTIVITY

REASONS = {
    "uitgeschreven": EndReason.DEREGISTERED,
    "uitschrijving": EndReason.DEREGISTERED,
    "op verzoek": EndReason.DEREGISTERED,
    "deregistered": EndReason.DEREGISTERED,
    "gehuisvest": EndReason.HOUSED,
    "verhuisd": EndReason.HOUSED,
    "woning gevonden": EndReason.HOUSED,
    "housed": EndReason.HOUSED,
    "verlopen": EndReason.LAPSED,
    "vervallen": EndReason.LAPSED,
    "niet verlengd": EndReason.LAPSED,
    "lapsed": EndReason.LAPSED,
    "overleden": EndReason.DIED,
    "died": EndReason.DIED,
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
        "source_number", number, "inschrijfnummer", "registratienummer", "klantnummer", "relatienummer", "nummer",
        "registration number", "customer number",
    ),
    _column(
        "given_name", values.text(80), "voornamen", "voornaam", "roepnaam", "voorletters", "first names", "first name",
        required=True,
    ),
    _column("name_prefix", values.text(20), "tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "prefix"),
    _column(
        "family_name", values.text(80), "achternaam", "geslachtsnaam", "familienaam", "naam", "surname", "last name",
        required=True,
    ),
    _column("birth_date", dates.date, "geboortedatum", "geboren", "geboren op", "date of birth", required=True),
    _column("email", values.email, "e-mail", "emailadres", "e-mailadres", "mailadres", "mail", "e-mail address"),
    _column(
        "phone", phones.phone, "telefoonnummer", "telefoon", "mobiel", "mobiel nummer", "mobiele nummer", "gsm",
        "telephone", "mobile",
    ),
    _column("street", values.text(80), "straat", "straatnaam", "adres", "address"),
    _column("house_number", house_number, "huisnummer", "huisnr", "nr", "house number"),
    _column("house_addition", values.text(6), "toevoeging", "huisnummertoevoeging", "huisletter", "addition"),
    _column("postcode", values.postcode, "postcode", "postal code"),
    _column("city", values.text(80), "plaats", "woonplaats", "plaatsnaam", "town", "place"),
    _column(
        "registered_on", dates.date, "inschrijfdatum", "datum inschrijving", "ingeschreven", "ingeschreven op",
        "inschrijving", "date of registration",
    ),
    _column(
        "ended_on", dates.date, "einddatum", "uitschrijfdatum", "datum uitschrijving", "uitgeschreven op", "einde",
        "end date",
    ),
    _column(
        "end_reason", values.choice(REASONS), "reden einde", "reden uitschrijving", "einde reden", "uitschrijfreden",
        "reason of the end",
    ),
    _column(
        "household_size", values.integer(1, 20), "huishoudgrootte", "gezinsgrootte", "aantal personen", "personen",
        "huishouden", "persons",
    ),
    _column("rooms_wanted", values.integer(1, 20), "gewenst aantal kamers", "aantal kamers", "kamers", "rooms"),
    _column(
        "main_number", number, "hoofdaanvrager", "nummer hoofdaanvrager", "hoofdinschrijver", "hoort bij", "huishoudnummer",
        "main applicant",
    ),
)  # fmt: skip

offer(
    ImportShape(
        key="seekers",
        slug="woningzoekenden",
        shape=Shape("seekers", COLUMNS, number_field="source_number"),
        activity=ACTIVITY,
        purpose="registration",
        label="Home seekers",
        begin=Seekers,
        fields={
            "source_number": "Number in the other system",
            "given_name": "First names",
            "name_prefix": "Prefix of the surname",
            "family_name": "Surname",
            "birth_date": "Date of birth",
            "email": "E-mail address",
            "phone": "Telephone number",
            "street": "Street",
            "house_number": "House number",
            "house_addition": "Addition to the house number",
            "postcode": "Postcode",
            "city": "Town or city",
            "registered_on": "Registered on",
            "ended_on": "Ended on",
            "end_reason": "Reason of the end",
            "household_size": "Persons in the household",
            "rooms_wanted": "Rooms wanted",
            "main_number": "Number of the main applicant",
        },
        texts={
            "maybe-known": "Someone with this name, date of birth and postcode is registered already.",
            "maybe-twice": "Someone with this name, date of birth and postcode stands on line {first_line} too.",
            "registered-on-missing": "The date of registration is missing.",
            "end-reason-missing": "The registration has ended, and the reason is missing.",
            "end-reason-without-end": "A reason of the end is given, and the date of the end is missing.",
            "ends-before-start": "The registration ends before it begins.",
            "date-to-come": "This date is still to come.",
            "main-unknown": "The main applicant of this household is not in the file, or has problems there.",
            "household-of-known": "The main applicant is registered already; add this person in that registration.",
        },
    )
)
