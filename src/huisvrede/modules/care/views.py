"""Residents' files: on the desk at /werk/bewoners/, and each resident's own at /mijn/dossier/."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.disclosing import disclosed
from huisvrede.foundation.gates.disclosures import disclosure_page, told
from huisvrede.foundation.gates.documents import documents_page, handed_out
from huisvrede.foundation.gates.documents import told as listed
from huisvrede.foundation.gates.doors import Refused, looked, open_one
from huisvrede.foundation.gates.filing import documents_in
from huisvrede.foundation.gates.models import Disclosed
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.gates.taking_out import taken_out_of
from huisvrede.foundation.gates.taking_out_page import stood, taking_out_page
from huisvrede.foundation.lists.forms import WordsForm
from huisvrede.foundation.lists.showing import Searched, show
from huisvrede.foundation.ui.fields import NumberlessForm
from huisvrede.foundation.vault.sealing import Shut
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import may, session
from huisvrede.modules.care import queries, services
from huisvrede.modules.care.forms import NumberForm
from huisvrede.modules.care.lists import RESIDENTS, day_text, state
from huisvrede.modules.care.models import Document, NumberKind, Resident
from huisvrede.modules.care.personal_data import ACTIVITY
from huisvrede.modules.care.queries import Asked, Keeping

PURPOSE, CONTACT, NUMBERS = "care-plan", "third-party-contact", "administration"
CHOICE = "choice-last_contact_on"
"""How the conflict page says which of both stands."""

NONE = "–"
Fact = tuple[str, str, str]


class SearchForm(WordsForm):
    """What somebody is searched by."""

    name = forms.CharField(label=gettext_lazy("Surname begins with"), required=False, max_length=80)
    number = forms.CharField(label=gettext_lazy("File number"), required=False, max_length=20)


class SeenForm(NumberlessForm):
    """Which version of the file the writer saw."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view")
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Whom the reader supports, or everyone for whoever coordinates; each is told they were in a list."""
    form, searched, listing = SearchForm(request.POST or None), None, None
    if form.is_valid():
        asked = Asked(**form.cleaned_data)
        searched = Searched(lambda rows: queries.matching(rows, asked), form.words)
    if searched or not form.is_bound:
        listing = show(request, RESIDENTS, searched=searched)
    return render(request, "care/list.html", {"form": form, "listing": listing})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view")
@require_safe
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """One file: the facts, who supports the resident, until when it is kept, why the reader may see it."""
    resident = open_one(Resident, key)
    context = {
        **_shown(resident, queries.keeping(), disclosed([resident])[key]),
        "supporters": queries.supporters(resident),
        "may_edit": _may("edit"),
        # The page of numbers has a purpose of its own, under which alone the database is asked.
        "numbers": f"{ACTIVITY}/view-number" in request.worn.activities,  # type: ignore[attr-defined]
        "may_documents": _may("view-document"),
        "disclose_url": reverse("care:disclose", args=[key]) if _may("disclose") else "",
        "day": session().acting.day,
    }
    return render(request, "care/file.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="edit")
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """There was contact with the resident today: from today the period of keeping counts anew."""
    resident = open_one(Resident, key)
    if request.POST.get(CHOICE) == "theirs":
        return redirect(_file_of(key))
    typed = request.POST if request.method == "POST" else None
    form = SeenForm(typed, initial={"version": resident.version})
    if form.is_valid():
        return _note(request, resident, form.cleaned_data["version"])
    context = {"resident": resident, "form": form, "cancel_url": _file_of(key)}
    return render(request, "care/contact.html", context)


def _note(request: HttpRequest, resident: Resident, version: int) -> HttpResponse:
    """Somebody who noted today's contact first did what was asked; any other change is shown beside it."""
    day = session().acting.day
    try:
        services.note_contact(resident=resident, version=version)
    except Gone as first:
        theirs: Any = first.theirs
        if theirs.last_contact_on != day:
            return _conflict(request, theirs)
        messages.info(request, _("Somebody else had recorded the contact of today already."))
    else:
        messages.success(request, _("The contact of today has been recorded."))
    return redirect(_file_of(resident.pk))


def _conflict(request: HttpRequest, theirs: Resident) -> HttpResponse:
    both = {"yours": day_text(session().acting.day), "theirs": day_text(theirs.last_contact_on)}
    context = {
        "fields": [{"name": "last_contact_on", "label": _("Last contact"), **both}],
        "hidden": [("version", theirs.version)],
        "cancel_url": _file_of(theirs.pk),
    }
    return render(request, "ui/conflict.html", context, status=409)


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="own")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's own file, and until when it is kept; the names of staff are not theirs to read."""
    rows, keeping = looked(queries.mine(), ACTIVITY, to="view"), queries.keeping()
    passed_on, kept, gone = disclosed(rows), documents_in(rows), taken_out_of(rows)
    since = queries.numbers_since()
    files = [
        _shown(row, keeping, passed_on[row.pk])
        | {"documents": listed(kept[row.pk]), "stood": stood(gone[row.pk]), "numbers": since.get(row.pk, ())}
        for row in rows
    ]
    return render(request, "care/mine.html", {"files": files})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=CONTACT, needs="disclose")
@require_http_methods(["GET", "POST"])
def disclose(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record what of a resident's file was told or given to somebody outside, and on which ground."""
    resident = open_one(Resident, key)
    return disclosure_page(request, resident, activity=ACTIVITY, back=_file_of(key))


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=NUMBERS, needs="view-number")
@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest, key: UUID) -> HttpResponse:
    """Which numbers are kept of a resident, each shut; and a form to record one."""
    resident = open_one(Resident, key)
    form = NumberForm(request.POST) if request.method == "POST" else NumberForm()
    if form.is_valid():
        kind = NumberKind(form.cleaned_data["kind"])
        services.record_number(resident=resident, kind=kind, number=form.cleaned_data["number"])
        messages.success(request, _("The number has been recorded. Nobody reads it without opening it here."))
        return redirect("care:numbers", key)
    context = {"resident": resident, "numbers": queries.numbers_of(resident), "form": form}
    rights = {"may_record": _may("record-number"), "may_remove": _may("remove-number")}
    return render(request, "care/numbers.html", context | rights)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=NUMBERS, needs="view-number")
@require_POST
def number(request: HttpRequest, key: UUID, which: UUID) -> HttpResponse:
    """One number, opened: it stands on this answer alone, and in the log that somebody opened it."""
    resident = open_one(Resident, key)
    try:
        row, opened = services.open_number(key=which)
    except Shut:
        messages.error(request, _("This number can't be opened any more: its key is gone."))
        return redirect("care:numbers", key)
    return render(request, "care/number.html", {"resident": resident, "row": row, "opened": opened})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=NUMBERS, needs="remove-number")
@require_http_methods(["GET", "POST"])
def remove_number(request: HttpRequest, key: UUID, which: UUID) -> HttpResponse:
    """Take out a number that was wrongly recorded; it is not opened for that."""
    resident = open_one(Resident, key)
    row = queries.number_of(resident, which)
    if row is None:
        raise Refused(ACTIVITY, "remove-number")
    if request.method == "POST":
        services.remove_number(key=which)
        messages.success(request, _("The number has been taken out. Record the right one if it is needed."))
        return redirect("care:numbers", key)
    return render(request, "care/remove_number.html", {"resident": resident, "row": row})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view-document")
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, key: UUID) -> HttpResponse:
    """Which documents are kept of a resident, and a form to add one."""
    resident = open_one(Resident, key)
    may_add, back = _may("add-document"), _file_of(key)
    return documents_page(
        request,
        resident,
        activity=ACTIVITY,
        may_add=may_add,
        back=back,
        opens="care:document",
        takes_out="care:take-out",
    )


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="add-document")
@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, key: UUID, which: UUID) -> HttpResponse:
    """A document that was put in the wrong file: ask that it goes out, or decide on it."""
    resident = open_one(Resident, key)
    return taking_out_page(request, resident, which, activity=ACTIVITY, back=reverse("care:documents", args=[key]))


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view-document")
@require_safe
def document(request: HttpRequest, key: UUID, which: UUID) -> HttpResponse:
    """One document, to save; the log has that it was opened."""
    return handed_out(request, Document, which, back=reverse("care:documents", args=[key]))


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="view-document", reach="own")
@require_safe
def my_document(request: HttpRequest, which: UUID) -> HttpResponse:
    """One document of the reader's own, to save."""
    return handed_out(request, Document, which, back=reverse("care:mine"))


def _shown(resident: Resident, keeping: Keeping | None, passed_on: Iterable[Disclosed]) -> dict[str, Any]:
    """What a file says, the same for staff and for the resident."""
    return {
        "resident": resident,
        "facts": _facts(resident),
        "contact": _contact(resident),
        "disclosed": told(passed_on),
        "state": state(resident),
        "until": _until_when(keeping, resident),
        "reasons": keeping.reasons if keeping else (),
    }


def _facts(resident: Resident) -> list[Fact]:
    rows = [
        (_("File number"), resident.number, ""),
        (_("Date of birth"), day_text(resident.birth_date), ""),
        (_("Support since"), day_text(resident.started_on), ""),
        (_("Last contact"), day_text(resident.last_contact_on), ""),
    ]
    return [*rows, (_("Support ended on"), day_text(resident.ended_on), "")] if resident.ended_on else rows


def _contact(resident: Resident) -> list[Fact]:
    street = f"{resident.street} {resident.house_number}".strip()
    place = f"{resident.postcode} {resident.city}".strip()
    return [
        (_("Address"), ", ".join(part for part in (street, place) if part) or NONE, ""),
        (_("E-mail address"), resident.email or NONE, ""),
        (_("Telephone number"), resident.phone or NONE, ""),
    ]


def _until_when(keeping: Keeping | None, resident: Resident) -> str:
    """Until when the file is kept, in a sentence: with the last day once the support has ended."""
    if keeping is None:
        return _("The policy of this organisation names no period for keeping these data.")
    until = keeping.until(resident)
    if until is None:
        return _(
            "The support runs, so this file is kept. When it has ended, the period that ends last counts."
        )
    return _(
        "The support has ended. We keep this file at least until %(day)s. Then we destroy it, "
        "unless it is still needed for a request, a complaint or a legal claim."
    ) % {
        "day": day_text(until)
    }



def _file_of(key: UUID) -> str:
    return reverse("care:file", args=[key])


def _may(action: str) -> bool:
    return any(may(ACTIVITY, action, reach) for reach in ("organisation", "assigned"))
