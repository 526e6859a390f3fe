"""A view says for whom and for what it is; one that says nothing is for nobody."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.page import Page, page, page_of


@page(kind=Kind.STAFF, activity="home-seekers", purpose="registration", needs="view", reach="organisation")
@require_safe
def declared(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def silent(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_view_keeps_what_it_declared_and_goes_on_answering() -> None:
    assert page_of(declared) == Page(
        kind=Kind.STAFF, activity="home-seekers", purpose="registration", needs="view", reach="organisation"
    )
    request = HttpRequest()
    request.method = "GET"
    assert declared(request).status_code == 200


def test_a_view_that_says_nothing_is_no_page() -> None:
    assert page_of(silent) is None
    silent.page = "everybody's"  # type: ignore[attr-defined]
    assert page_of(silent) is None


def test_what_is_not_said_shows_nothing_of_anyone() -> None:
    assert Page(kind=Kind.VISITOR) == Page(
        kind=Kind.VISITOR, activity="", purpose="none", needs="", reach="any"
    )


def test_nobody_widens_a_declaration() -> None:
    with pytest.raises(FrozenInstanceError):
        page_of(declared).kind = Kind.VISITOR  # type: ignore[misc, union-attr]
