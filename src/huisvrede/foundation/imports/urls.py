"""Addresses of the importer, under /werk/importeren/: one set per kind of table, under its own activity."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.page import View, page
from huisvrede.foundation.imports import views
from huisvrede.foundation.imports.shapes import offered
from huisvrede.foundation.imports.views import Desk

PAGES: tuple[tuple[str, str, View], ...] = (
    ("bring", "", views.bring),
    ("list", "lijst/", views.brought),
    ("run", "<uuid:key>/", views.run),
    ("choose", "<uuid:key>/kolommen/", views.choose),
    ("answer", "<uuid:key>/antwoorden/", views.answer),
    ("confirm", "<uuid:key>/opslaan/", views.confirm),
    ("withdraw", "<uuid:key>/stoppen/", views.withdraw),
    ("back", "<uuid:key>/terugnemen/", views.back),
    ("problems", "<uuid:key>/problemen.csv", views.problems),
)


def addresses(wake: Callable[[str], None]) -> tuple[list[URLPattern], str]:
    """What `include` takes: the pages of every kind of table; `wake` hastens the worker after commit."""
    desks = [Desk(shape, wake) for shape in offered()]
    return [
        path(f"{desk.shape.slug}/{rest}", _of(desk, view), name=f"{desk.shape.key}-{name}")
        for desk in desks
        for name, rest, view in PAGES
    ], "imports"


def _of(desk: Desk, view: View) -> View:
    """The view for one kind of table, with the right it needs: under its own activity only (ALL-04)."""

    @page(
        kind=Kind.STAFF,
        activity=desk.shape.activity,
        purpose=desk.shape.purpose,
        needs="import",
        reach="organisation",
    )
    @wraps(view)
    def shown(request: HttpRequest, **key: Any) -> HttpResponse:
        return view(request, desk, **key)

    return shown
