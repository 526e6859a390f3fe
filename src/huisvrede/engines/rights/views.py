"""Requests at /werk/verzoeken/: the list, one request on one page, and passing one on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.duration import Language
from huisvrede.core.vocabulary import Kind, Outcome
from huisvrede.core.workflow import StepRefused
from huisvrede.engines.rights import letters, restricting, services
from huisvrede.engines.rights.elsewhere import systems_for
from huisvrede.engines.rights.forms import (
    AdviceForm,
    DecideEndForm,
    DecisionForm,
    IdentityForm,
    LookAgainForm,
    MoreTimeForm,
    NotIdentifiedForm,
    NotInformForm,
    PassOnForm,
    ProposeEndForm,
    TakeBackForm,
    version_of,
)
from huisvrede.engines.rights.holding_back import held_before
from huisvrede.engines.rights.lists import REQUESTS
from huisvrede.engines.rights.portal import attachment
from huisvrede.engines.rights.queries import request_of
from huisvrede.engines.rights.rules import ACTIVITY
from huisvrede.engines.rights.showing import refusal_in_words, request_page
from huisvrede.engines.rights.words import STATES
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import steps_of
from huisvrede.foundation.documents.pdf import render as render_pdf
from huisvrede.foundation.duties.queries import duties_of
from huisvrede.foundation.gates.doors import Refused, open_one
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.jobs.services import wake
from huisvrede.foundation.lists.showing import show
from huisvrede.foundation.register.officer import officer_on
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import may, session

FORMS: dict[str, type[Form]] = {
    "establish-identity": IdentityForm,
    "not-identified": NotIdentifiedForm,
    "look-again": LookAgainForm,
    "extend": MoreTimeForm,
    "letter-sent": Form,
    "advise": AdviceForm,
    "decide": DecisionForm,
    "not-inform": NotInformForm,
    "take-back": TakeBackForm,
    "recipients-told": Form,
    "propose-end": ProposeEndForm,
    "decide-end": DecideEndForm,
}


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="view")
@require_safe
def requests_list(request: HttpRequest) -> HttpResponse:
    """What waits, longest first, with its nearest term; and whatever else the address asks for."""
    return render(request, "rights/requests.html", {"listing": show(request, REQUESTS), "pass_on": may(ACTIVITY, "create")})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="create")
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest) -> HttpResponse:
    """A request that reached somebody goes to who guards privacy in one step (ALL-34)."""
    day = session().acting.day
    form = PassOnForm(request.POST or None, on=day, initial={"received_on": day, "language": get_language()})
    if request.method == "POST" and form.is_valid():
        services.pass_on(**form.cleaned_data)
        wake("messages")
        said = gettext("Thank you. The %(officer)s knows now and takes it from here.")
        messages.success(request, said % {"officer": officer_on(day).title})
        return redirect("rights:pass-on")
    return render(request, "rights/pass_on.html", {"form": form})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="advise")
@require_safe
def longer(_request: HttpRequest, key: UUID) -> HttpResponse:
    """The letter that says why an answer takes longer, to send to somebody without an account."""
    case = open_one(Case, key)
    step = next((one for one in steps_of(case) if one.action == "extend"), None)
    asked = request_of(case)
    if step is None or asked is None:
        raise Refused(ACTIVITY, "view")
    language: Language = "en" if asked.language == "en" else "nl"
    due_on = max(duty.due_on for duty in duties_of(case))
    letter = letters.of_extension(case, step, due_on, language=language)
    record(ACTIVITY, "print-letter", [case.whose])
    return attachment(gettext("extension") + ".pdf", "application/pdf", render_pdf(letter))


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="view")
@require_http_methods(["GET", "POST"])
def one_request(request: HttpRequest, key: UUID) -> HttpResponse:
    """One request on one page: how far it is, what was asked, its clocks, and the step that is yours."""
    case = open_one(Case, key)
    verb = VERBS.get(request.POST.get("action", "")) if request.method == "POST" else None
    if verb is None:
        return render(request, "rights/request.html", request_page(case, _forms(case)))
    action = request.POST["action"]
    form = _forms(case)[action](request.POST)
    if not form.is_valid():
        return render(request, "rights/request.html", request_page(case, {**FORMS, action: lambda: form}))
    try:
        said = verb(case, version_of(request.POST), form)
    except Gone as gone:
        return _moved(request, gone, form)
    except StepRefused as refusal:
        record(ACTIVITY, action, [case.whose], refused=True)
        said = (messages.ERROR, refusal_in_words(refusal))
    messages.add_message(request, *said)
    return redirect("rights:request", key)


def _forms(case: Case) -> dict[str, Callable[..., Form]]:
    """The forms for this case: who advises says what an earlier answer held back and this one gives, and looks elsewhere."""
    return {**FORMS, "advise": partial(AdviceForm, gives=bool(held_before(case)), systems=systems_for(case))}


def _moved(request: HttpRequest, gone: Gone, form: Form) -> HttpResponse:
    """Both sides: what stands now, and what this person wrote."""
    theirs = gone.theirs
    state = STATES[theirs.state] if isinstance(theirs, Case) else ""
    yours = [(field.label, form.cleaned_data[field.name]) for field in form]
    return render(
        request, "rights/moved.html", {"state": state, "yours": yours, "key": theirs.pk}, status=409
    )


Said = tuple[int, str]


def _identity(case: Case, version: int, form: Form) -> Said:
    assert isinstance(form, IdentityForm)
    if not services.establish_identity(
        case=case, version=version, how=form.cleaned_data["how"], file=form.file, worked=form.worked
    ):
        return messages.WARNING, gettext(
            "No file has this number, surname and date of birth together. Nothing was changed."
        )
    if form.file is None and form.worked is None:
        return messages.SUCCESS, gettext("On record. The person will hear that we hold no file of them.")
    return messages.SUCCESS, gettext("Found. The request now belongs to this person.")


def _no_identity(case: Case, version: int, form: Form) -> Said:
    given = form.cleaned_data
    services.not_identified(case=case, version=version, reasons=given["reasons"])
    return messages.SUCCESS, gettext("What you tried is on record. Advise next; the request can only be refused.")


def _look_again(case: Case, version: int, form: Form) -> Said:
    services.look_again(case=case, version=version, reasons=form.cleaned_data["reasons"])
    return messages.SUCCESS, gettext("On record. A colleague establishes once more who asks.")


def _more_time(case: Case, version: int, form: Form) -> Said:
    given = form.cleaned_data
    services.extend(case=case, version=version, reasons=given["reasons"])
    wake("answers")
    return messages.SUCCESS, gettext("The law's term is two months longer. The person must know that, with your reasons.")


def _letter_sent(case: Case, version: int, _form: Form) -> Said:
    services.letter_sent(case=case, version=version)
    return messages.SUCCESS, gettext("On record: the person knows that it takes longer.")


def _advice(case: Case, version: int, form: Form) -> Said:
    given = form.cleaned_data
    assert isinstance(form, AdviceForm)
    services.advise(
        case=case, version=version, outcome=Outcome(given["outcome"]), text=given["text"], elsewhere=form.elsewhere
    )
    wake("messages")
    return messages.SUCCESS, gettext("Your advice is given. Whoever decides knows.")


def _decision(case: Case, version: int, form: Form) -> Said:
    given = form.cleaned_data
    services.decide(case=case, version=version, outcome=Outcome(given["outcome"]), reasons=given["reasons"])
    wake("answers")
    return messages.SUCCESS, gettext("Decided. The letter is being made.")


def _not_inform(case: Case, version: int, form: Form) -> Said:
    given = form.cleaned_data
    services.not_inform(case=case, version=version, reasons=given["reasons"])
    return messages.SUCCESS, gettext("The reason is on record and the request is closed.")


def _take_back(case: Case, version: int, form: Form) -> Said:
    services.take_back(case=case, version=version, reasons=form.cleaned_data["reasons"])
    wake("answers")
    return messages.SUCCESS, gettext("On record. The request is being closed.")


def _recipients_told(case: Case, version: int, _form: Form) -> Said:
    restricting.recipients_told(case=case, version=version)
    return messages.SUCCESS, gettext("On record: who received these data knows.")


def _propose_end(case: Case, version: int, form: Form) -> Said:
    restricting.propose_end(case=case, version=version, reasons=form.cleaned_data["reasons"])
    wake("messages")
    return messages.SUCCESS, gettext("Proposed. Whoever decides knows.")


def _decide_end(case: Case, version: int, form: Form) -> Said:
    if form.cleaned_data["outcome"] == "go-on":
        restricting.go_on(case=case, version=version, reasons=form.cleaned_data["reasons"])
        return messages.SUCCESS, gettext("Decided. The restriction goes on.")
    restricting.end(case=case, version=version)
    wake("answers")
    return messages.SUCCESS, gettext("Decided. The person is told first; the data are used again some days after that.")


VERBS: dict[str, Callable[[Case, int, Form], Said]] = {
    "establish-identity": _identity,
    "not-identified": _no_identity,
    "look-again": _look_again,
    "extend": _more_time,
    "letter-sent": _letter_sent,
    "advise": _advice,
    "decide": _decision,
    "not-inform": _not_inform,
    "take-back": _take_back,
    "recipients-told": _recipients_told,
    "propose-end": _propose_end,
    "decide-end": _decide_end,
}
