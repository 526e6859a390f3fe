"""Changes of the policy at /werk/beleid/: the list, and one change on one page from draft to decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huisvrede.core.vocabulary import Kind, Outcome
from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.transparency import changing
from huisvrede.engines.transparency.drafts import (
    changes_of,
    last_written,
    roles_with,
    running,
    shorter,
    started_from,
)
from huisvrede.engines.transparency.forms import OUTCOMES, AdviceForm, DecisionForm, ReasonsForm
from huisvrede.engines.transparency.lists import CHANGES, STATES
from huisvrede.engines.transparency.rules import ACTIVITY, DRAFTED, POLICY, PROPOSES, PURPOSE
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Case, StepTaken
from huisvrede.foundation.cases.queries import advice_of, decision_of, doable, steps_of, taken_in
from huisvrede.foundation.duties.queries import duties_of
from huisvrede.foundation.gates.doors import Refused, open_one
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.jobs.services import wake
from huisvrede.foundation.lists.showing import show
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.register.words import sourced
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import may, session

ACTIONS: Final = {
    "propose": gettext_noop("Draft begun"),
    "write": gettext_noop("Written on"),
    "send": gettext_noop("Sent for advice"),
    "recall": gettext_noop("Taken back to write on it"),
    "return": gettext_noop("Given back by the adviser"),
    "drop": gettext_noop("Given up"),
    "advise": gettext_noop("Advice given"),
    "grant": gettext_noop("Decided to adopt it"),
    "refuse": gettext_noop("Decided not to adopt it"),
    "adopt": gettext_noop("Became a version of the policy"),
    "fail": gettext_noop("Could not be read as a policy; nothing was changed"),
}
LEADS: Final = {
    "draft": gettext_noop("A draft changes nothing yet. Write on it, and send it for advice when it is ready."),
    "sent": gettext_noop("Somebody who did not write it advises. Until then it can be taken back."),
    "advised": gettext_noop("Somebody who neither wrote it nor advised on it decides."),
    "granted": gettext_noop("The new version is being made, usually within a minute."),
    "failed": gettext_noop("Nothing was changed. Begin a new draft."),
}


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The change that runs, those of before, and where to begin one."""
    now = running()
    context = {
        "listing": show(request, CHANGES),
        "running": now,
        "state": _(STATES[now.state]) if now else "",
        "begins": now is None and may(ACTIVITY, PROPOSES),
    }
    return render(request, "transparency/drafts.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=PROPOSES, reach="organisation")
@require_POST
def begin(_request: HttpRequest) -> HttpResponse:
    """Begin a draft, or go to the one that runs."""
    return redirect("transparency:draft", changing.propose().pk)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, case: UUID) -> HttpResponse:
    """One change on one page: what it changes, how far it is, and the step that is yours."""
    found = draft_of(case)
    action = request.POST.get("action", "")
    if request.method != "POST" or action not in VERBS:
        return render(request, "transparency/draft.html", _context(found, {}))
    form = _form(action, request.POST)
    if not form.is_valid():
        return render(request, "transparency/draft.html", _context(found, {action: form}))
    shown = request.POST.get("version", "")
    try:
        said = VERBS[action](found, int(shown) if shown.isdecimal() and len(shown) < 10 else 0, form)
    except Gone:
        messages.error(request, _("Somebody else took a step in this change while you were reading. Look at it again."))
    except StepRefused as refusal:
        record(ACTIVITY, action, [], refused=True)
        messages.error(request, refusal_in_words(refusal))
    else:
        messages.success(request, said)
    return redirect("transparency:draft", found.pk)


def draft_of(key: UUID) -> Case:
    """A change by key, with a line in the log; refused like any other row that isn't there."""
    found = open_one(Case, key)
    if found.workflow != POLICY.key:
        raise Refused(ACTIVITY, "view")
    return found


def _context(case: Case, bound: dict[str, Form]) -> dict[str, Any]:
    day = session().acting.day
    can = doable(case, POLICY, taken_in(case))
    mine = {action for action, why in can.items() if why is None}
    advice, decision = advice_of(case), decision_of(case)
    drafted = {key: row.content for key, row in last_written(case).items()}
    over = case.closed_on is not None
    return {
        "case": case,
        "state": _(STATES[case.state]),
        "lead": _(LEADS[case.state]) if case.state in LEADS else "",
        "changed": [] if over else changes_of(case),
        "drafted": sorted(drafted) if over else [],
        "version": Version.objects.filter(adopted_in=case.pk).first(),
        "base": started_from(),
        "shorter": [] if over else shorter(drafted, day),
        "duties": [_told(duty) for duty in duties_of(case)] if not over else [],
        "on": day,
        "advice": advice,
        "advice_outcome": _(str(OUTCOMES[advice.outcome])) if advice else "",
        "decision": decision,
        "decision_outcome": _(str(OUTCOMES[decision.outcome])) if decision else "",
        "events": [_event(step) for step in steps_of(case)],
        "writes": case.state == DRAFTED and "write" in mine,
        "can": {action.replace("-", "_"): True for action in mine},
        "advice_form": bound.get("advise") or (AdviceForm() if "advise" in mine else None),
        "return_form": bound.get("return") or (ReasonsForm() if "return" in mine else None),
        "decision_form": bound.get("decide") or (_decision_form(day) if "grant" in mine else None),
        "why_not": "" if mine else _why_not(can),
    }


def _decision_form(day: date) -> DecisionForm:
    return DecisionForm(on=day, initial={"starts_on": day})


def _told(duty: Any) -> Any:
    duty.what, duty.article = _(duty.what), sourced(duty.article)
    return duty


def _event(step: StepTaken) -> dict[str, object]:
    """A step with its day and the roles that may take it; no names."""
    row = POLICY.table.get((step.before, step.action))
    who = ", ".join(roles_with(row.right)) if row is not None and row.right else _("the system")
    return {"when": step.on, "what": _(ACTIONS[step.action]), "who": who, "note": step.note}


def _why_not(can: dict[str, StepRefused | None]) -> str:
    """The reason that says most: that somebody else must, before whom it is for."""
    told = [why for why in can.values() if why is not None]
    told.sort(key=lambda one: one.why is not Why.SAME_PERSON)
    return refusal_in_words(told[0]) if told else ""


def refusal_in_words(refusal: StepRefused) -> str:
    """Why a step was refused, for whoever tried."""
    if refusal.why is Why.SAME_PERSON:
        if refusal.facts["earlier"] == "advise":
            return _("You gave the advice, so somebody else decides.")
        return _("You wrote on this draft, so somebody else judges it.")
    if refusal.why is Why.NO_RIGHT:
        roles = roles_with(refusal.facts["right"])
        if not roles:
            return _("The system does this by itself, usually within a minute.")
        return _("This step is for: %(roles)s.") % {"roles": ", ".join(roles)}
    if refusal.why is Why.NEEDS:
        return _("There is nothing to send yet: the draft says what the policy says already.")
    return _("This step no longer fits the state of the change. Nothing was changed.")


def _form(action: str, posted: Any) -> Form:
    if action == "decide":
        return DecisionForm(posted, on=session().acting.day)
    return {"advise": AdviceForm, "return": ReasonsForm}.get(action, Form)(posted)


def _send(case: Case, version: int, _form: Form) -> str:
    changing.send(case=case, version=version)
    wake("messages")
    return _("Sent. Whoever advises knows.")


def _recall(case: Case, version: int, _form: Form) -> str:
    changing.recall(case=case, version=version)
    return _("You can write on the draft again.")


def _return(case: Case, version: int, form: Form) -> str:
    changing.give_back(case=case, version=version, reasons=form.cleaned_data["reasons"])
    return _("Given back, with your words.")


def _drop(case: Case, version: int, _form: Form) -> str:
    changing.drop(case=case, version=version)
    return _("Given up. The policy stays as it is.")


def _advise(case: Case, version: int, form: Form) -> str:
    given = form.cleaned_data
    changing.advise(case=case, version=version, outcome=Outcome(given["outcome"]), text=given["text"])
    wake("messages")
    return _("Your advice is given. Whoever decides knows.")


def _decide(case: Case, version: int, form: Form) -> str:
    given = form.cleaned_data
    outcome = Outcome(given["outcome"])
    changing.decide(
        case=case, version=version, outcome=outcome, reasons=given["reasons"], starts_on=given["starts_on"]
    )
    if outcome is Outcome.REFUSED:
        return _("Decided. The policy stays as it is.")
    wake("policy")
    return _("Decided. The new version is being made.")


VERBS: Final[dict[str, Callable[[Case, int, Form], str]]] = {
    "send": _send,
    "recall": _recall,
    "return": _return,
    "drop": _drop,
    "advise": _advise,
    "decide": _decide,
}
