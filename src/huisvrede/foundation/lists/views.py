"""What can be done with a list besides reading it: keep a view of it, and take it away as a file. Below /werk/lijsten/."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huisvrede.foundation.gates.documents import HANDED_OUT
from huisvrede.foundation.lists import services
from huisvrede.foundation.lists.declaring import Chosen, ListOf, chosen
from huisvrede.foundation.lists.forms import ExportForm, ViewForm
from huisvrede.foundation.lists.models import Form, State
from huisvrede.foundation.lists.queries import bulk, exportable, kept, own_export, own_exports, views_of
from huisvrede.foundation.vault.sealing import Shut

MEDIA = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "POST"])
def views(request: HttpRequest, of: ListOf[Any]) -> HttpResponse:
    """One's own views of a list: keep the one of the address under a name, or let one go."""
    asked = chosen(of, request.GET)
    form = ViewForm(request.POST or None)
    if form.is_valid() and _kept(form, asked):
        messages.success(request, _("The view is kept. You find it above the list."))
        return redirect(_back(asked))
    context = {
        "form": form,
        "list": of,
        "told": _told(asked),
        "views": [(one, reverse(f"lists:{of.key}-forget", args=[one.pk])) for one in views_of(of)],
        "cancel_url": _back(asked),
        "submit_label": _("Keep this view"),
    }
    return render(request, "lists/views.html", context)


@require_POST
def forget(request: HttpRequest, of: ListOf[Any], key: UUID) -> HttpResponse:
    """Keep one's own view no longer."""
    services.let_go(of=of, view=key)
    messages.success(request, _("The view is no longer kept."))
    return redirect(f"lists:{of.key}-views")


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, of: ListOf[Any]) -> HttpResponse:
    """Ask for a file of the list as the address asks for it: what it will hold, how long it stays, what is logged."""
    asked, limit = chosen(of, request.GET), bulk()
    form = ExportForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.ask_export(
                asked=asked, form=Form(form.cleaned_data["form"]), language=(get_language() or "nl")[:2]
            )
        except services.TooMany:
            return redirect(f"{request.path}?{urlencode(asked.query())}")
        return redirect(f"lists:{of.key}-run", made.pk)
    count = exportable(asked).values("pk")[: limit + 1].count()
    context = {
        "form": form,
        "list": of,
        "told": _told(asked),
        "count": count,
        "limit": limit,
        "hours": int(kept().total_seconds() // 3600),
        "exports": [(one, reverse(f"lists:{of.key}-run", args=[one.pk])) for one in own_exports(of)],
        "cancel_url": _back(asked),
        "submit_label": _("Make the file"),
    }
    return render(request, "lists/decide_first.html" if count > limit else "lists/export.html", context)


@require_safe
def run(request: HttpRequest, of: ListOf[Any], key: UUID) -> HttpResponse:
    """How far an export is; when it is ready, the file."""
    found = own_export(of, key)
    context = {
        "export": found,
        "list": of,
        "waits": found.state == State.WAITING,
        "ready": found.state == State.READY,
        "file_url": reverse(f"lists:{of.key}-file", args=[key]),
        "back": reverse(of.page),
        "limit": bulk(),
    }
    return render(request, "lists/run.html", context)


@require_safe
def file(request: HttpRequest, of: ListOf[Any], key: UUID) -> HttpResponse:
    """The file itself, for whoever asked for it alone."""
    try:
        found = services.open_export(of=of, key=key)
    except Shut:
        messages.error(request, _("This file can't be opened: it is damaged or gone. Ask for it again."))
        return redirect(f"lists:{of.key}-export")
    row = found.row
    answer = StreamingHttpResponse(found, content_type=MEDIA[Form(row.form)], headers=HANDED_OUT)
    answer["Content-Disposition"] = f'attachment; filename="{of.key}-{row.asked_at.date().isoformat()}.{row.form}"'
    answer["Content-Length"] = str(row.size)
    return answer  # type: ignore[return-value]


def _kept(form: ViewForm, asked: Chosen[Any]) -> bool:
    try:
        services.keep_view(asked=asked, name=form.cleaned_data["name"])
    except services.AnotherName:
        form.add_error("name", _("You have a view of this name already. Choose another name."))
    except services.Enough:
        form.add_error(None, _("You keep as many views of this list as there can be. Let one go first."))
    return form.is_valid()


def _told(asked: Chosen[Any]) -> list[tuple[str, str]]:
    """What the address asks for, in words."""
    facets = [(str(f.name), str(asked.options[f.code].name)) for f in asked.of.facets if f.code in asked.options]
    return [*facets, (_("Order"), str(asked.sort.name))]


def _back(asked: Chosen[Any]) -> str:
    query = urlencode(asked.query())
    return reverse(asked.of.page) + (f"?{query}" if query else "")
