"""Home seekers, and who handles them, as another system exports them: the columns and what people call them."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huisvrede.core.tables import dates, values
from huisvrede.core.tables.mapping import Column, Shape
from huisvrede.foundation.imports import identified
from huisvrede.foundation.imports.handing import handing
from huisvrede.foundation.imports.shapes import ImportShape, offer
from huisvrede.modules.allocation.intake import Seekers, running
from huisvrede.modules.allocation.models import EndReason, Registration
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


COLUMNS = (
    Column(
        "source_number",
        identified.number(40),
        (
            *("inschrijfnummer", "registratienummer", "klantnummer", "relatienummer"),
            *("registration number", "customer number"),
        ),
    ),
    *identified.COLUMNS,
    Column(
        "registered_on",
        dates.date,
        (
            *("inschrijfdatum", "datum inschrijving", "ingeschreven", "ingeschreven op", "inschrijving"),
            "date of registration",
        ),
    ),
    Column(
        "ended_on",
        dates.date,
        (
            *("einddatum", "uitschrijfdatum", "datum uitschrijving", "uitgeschreven op", "einde"),
            "end date",
        ),
    ),
    Column(
        "end_reason",
        values.choice(REASONS),
        ("reden einde", "reden uitschrijving", "einde reden", "uitschrijfreden", "reason of the end"),
    ),
    Column(
        "household_size",
        values.integer(1, 20),
        ("huishoudgrootte", "gezinsgrootte", "aantal personen", "personen", "huishouden", "persons"),
    ),
    Column(
        "rooms_wanted", values.integer(1, 20), ("gewenst aantal kamers", "aantal kamers", "kamers", "rooms")
    ),
    Column(
        "main_number",
        identified.number(40),
        (
            *("hoofdaanvrager", "nummer hoofdaanvrager", "hoofdinschrijver", "hoort bij", "huishoudnummer"),
            "main applicant",
        ),
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
        file=Registration,
        fields={
            **identified.FIELDS,
            "source_number": _("Number in the other system"),
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
offer(
    handing(
        key="assignments",
        slug="behandelaars",
        activity=ACTIVITY,
        purpose="registration",
        label=_("Who handles whom"),
        anchor=Registration,
        find=running,
    )
)
