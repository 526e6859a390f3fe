"""Addresses of views and exports, under /werk/lijsten/: one set per list, under its own activity and purpose."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.page import View, page
from huisvrede.foundation.lists import views
from huisvrede.foundation.lists.declaring import ListOf, declared_lists
from huisvrede.foundation.lists.queries import EXPORT

PAGES: tuple[tuple[str, str, View, str], ...] = (
    ("views", "weergaven/", views.views, "view"),
    ("forget", "weergaven/<uuid:key>/weg/", views.forget, "view"),
)
EXPORTS: tuple[tuple[str, str, View, str], ...] = (
    ("export", "export/", views.export, EXPORT),
    ("run", "export/<uuid:key>/", views.run, EXPORT),
    ("file", "export/<uuid:key>/bestand/", views.file, EXPORT),
)


def addresses() -> tuple[list[URLPattern], str]:
    """What `include` takes: the pages of every list."""
    return [
        path(f"{of.key}/{rest}", _of(of, view, needs), name=f"{of.key}-{name}")
        for of in declared_lists()
        for name, rest, view, needs in PAGES + (EXPORTS if of.exported else ())
    ], "lists"


def _of(of: ListOf[Any], view: View, needs: str) -> View:
    """The view for one list, with the right it needs: under that list's activity and purpose only (ALL-04)."""

    @page(kind=Kind.STAFF, activity=of.activity, purpose=of.purpose, needs=needs if of.activity else "")
    @wraps(view)
    def shown(request: HttpRequest, **key: Any) -> HttpResponse:
        return view(request, of, **key)

    return shown
