"""Residents, and who supports them, as another system exports them: which columns there may be and what people call them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

from huisvrede.core.tables import dates
from huisvrede.core.tables.mapping import Column, Shape
from huisvrede.foundation.imports import identified
from huisvrede.foundation.imports.handing import handing
from huisvrede.foundation.imports.shapes import ImportShape, offer
from huisvrede.modules.care.intake import Residents, running
from huisvrede.modules.care.models import Resident
from huisvrede.modules.care.numbers import citizen_number, document_number
from huisvrede.modules.care.personal_data import ACTIVITY

PURPOSE: Final = "administration"
"""Under which a coordinator records numbers too."""
RIGHT: Final = "record-number"

COLUMNS: Final = (
    Column(
        "number",
        identified.number(20),
        (
            *("dossiernummer", "bewonernummer", "cliëntnummer", "registratienummer", "klantnummer"),
            *("file number", "resident number", "client number"),
        ),
        required=True,
    ),
    *identified.COLUMNS,
    Column(
        "started_on",
        dates.date,
        (
            *(
                "begeleiding vanaf",
                "begindatum",
                "startdatum",
                "datum begin",
                "in zorg vanaf",
                "ingangsdatum",
            ),
            *("support since", "start date"),
        ),
        required=True,
    ),
    Column(
        "last_contact_on",
        dates.date,
        ("laatste contact", "datum laatste contact", "laatst gezien", "last contact"),
    ),
    Column(
        "ended_on",
        dates.date,
        (
            *("einddatum", "begeleiding tot", "datum einde", "uit zorg", "uit zorg op", "einde"),
            *("support ended on", "end date"),
        ),
    ),
    Column("bsn", citizen_number, ("burgerservicenummer", "citizen service number"), bsn=True, right=RIGHT),
    Column(
        "document_number",
        document_number,
        ("nummer identiteitsbewijs", "documentnummer", "id nummer", "identity document"),
        right=RIGHT,
    ),
)

offer(
    ImportShape(
        key="residents",
        slug="bewoners",
        shape=Shape("residents", COLUMNS, number_field="number"),
        activity=ACTIVITY,
        purpose=PURPOSE,
        label=_("Residents"),
        begin=Residents,
        file=Resident,
        fields={
            **identified.FIELDS,
            "number": _("File number"),
            "started_on": _("Support since"),
            "last_contact_on": _("Last contact"),
            "ended_on": _("Support ended on"),
            "bsn": _("Citizen service number (BSN)"),
            "document_number": _("Number of an identity document"),
        },
        texts={
            "bsn-unreadable": _(
                "This is no citizen service number. It has nine digits; a spreadsheet may have taken a zero in front away."
            ),
            "document-unreadable": _("A document has a number of six to twelve letters and digits."),
            "date-to-come": _("This date is still to come."),
            "ends-before-start": _("The support ends before it begins."),
            "number-of-another": _(
                "This file number is somebody else's here, with another name and date of birth. Look which is right."
            ),
        },
    )
)
offer(
    handing(
        key="supports",
        slug="begeleiding",
        activity=ACTIVITY,
        purpose=PURPOSE,
        label=_("Who supports whom"),
        anchor=Resident,
        find=running,
    )
)
