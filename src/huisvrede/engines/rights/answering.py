"""The worker's answer to a decided request: letter and package are made, the data subject is told."""

from __future__ import annotations

import json

from django.db.models.functions import Now

from huisvrede.core.duration import Language
from huisvrede.core.vocabulary import Outcome
from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights import letters
from huisvrede.engines.rights.elsewhere import told_with
from huisvrede.engines.rights.holding_back import covered_in
from huisvrede.engines.rights.models import Answer
from huisvrede.engines.rights.package import collect
from huisvrede.engines.rights.queries import request_of
from huisvrede.engines.rights.restricting import lift, settle
from huisvrede.engines.rights.rules import (
    ACCESS,
    ACTIVITY,
    OWN_PATH,
    PAPER_PATH,
    RUNNING,
    STAFF_PATH,
    TO_ANSWER,
    workflow_of,
)
from huisvrede.engines.rights.services import check_four_eyes, knows
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases.models import Case, Decision, Letter
from huisvrede.foundation.cases.queries import decision_of, steps_of
from huisvrede.foundation.cases.services import take_step
from huisvrede.foundation.documents.blocks import Document
from huisvrede.foundation.documents.pdf import render
from huisvrede.foundation.duties.services import hand_on
from huisvrede.foundation.messages.queries import accounts_of, accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.vault.sealing import seal_file
from huisvrede.foundation.walls.session import session


def answer(case: Case) -> bool:
    """Answer one decided request; whether a step was taken.

    Where nobody can sign in to read it, the answer is kept for whoever hands it over on paper, or else whoever decides
    records why nobody can be told (ALL-36). StepRefused when the decision is missing or the adviser's own.
    """
    accounts = accounts_of(case.whose)
    if case.state == "kept" and not accounts:
        return False
    if case.state == "to-end":
        _make_end(case, on_paper=not accounts)
    elif case.state != "kept":
        decision = decision_of(case)
        check_four_eyes(case, decision)
        assert decision is not None
        _make(case, decision, on_paper=not accounts)
    action = "answer" if accounts else "keep"
    take_step(case=case, action=action, workflow=workflow_of(case), version=case.version)
    for account in accounts:
        notify(account=account, notice="request-answered", path=OWN_PATH.format(case.pk))
    if accounts:
        settle(case)
    else:
        _ask_to_hand_over(case)
    return True


def act(case: Case) -> bool:
    """What is to be done for a case in which it is the worker's turn; whether something was. Acts as a job."""
    if case.state in RUNNING:
        return tell(case)
    if case.state == "taken-back":
        return close(case)
    return answer(case) if case.state in TO_ANSWER else follow_up(case)


def close(case: Case) -> bool:
    """Close what was taken back on paper or by telephone; StepRefused where nobody wrote down how that was heard.

    Whoever has an account hears of it: if it was not them, they see so at once, and ask again.
    """
    if not any(step.action == "take-back" for step in steps_of(case)):
        raise StepRefused(Why.NEEDS, missing="reasons")
    take_step(case=case, action="close", workflow=workflow_of(case), version=case.version)
    for account in accounts_of(case.whose):
        notify(account=account, notice="request-answered", path=OWN_PATH.format(case.pk))
    return True


def follow_up(case: Case) -> bool:
    """After a decision on restriction was told, on paper as well: its clocks, and in time the end of it."""
    if lift(case):
        return True
    return settle(case)


def tell(case: Case) -> bool:
    """Tell the data subject that an answer takes longer; the reasons stand in the portal. Acts as a job.

    Somebody without an account is written to by whoever works on the request; whether a step was taken.
    """
    accounts = accounts_of(case.whose)
    if not accounts:
        return False
    take_step(case=case, action="tell", workflow=workflow_of(case), version=case.version)
    knows(case)
    for account in accounts:
        notify(account=account, notice="request-extended", path=OWN_PATH.format(case.pk))
    return True


def _ask_to_hand_over(case: Case) -> None:
    if there := accounts_with(ACTIVITY, "hand-over"):
        hand_on(case=case, right="hand-over")
        for account in there:
            notify(account=account, notice="answer-on-paper", path=PAPER_PATH.format(case.pk))
        return
    for account in accounts_with(ACTIVITY, "decide"):
        notify(account=account, notice="request-unreachable", path=STAFF_PATH.format(case.pk))


def _make(case: Case, decision: Decision, *, on_paper: bool) -> None:
    """Letter and, when access was granted, the package as PDF and as JSON."""
    language, day = _language(case), session().acting.day
    _written(case, letters.of_decision(case, decision, language=language, day=day, on_paper=on_paper))
    if decision.outcome == Outcome.GRANTED.value and case.workflow == ACCESS.key:
        held_back = covered_in(case)
        package = collect(case.whose, language=language, day=day, held_back=held_back, elsewhere=told_with(case))
        if held_back:
            record(ACTIVITY, "held-back", [case.whose])
        pdf = render(letters.of_package(case, package, language=language, day=day))
        data = json.dumps(package.as_json(), ensure_ascii=False, indent=2).encode()
        made = Answer(case=case, activity=ACTIVITY, made_on=day)
        made.pdf, made.data = seal_file(made, "pdf", pdf), seal_file(made, "data", data)
        made.save(force_insert=True)


def _make_end(case: Case, *, on_paper: bool) -> None:
    """The letter that a restriction ends, before it does (article 18(3)); StepRefused where one person did both."""
    steps = steps_of(case)
    ends = max(place for place, step in enumerate(steps) if step.action == "end")
    proposed = [step for step in steps[:ends] if step.action == "propose-end"][-1]
    if proposed.account == steps[ends].account:
        raise StepRefused(Why.SAME_PERSON, earlier="propose-end", action="end")
    day = session().acting.day
    _written(case, letters.of_end(case, proposed, language=_language(case), day=day, on_paper=on_paper))


def _written(case: Case, letter: Document) -> None:
    content, day = render(letter), session().acting.day
    Letter(case=case, activity=ACTIVITY, title=letter.title, content=content, made_on=day, at=Now()).save(force_insert=True)


def _language(case: Case) -> Language:
    request = request_of(case)
    return "en" if request is not None and request.language == "en" else "nl"
