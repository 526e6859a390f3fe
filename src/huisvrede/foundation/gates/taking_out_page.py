"""The page on which a document is taken out of the wrong file, and what is told of it after: the same for every module."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.documents.models import TakenOut, Wrong
from huisvrede.foundation.documents.personal_data import ADD
from huisvrede.foundation.gates.documents import told
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.filing import added_by
from huisvrede.foundation.gates.taking_out import (
    FirstDone,
    Held,
    NotAlone,
    Wrongly,
    ask_out,
    decide,
    found,
    take_out_at_once,
)
from huisvrede.foundation.people.models import Hat, Identified, named
from huisvrede.foundation.ui.fields import NumberlessForm

ANSWERS: Final = {"out": True, "stays": False}
Fact = tuple[str, str, str]


class WrongForm(NumberlessForm):
    """Why a document does not belong where it stands."""

    reason = forms.ChoiceField(
        label=_("Why does it not belong here?"),
        help_text=_("Don't write down anywhere whose document it is."),
        choices=Wrong.choices,
        widget=forms.RadioSelect,
    )


def taking_out_page(request: HttpRequest, file: Identified, key: UUID, *, activity: str, back: str) -> HttpResponse:
    """Ask that a document goes out, take out at once what was brought today, or decide on what a colleague asked."""
    which = found(file=file, key=key)
    if which.document is None and which.asked is None:
        raise Refused(activity, ADD)
    form = WrongForm(request.POST if request.method == "POST" and which.asked is None else None)
    said, held = "", False
    try:
        said = _done(request, file, which, form)
    except Held:
        held = True
    except FirstDone:
        said = gettext("A colleague was just before you. This is how it stands now.")
    if said:
        messages.success(request, said)
        return redirect(back)
    context = {"file": file, "which": which, "form": form, "cancel_url": back, "asked": _asked(which.asked), "held": held}
    return render(request, "gates/take_out.html", context | {"documents": _one(which)})


def _done(request: HttpRequest, file: Identified, which: Wrongly, form: WrongForm) -> str:
    """What was done, in a sentence; "" where nothing was, and the page is to be shown."""
    if which.asked is not None:
        if which.mine or request.POST.get("answer") not in ANSWERS:
            return ""
        out = ANSWERS[request.POST["answer"]]
        decide(file=file, asked=which.asked, document=which.document, out=out)
        return gettext("The document has been taken out.") if out else gettext("The document stays in the file.")
    if which.document is None or not form.is_valid():
        return ""
    reason = Wrong(form.cleaned_data["reason"])
    said = gettext("Asked. A colleague who may add documents to this file decides.")
    if which.alone:
        try:
            take_out_at_once(file=file, document=which.document, reason=reason)
        except NotAlone:
            said = gettext(
                "A request of this person runs, so nobody takes a document out alone."
                " It has been asked: a colleague who may add documents to this file decides."
            )
        else:
            return gettext("The document has been taken out.")
    ask_out(file=file, document=which.document, reason=reason, path=request.path)
    return said


def stood(rows: Iterable[TakenOut]) -> list[Fact]:
    """From when until when each stood in the file, for the person whose file it is: never what, and never whose."""
    return [
        (
            gettext("From %(first)s until %(last)s") % {"first": _day(row.stood_since), "last": _day(row.decided_on)},
            gettext("A document that was not yours stood in your file. It was taken out.")
            if row.reason == Wrong.SOMEBODY_ELSE
            else gettext("A document about you stood in your file and did not belong there. It was taken out."),
            "",
        )
        for row in rows
    ]


def _asked(row: TakenOut | None) -> list[Fact]:
    if row is None:
        return []
    name = Hat.objects.filter(pk=row.hat).values_list("name", flat=True).first()
    return [
        (gettext("Asked by"), named(name or ""), ""),
        (gettext("Asked on"), _day(row.asked_on), ""),
        (gettext("Why does it not belong here?"), row.get_reason_display(), ""),
    ]


def _one(which: Wrongly) -> list[dict[str, object]]:
    if which.document is None:
        return []
    names = added_by([which.document])
    return told([which.document], lambda hat: names.get(hat) or gettext("the person concerned"))


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
