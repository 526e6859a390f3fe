"""Requests at /mijn/verzoeken/: ask, follow, read the answer, take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.core.workflow import StepRefused
from huisvrede.engines.rights import services
from huisvrede.engines.rights.forms import AskForm, RestrictForm, version_of
from huisvrede.engines.rights.models import Ground
from huisvrede.engines.rights.queries import answer_of, open_requests, request_of, requests
from huisvrede.engines.rights.rules import ACCESS, ACTIVITY, OWN_PATH, RESTRICTION, workflow_of
from huisvrede.engines.rights.showing import promised, state_of, timeline_of
from huisvrede.engines.rights.words import KINDS, STATES
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import decision_of, letter_of, steps_of
from huisvrede.foundation.gates.documents import given, told
from huisvrede.foundation.gates.doors import Refused, looked, open_one
from huisvrede.foundation.gates.filing import answered_documents, open_answered
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.gates.proving import require_proof
from huisvrede.foundation.jobs.services import wake
from huisvrede.foundation.register.officer import officer_on
from huisvrede.foundation.ui.listing import Listing, Row
from huisvrede.foundation.vault.sealing import unseal_file
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import may, session

SHOWN = 50
AGAIN = "opnieuw"
"""In an address: the request whose words are said again."""


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="rights", needs="view")
@require_http_methods(["GET", "POST"])
def own_requests(request: HttpRequest) -> HttpResponse:
    """My requests, and the form to ask what we hold, with the notice beside it (article 13)."""
    form = AskForm(request.POST or None, initial=_said_before(request))
    if request.method == "POST" and form.is_valid() and may(ACTIVITY, "create", "own"):
        case = services.ask(what=ACCESS.key, language=_language(), **form.cleaned_data)
        wake("messages")
        messages.success(request, gettext("We received your request. You can follow it here."))
        return redirect("rights:own-request", case.pk)
    mine = looked(requests()[:SHOWN], ACTIVITY)
    context = {
        "form": form,
        "running": open_requests().filter(workflow=ACCESS.key).first(),
        "restricted": _restriction(),
        "listing": _listing(mine),
        "day": session().acting.day,
    }
    return render(request, "rights/own_requests.html", context)


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="rights", needs="create")
@require_http_methods(["GET", "POST"])
def restrict(request: HttpRequest) -> HttpResponse:
    """Ask that my data are kept and not used, with what that means; it begins at once (article 18, COR-29)."""
    form = RestrictForm(request.POST or None, initial=_said_before(request))
    case = _restricted(form) if form.is_valid() else None
    if case is not None:
        wake("messages")
        wake("ledger")
        messages.success(
            request, gettext("We received your request. From now on nobody uses your data in Huisvrede.")
        )
        return redirect("rights:own-request", case.pk)
    running = _restriction()
    if running is not None:
        return redirect("rights:own-request", running.pk)
    context = {"form": form, "day": session().acting.day}
    return render(request, "rights/restrict.html", context)


def _said_before(request: HttpRequest) -> dict[str, str]:
    """The words of an earlier request of theirs, to say them again; nothing where the address names none."""
    try:
        before = UUID(request.GET.get(AGAIN, ""))
    except ValueError:
        return {}
    asked = request_of(open_one(Case, before))
    return {} if asked is None else {"wording": asked.wording, "ground": asked.ground}


def _restricted(form: RestrictForm) -> Case | None:
    """The request that was asked; None where it was asked and taken back too often today, which the form then says."""
    given = form.cleaned_data
    try:
        return services.ask(
            what=RESTRICTION.key, language=_language(), wording=given["wording"], ground=Ground(given["ground"])
        )
    except services.OftenEnough:
        said = gettext("You asked this five times today. Ask it again tomorrow, or write to %(officer)s: that counts today.")
        form.add_error(None, said % {"officer": officer_on(session().acting.day).email})
        return None


def _restriction() -> Case | None:
    return open_requests().filter(workflow=RESTRICTION.key).first()


def _listing(cases: list[Case]) -> Listing:
    rows = [
        Row(
            (KINDS[case.workflow], date_format(case.received_on, "DATE_FORMAT"), STATES[case.state]),
            f"/mijn/verzoeken/{case.pk}/",
        )
        for case in cases
    ]
    return Listing(
        caption=gettext("My requests"),
        columns=(gettext("Kind of request"), gettext("Received"), gettext("State")),
        rows=rows,
        empty=gettext("You have not asked anything yet."),
    )


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="rights", needs="view")
@require_safe
def own_request(request: HttpRequest, key: UUID) -> HttpResponse:
    """One request of mine: how far it is, the letter and the answer."""
    case = open_one(Case, key)
    letter = letter_of(case)
    context = {
        "case": case,
        "kind": KINDS[case.workflow],
        "state": state_of(case),
        "restricts": case.workflow == RESTRICTION.key and case.closed_on is None,
        "asked": request_of(case),
        "events": timeline_of(case, steps_of(case)),
        "duties": promised(case),
        "on": session().acting.day,
        "decision": decision_of(case) if letter else None,
        "letter": letter,
        "answer": answer_of(case),
        "documents": documents_with(case),
        "can_withdraw": "withdraw" in workflow_of(case).actions(case.state),
        "withdrawn": case.state == "withdrawn",
    }
    return render(request, "rights/own_request.html", context)


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="rights", needs="withdraw")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a request back, after being told what that means."""
    case = open_one(Case, key)
    if request.method != "POST" and "withdraw" in workflow_of(case).actions(case.state):
        context = {"case": case, "kind": KINDS[case.workflow], "restricts": case.workflow == RESTRICTION.key}
        return render(request, "rights/withdraw.html", context)
    try:
        services.withdraw(case=case, version=version_of(request.POST))
        messages.success(request, gettext("Your request was withdrawn. You can ask it again at any time."))
    except (Gone, StepRefused):
        messages.warning(request, gettext("Your request has moved on in the meantime. Nothing was changed."))
    return redirect("rights:own-request", key)


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="rights", needs="view")
@require_safe
def download(_request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """The letter or the package; each download is logged. Refused while there is none."""
    case = open_one(Case, key)
    response = as_file(case, what)
    record(ACTIVITY, f"download-{what}", [case.whose])
    return response


def as_file(case: Case, what: str) -> HttpResponse:
    """`letter`, `pdf` or `json` of a case, as an attachment; Refused while there is none.

    A copy of all data is as sensitive as what is in it: it goes to the browser that signed in alone.
    """
    require_proof()
    name, kind, content = _content(case, what)
    if content is None:
        raise Refused(ACTIVITY, "download")
    return attachment(name, kind, content)


def documents_with(case: Case) -> list[dict[str, Any]]:
    """The documents that go with the answer of a case, as a list shows them; none while there is no answer."""
    return told(answered_documents(case=case.pk)) if answer_of(case) else []


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="rights", needs="view")
@require_safe
def document(request: HttpRequest, key: UUID, which: UUID) -> HttpResponse:
    """One document that goes with my answer, to save."""
    case = open_one(Case, key)
    return one_document(request, case, which, to="download-document", back=OWN_PATH.format(key))


def one_document(request: HttpRequest, case: Case, which: UUID, *, to: str, back: str) -> HttpResponse:
    """A document of whom a case is about, as an attachment; Refused while there is no answer."""
    require_proof()
    if answer_of(case) is None:
        raise Refused(ACTIVITY, "download")
    response = given(request, lambda: open_answered(case=case.pk, key=which, person=case.whose), back=back)
    record(ACTIVITY, to, [case.whose])
    return response


def attachment(name: str, kind: str, content: bytes) -> HttpResponse:
    """A file to keep, never shown within the page."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _content(case: Case, what: str) -> tuple[str, str, bytes | None]:
    """(file name, type, bytes or None)."""
    if what == "letter":
        letter = letter_of(case)
        return gettext("decision") + ".pdf", "application/pdf", bytes(letter.content) if letter else None
    field, kind = ("pdf", "application/pdf") if what == "pdf" else ("data", "application/json")
    answer = answer_of(case)
    return f"{gettext('my-data')}.{what}", kind, unseal_file(answer, field) if answer else None


def _language() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"
