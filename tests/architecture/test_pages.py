"""Deny by default: a view that says nothing of itself answers nobody."""

from __future__ import annotations

from django.urls import get_resolver

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.page import Page, page_of
from tests.addresses import patterns

OPEN = {
    "allauth": "signing in: no ticket, so nothing of anyone",
    "huisvrede.foundation.people": "our own pages of signing in, each of allauth's",
    "huisvrede.foundation.ui": "style sheets",
    "huisvrede.foundation.cluster": "health",
}


def declared() -> dict[str, Page | None]:
    return {
        path: page_of(pattern.callback) for path, pattern in patterns(get_resolver("huisvrede.config.urls"))
    }


def test_every_page_says_for_whom_and_for_what_it_is() -> None:
    silent = []
    for path, pattern in patterns(get_resolver("huisvrede.config.urls")):
        module = getattr(getattr(pattern.callback, "view_class", pattern.callback), "__module__", "")
        if page_of(pattern.callback) is None and not any(module.startswith(known) for known in OPEN):
            silent.append((path, module))
    assert silent == []


def test_the_desk_is_for_staff_and_the_portal_for_data_subjects() -> None:
    wrong = {
        path: page.kind
        for path, page in declared().items()
        if page is not None
        and (
            (path.startswith("werk/") and page.kind is not Kind.STAFF)
            or (path.startswith("mijn/") and page.kind is not Kind.SUBJECT)
        )
    }
    assert wrong == {}


def test_a_page_that_shows_data_names_its_purpose() -> None:
    nameless = [
        path for path, page in declared().items() if page and page.activity and page.purpose in {"", "none"}
    ]
    assert nameless == []
