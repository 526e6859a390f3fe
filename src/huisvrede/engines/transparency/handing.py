"""Handing the record over to the supervisory authority (article 30(4)), and the page of what is done for others (30(2))."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from huisvrede.core.tables.writing import csv_parts
from huisvrede.core.vocabulary import Kind
from huisvrede.engines.transparency import linked, printing
from huisvrede.engines.transparency.forms import DayForm
from huisvrede.engines.transparency.record import Record, header, record_on, rows
from huisvrede.engines.transparency.rules import ACTIVITY
from huisvrede.engines.transparency.views import bullets
from huisvrede.engines.transparency.workbook import TooLong, write
from huisvrede.foundation.audit.services import record as log
from huisvrede.foundation.documents.blocks import DocumentError
from huisvrede.foundation.documents.pdf import render as pdf
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.register.queries import NoPolicy
from huisvrede.foundation.walls.session import session

NOT_YET: Final = gettext_noop("On this day no policy was in force here yet. Choose a later day.")
TOO_LONG: Final = gettext_noop("This file could not be made: a text in the register is too long for it. Choose another form.")


@dataclass(frozen=True)
class Form:
    """One of the forms in which the record is handed over."""

    ending: str
    kind: str
    name: str
    about: str
    made: Callable[[Record], bytes]


def _workbook(record: Record) -> bytes:
    to = BytesIO()
    write({**record.said, **record.served, **record.general}, record.version.digest, to, who=record.who)
    return to.getvalue()


FORMS: Final = (
    Form(
        "pdf",
        "application/pdf",
        gettext_noop("Document (PDF)"),
        gettext_noop("To read and to print. It is the file to send when the authority asks for the register."),
        lambda record: pdf(printing.of_record(record)),
    ),
    Form(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        gettext_noop("Workbook (XLSX)"),
        gettext_noop("To search and sort, with a worksheet for each part. It can be brought into a draft as well."),
        _workbook,
    ),
    Form(
        "csv",
        "text/csv; charset=utf-8",
        gettext_noop("Table (CSV)"),
        gettext_noop("One line for each thing that is said, for any program that reads tables."),
        lambda record: b"".join(csv_parts(header(), rows(record))),
    ),
    Form(
        "jsonld",
        "application/ld+json",
        gettext_noop("Linked data (JSON-LD)"),
        gettext_noop("For computers, in the words of the Data Privacy Vocabulary of W3C, in Dutch and English."),
        linked.of_record,
    ),
)
"""The first is the one that is asked for most."""


@page(kind=Kind.STAFF, purpose="register")
@require_safe
def hand_over(request: HttpRequest) -> HttpResponse:
    """What each file is for, and the file of a day (`dag`) in the form that was asked for (`vorm`); each is in the log."""
    today = session().acting.day
    asked = next((form for form in FORMS if form.ending == request.GET.get("vorm")), None)
    days = DayForm({"dag": request.GET.get("dag", today.isoformat())} if asked else None, today=today, initial={"dag": today})
    if asked and days.is_valid():
        try:
            return _file(asked, days.cleaned_data["dag"])
        except NoPolicy:
            days.add_error("dag", _(NOT_YET))
        except (DocumentError, TooLong):
            days.add_error(None, _(TOO_LONG))
    forms = [(form.ending, _(form.name), _(form.about)) for form in FORMS]
    return render(request, "transparency/hand_over.html", {"form": days, "forms": forms, "first": FORMS[0].ending})


def _file(form: Form, day: date) -> HttpResponse:
    """The file as a download, and the line in the log that it was taken."""
    found = record_on(day)
    content = form.made(found)
    log(ACTIVITY, "export", [])
    response = HttpResponse(content, content_type=form.kind)
    name = f"register-{found.version.number}-{day.isoformat()}.{form.ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@page(kind=Kind.STAFF, purpose="register")
@require_safe
def served(request: HttpRequest) -> HttpResponse:
    """What is done for others as their processor, in the version in force (article 30(2))."""
    found = record_on(session().acting.day)
    entries = [(entry.name, [(label, bullets(lines)) for label, lines in entry.facts.items()]) for entry in found.others]
    return render(request, "transparency/served.html", {"version": found.version, "entries": entries})
