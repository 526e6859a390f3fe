"""Changing a card, the same for staff and for the home seeker: form, save, or both versions side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import session
from huisvrede.modules.allocation.forms import CardForm, card_of
from huisvrede.modules.allocation.models import Registration
from huisvrede.modules.allocation.services import CARD, Impossible, change

CHOICE = "choice-"


def edit(request: HttpRequest, registration: Registration, *, back: str, template: str) -> HttpResponse:
    """The page that changes a registration; `back` is where one goes afterwards. The row was opened already."""
    day = session().acting.day
    if request.method != "POST":
        return _form(request, CardForm(initial=card_of(registration), on=day), back=back, template=template)
    form = CardForm(_chosen(request.POST, registration), on=day)
    if not form.is_valid():
        return _form(request, form, back=back, template=template)
    version = form.cleaned_data["version"] or 0
    try:
        change(registration=registration, version=version, card=form.card)
    except Gone as first:
        return conflict(request, form, first.theirs, back=back)
    except Impossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The change has been saved."))
    return redirect(back)


def conflict(request: HttpRequest, form: CardForm, theirs: Any, *, back: str) -> HttpResponse:
    """Somebody was first: both versions of each field that differs, to choose from (decision 53)."""
    yours = form.card
    fields = [
        {
            "name": name,
            "label": form.fields[name].label,
            "yours": _text(form, name, yours[name]),
            "theirs": _text(form, name, getattr(theirs, name)),
        }
        for name in CARD
        if yours[name] != getattr(theirs, name)
    ]
    hidden = [("version", theirs.version), *((name, _text(form, name, yours[name])) for name in CARD)]
    context = {"fields": fields, "hidden": hidden, "cancel_url": back}
    return render(request, "ui/conflict.html", context, status=409)


def _chosen(typed: QueryDict, registration: Registration) -> QueryDict | Mapping[str, Any]:
    """What was typed; after a conflict, with the other's value wherever that one was chosen."""
    theirs = [name for name in CARD if typed.get(f"{CHOICE}{name}") == "theirs"]
    if not theirs:
        return typed
    form = CardForm(on=session().acting.day)
    return typed.dict() | {name: _text(form, name, getattr(registration, name)) for name in theirs}


def _text(form: CardForm, name: str, value: Any) -> str:
    """A value as it stands in its field."""
    shown = form.fields[name].prepare_value(value)
    return "" if shown is None else str(shown)


def _form(request: HttpRequest, form: CardForm, *, back: str, template: str) -> HttpResponse:
    context = {"form": form, "cancel_url": back, "day": session().acting.day}
    return render(request, template, context)
