"""What the page of one request shows: timeline, clocks, who must act, and why you may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from huisvrede.core.vocabulary import Kind, Outcome
from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights.held_pages import told_before, told_held
from huisvrede.engines.rights.models import Ground, Handed, How, Request
from huisvrede.engines.rights.queries import (
    extended_before_today,
    is_extended,
    is_in_force,
    lifts_on,
    request_of,
    roles_with,
    untold,
    was_passed_on,
)
from huisvrede.engines.rights.rules import BEGIN, MORE_TIME, NO_FILE, RECIPIENTS, workflow_of
from huisvrede.engines.rights.services import can_be_extended
from huisvrede.engines.rights.words import ACTIONS, KINDS, OUTCOMES, STATES
from huisvrede.foundation.cases.models import Case, StepTaken
from huisvrede.foundation.cases.queries import advice_of, decision_of, doable, steps_of, taken_in
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.duties.queries import duties_of
from huisvrede.foundation.gates.doors import explain
from huisvrede.foundation.register.words import sourced
from huisvrede.foundation.walls.session import session

NOTES = {**dict(Handed.choices), NO_FILE: _("We hold no file of this person")}
DID_EARLIER = {
    "ask": _("You asked this yourself, so somebody else handles it."),
    "advise": _("You gave the advice, so somebody else decides."),
    "propose-end": _("You proposed this, so somebody else decides."),
    "pass-on": _("You recorded this request, so somebody else takes it back."),
    "establish-identity": _("You established who asks, so somebody else does this."),
    "not-identified": _("You looked into who asks, so somebody else does this."),
}
UNDOES = ("withdraw", "take-back", "look-again")
FORM_OF = {
    "establish-identity": "establish-identity",
    "advise": "advise",
    "grant": "decide",
    "refuse": "decide",
    "not-inform": "not-inform",
    "end": "decide-end",
    "go-on": "decide-end",
}
"""Which form takes which step; granting and refusing are one choice in one form, ending and going on another."""


def request_page(case: Case, forms: Mapping[str, Callable[[], Form]]) -> dict[str, Any]:
    """The context of the staff page; one form at most, where the step is the actor's."""
    steps = steps_of(case)
    can = doable(case, workflow_of(case), taken_in(case))
    mine = next((FORM_OF[action] for action, why in can.items() if why is None and action in FORM_OF), None)
    asked, advice, decision = request_of(case), advice_of(case), decision_of(case)
    return {
        "case": case,
        "kind": KINDS[case.workflow],
        "state": state_of(case),
        "asked": asked,
        "asked_facts": [] if asked is None else asked_facts(asked),
        "events": timeline_of(case, steps),
        "duties": clocks_of(case),
        "on": session().acting.day,
        "advice": advice,
        "advice_outcome": OUTCOMES[advice.outcome] if advice else "",
        "decision": decision,
        "action": mine,
        "held_back": told_held(case),
        "held_before": told_before(case),
        "form": _form(forms[mine](), asked) if mine else None,
        "in_vain": forms["not-identified"]() if _open(can, "not-identified") else None,
        "again": forms["look-again"]() if _open(can, "look-again") and was_passed_on(case) else None,
        "more_time": forms["extend"]() if _open(can, "extend") and can_be_extended(case) else None,
        "ending": forms["propose-end"]() if _open(can, "propose-end") and is_in_force(case) else None,
        "taken_back": forms["take-back"]() if _open(can, "take-back") and was_passed_on(case) else None,
        "undone_by": _undone_by(case, can),
        "recipients": _recipients(case, steps) if _open(can, "recipients-told") else "",
        "by_letter": _open(can, "letter-sent") and _waits_for_a_letter(case),
        "unidentified": asked is not None and asked.identified_by == How.NOT,
        "why_not": "" if mine else _why_not(can),
        "explanations": explain(case.activity),
    }


def _undone_by(case: Case, can: Mapping[str, StepRefused | None]) -> str:
    """Which roles take a request on paper back, for who does not."""
    elsewhere = can.get("take-back") is not None and was_passed_on(case)
    return ", ".join(roles_with("decide", _language())) if elsewhere else ""


def _recipients(case: Case, steps: list[StepTaken]) -> str:
    """Who must still hear that the use is restricted, as the worker found them (article 19)."""
    waits = any(duty.what == RECIPIENTS and duty.done_on is None for duty in duties_of(case))
    return [step.note for step in steps if step.action == "recipients"][-1] if waits else ""


def _waits_for_a_letter(case: Case) -> bool:
    """Whether somebody whom no message reaches must still hear that it takes longer: who asked on paper, or has no address.

    Whom one reaches is told by the worker within the minute.
    """
    return untold().filter(pk=case.pk).exists() and (was_passed_on(case) or extended_before_today(case))


def _open(can: Mapping[str, StepRefused | None], action: str) -> bool:
    return action in can and can[action] is None


def _form(form: Form, asked: Request | None) -> Form:
    """Of somebody who could not be identified a request can only be refused, so nothing else is offered."""
    if asked is not None and asked.identified_by == How.NOT and "outcome" in form.fields:
        form.fields["outcome"].choices = [(Outcome.REFUSED.value, OUTCOMES[Outcome.REFUSED.value])]  # type: ignore[attr-defined]
        form.fields["outcome"].initial = Outcome.REFUSED.value
    return form


LACKING = {
    "identity": _("It was not established who asks, so this request can only be refused."),
    "": _("Something that is needed was missing. Nothing was changed."),
    "elsewhere": _("The answer is about all that we hold. Look in our other systems first. Nothing was changed."),
}
"""What a step asks for -> what to do where it is not there; "" for anything else."""


def refusal_in_words(refusal: StepRefused) -> str:
    """Why a step was refused, for whoever tried."""
    if refusal.why is Why.SAME_PERSON:
        return str(DID_EARLIER[refusal.facts["earlier"]])
    if refusal.why is Why.NO_RIGHT:
        roles = roles_with(refusal.facts["right"], _language())
        if not roles:
            return gettext("The system does this by itself, usually within a minute.")
        return gettext("This step is for: %(roles)s.") % {"roles": ", ".join(roles)}
    if refusal.why is Why.NEEDS:
        return str(LACKING.get(refusal.facts["missing"], LACKING[""]))
    return gettext("This step no longer fits the state of the request. Nothing was changed.")


def state_of(case: Case) -> str:
    """How far a request is; of a restriction of which the end was told, the day of it."""
    lifts = lifts_on(case)
    if lifts is not None:
        return gettext("The restriction ends on %(day)s") % {"day": date_format(lifts, "DATE_FORMAT")}
    return gettext("The restriction is in force") if is_in_force(case) else str(STATES[case.state])


def timeline_of(case: Case, steps: list[StepTaken]) -> list[dict[str, object]]:
    """Each step with its day and the role that took it, no names; whoever asks reads that they did so themselves."""
    return [
        {
            "when": step.on,
            "what": ACTIONS[step.action],
            "who": _who(case, step),
            "note": NOTES.get(step.note, step.note),
        }
        for step in steps
    ]


def clocks_of(case: Case) -> list[Duty]:
    """The clocks of a case, their texts in the reader's language."""
    duties = duties_of(case)
    for duty in duties:
        duty.what, duty.article = gettext(duty.what), sourced(duty.article)
        if duty.done_on is None:
            duty.done_on = case.closed_on
    return duties


def promised(case: Case) -> list[Duty]:
    """The clocks that a data subject is shown: once the term was extended, its new end alone."""
    return [duty for duty in clocks_of(case) if duty.what == gettext(MORE_TIME) or not is_extended(case)]


def _who(case: Case, step: StepTaken) -> str:
    """The role behind a step: colleagues by role, the data subject as such, the system as such."""
    if step.action in {"ask", "withdraw"}:
        return gettext("you") if session().acting.kind is Kind.SUBJECT else gettext("the person who asks")
    row = workflow_of(case).table.get((step.before or BEGIN, step.action))
    if row is None or not row.right:
        return gettext("the system")
    if row.right == "create":
        return gettext("an employee")
    return ", ".join(roles_with(row.right, _language()))


def asked_facts(asked: Request) -> list[tuple[str, object]]:
    """What was asked, by whom and how to reach them, as label and value."""
    rows = [
        (gettext("How it came in"), asked.get_channel_display()),
        (gettext("Who asks"), asked.asked_by),
        (gettext("How to reach this person"), asked.reach),
        (gettext("Why the use is restricted"), dict(Ground.choices).get(asked.ground, "")),
        (gettext("What is asked"), asked.wording),
        (gettext("How identity was established"), dict(How.choices).get(asked.identified_by, "")),
    ]
    return [(label, value) for label, value in rows if value]


def _why_not(can: Mapping[str, StepRefused | None]) -> str:
    """The first reason that is worth telling; what undoes a request is told apart, or is the data subject's."""
    told = [why for action, why in can.items() if why is not None and action not in UNDOES]
    told.sort(key=lambda one: (one.why is not Why.SAME_PERSON, one.facts.get("right") == "system"))
    return refusal_in_words(told[0]) if told else ""


def _language() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"
