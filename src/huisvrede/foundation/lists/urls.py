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

Pages = tuple[tuple[str, str, View], ...]
PAGES: Pages = (("views", "weergaven/", views.views), ("forget", "weergaven/<uuid:key>/weg/", views.forget))
EXPORTS: Pages = (
    ("export", "export/", views.export),
    ("run", "export/<uuid:key>/", views.run),
    ("file", "export/<uuid:key>/bestand/", views.file),
)


def addresses() -> tuple[list[URLPattern], str]:
    """What `include` takes: the pages of every list."""
    return [
        path(f"{of.key}/{rest}", _of(of, view, needs), name=f"{of.key}-{name}")
        for of in declared_lists()
        for pages, needs in ((PAGES, of.needs), (EXPORTS if of.exported else (), EXPORT))
        for name, rest, view in pages
    ], "lists"


def _of(of: ListOf[Any], view: View, needs: str) -> View:
    """The view for one list, with the right it needs: under that list's activity and purpose only (ALL-04)."""

    @page(kind=Kind.STAFF, activity=of.activity, purpose=of.purpose, needs=needs)
    @wraps(view)
    def shown(request: HttpRequest, **key: Any) -> HttpResponse:
        if of.asks:
            of.asks()
        return view(request, of, **key)

    return shown
