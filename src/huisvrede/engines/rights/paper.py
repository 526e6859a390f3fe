"""Answers on paper at /werk/verzoeken/…/afgeven/: for people without an account, by whoever the policy gives that task.

Whoever hands over sees a request only while its answer waits; the database closes it with the step itself.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.core.workflow import StepRefused
from huisvrede.engines.rights import services
from huisvrede.engines.rights.forms import HandOverForm, version_of
from huisvrede.engines.rights.lists import ON_PAPER
from huisvrede.engines.rights.models import Handed
from huisvrede.engines.rights.portal import as_file, documents_with, one_document
from huisvrede.engines.rights.queries import answer_of, request_of
from huisvrede.engines.rights.rules import ACTIVITY, PAPER_PATH
from huisvrede.engines.rights.showing import asked_facts, refusal_in_words
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import KEPT, Case
from huisvrede.foundation.cases.queries import letter_of
from huisvrede.foundation.gates.doors import Refused, open_one
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.lists.showing import show
from huisvrede.foundation.walls.conflict import Gone


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="hand-over")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Which answers wait to be handed over, the longest waiting first."""
    return render(request, "rights/to_hand_over.html", {"listing": show(request, ON_PAPER)})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="hand-over")
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Print an answer and record how it reached the person."""
    case = _kept(key)
    form = HandOverForm(request.POST or None)
    if form.is_valid():
        try:
            services.hand_over(
                case=case, version=version_of(request.POST), how=Handed(form.cleaned_data["how"])
            )
            messages.success(request, gettext("Recorded. Copies that are left here are destroyed tonight."))
        except StepRefused as refusal:
            messages.error(request, refusal_in_words(refusal))
        except Gone:
            messages.warning(request, gettext("Somebody else was first. Nothing was changed."))
        return redirect("rights:to-hand-over")
    asked = request_of(case)
    context = {
        "case": case,
        "form": form,
        "facts": [] if asked is None else asked_facts(asked),
        "letter": letter_of(case) is not None,
        "answer": answer_of(case) is not None,
        "documents": documents_with(case),
    }
    return render(request, "rights/hand_over.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="hand-over")
@require_safe
def printed(_request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """The letter or the package, to print; each is on record and the data subject can see it."""
    case = _kept(key)
    response = as_file(case, what)
    record(ACTIVITY, f"print-{what}", [case.whose])
    return response


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="hand-over")
@require_safe
def document(request: HttpRequest, key: UUID, which: UUID) -> HttpResponse:
    """One document that goes with the answer, to print or to copy for the person."""
    case = _kept(key)
    return one_document(request, case, which, to="print-document", back=PAPER_PATH.format(key))


def _kept(key: UUID) -> Case:
    case = open_one(Case, key)
    if case.state != KEPT:
        raise Refused(ACTIVITY, "hand-over")
    return case
