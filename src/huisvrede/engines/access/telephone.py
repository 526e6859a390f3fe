"""The pages on which somebody at the telephone is found: in the work itself, and for who takes in a request about rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huisvrede.core.vocabulary import Kind, Purpose
from huisvrede.engines.access.finding import Found, Named, Way, find, searched
from huisvrede.engines.access.forms import FindForm
from huisvrede.engines.access.services import Impossible
from huisvrede.foundation.gates.menu import FILES
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.people.queries import ask_whom
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.words import language

PURPOSE: Final = "telephone"


@page(kind=Kind.STAFF, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def at_work(request: HttpRequest) -> HttpResponse:
    """Somebody telephones: which file is theirs, for whoever helps them or puts them through."""
    return _page(request, for_request=False)


@page(kind=Kind.STAFF, activity="rights", purpose=Purpose.RIGHTS.value, needs="establish-identity")
@require_http_methods(["GET", "POST"])
def for_a_request(request: HttpRequest) -> HttpResponse:
    """Somebody asks what is held of them: which file is theirs, for who establishes who asks; restricted ones as well."""
    return _page(request, for_request=True)


def _page(request: HttpRequest, *, for_request: bool) -> HttpResponse:
    """What was named goes in the body of a form and comes back to nobody but who typed it: no address, no log, no session."""
    activities = searched()
    form = FindForm(request.POST if request.method == "POST" else None)
    answers = None
    if form.is_valid():
        try:
            answers = _answers(find(form.named, activities=activities), form.named, activities)
        except Impossible as problem:
            form.add_error(None, str(problem))
    names = [_called(one) for one in activities]
    context = {
        "form": form,
        "answers": answers,
        "searched": names,
        "for_request": for_request,
        "submit_label": _("Look for this person"),
    }
    return render(request, "access/find.html", context)


def _answers(found: Sequence[Found], named: Named, activities: Sequence[Activity]) -> list[dict[str, Any]]:
    called = {one.key: _called(one) for one in activities}
    return [_answer(one, named, called) for one in found]


def _answer(one: Found, named: Named, called: Mapping[str, str]) -> dict[str, Any]:
    """Of a file: where, which number, what to ask, and the way to it or to whom the caller is put through."""
    opens = one.opens and one.model in FILES
    return {
        "activity": called[one.activity],
        "number": one.number,
        "several": one.file is None,
        "frozen": one.frozen,
        "checks": _checks(named.way),
        "url": reverse(FILES[one.model], args=[one.file]) if opens else "",
        "ask": [] if opens else [_called(role) for role in ask_whom(one.activity)],
    }


def _checks(way: Way) -> list[str]:
    """What the caller has not named yet and must, before anything of the file is told."""
    known = {
        Way.NUMBER: _("the number of the file"),
        Way.NAME: _("surname and date of birth"),
        Way.ADDRESS: _("postcode and house number"),
    }
    return [said for one, said in known.items() if one is not way]


def _called(one: Any) -> str:
    """The name of an activity or a role in the language of the reader."""
    return str(getattr(one, f"name_{language()}"))
