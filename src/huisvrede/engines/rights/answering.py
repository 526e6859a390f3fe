"""The worker's answer to a decided request: letter and package are made, the data subject is told."""

from __future__ import annotations

import json

from huisvrede.core.duration import Language
from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.rights import letters
from huisvrede.engines.rights.models import Answer
from huisvrede.engines.rights.package import collect
from huisvrede.engines.rights.queries import request_of
from huisvrede.engines.rights.rules import ACCESS, ACTIVITY, CLOCKS, OWN_PATH, PAPER_PATH, STAFF_PATH
from huisvrede.engines.rights.services import check_four_eyes, knows
from huisvrede.foundation.cases.models import Case, Decision, Letter
from huisvrede.foundation.cases.queries import decision_of
from huisvrede.foundation.cases.services import take_step
from huisvrede.foundation.documents.pdf import render
from huisvrede.foundation.duties.services import fulfil, hand_on
from huisvrede.foundation.messages.queries import accounts_of, accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.vault.sealing import seal_file
from huisvrede.foundation.walls.session import session


def answer(case: Case) -> bool:
    """Answer one decided request; whether a step was taken. Acts as a job.

    Where nobody can sign in to read it, the answer is kept for whoever hands it over on paper, or else whoever decides
    records why nobody can be told (ALL-36). StepRefused when the decision is missing or the adviser's own.
    """
    accounts = accounts_of(case.person_id)
    if case.state == "kept" and not accounts:
        return False
    if case.state != "kept":
        decision = decision_of(case)
        check_four_eyes(case, decision)
        assert decision is not None
        _make(case, decision, on_paper=not accounts)
    action = "answer" if accounts else "keep"
    take_step(case=case, action=action, workflow=ACCESS, version=case.version)
    for account in accounts:
        notify(account=account, notice="request-answered", path=OWN_PATH.format(case.pk))
    if accounts:
        for what in CLOCKS:
            fulfil(case=case, what=what, on=session().acting.day)
    if not accounts:
        _ask_to_hand_over(case)
    return True


def tell(case: Case) -> bool:
    """Tell the data subject that an answer takes longer; the reasons stand in the portal. Acts as a job.

    Somebody without an account is written to by whoever works on the request; whether a step was taken.
    """
    accounts = accounts_of(case.person_id)
    if not accounts:
        return False
    take_step(case=case, action="tell", workflow=ACCESS, version=case.version)
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
    """Letter and, when granted, the package as PDF and as JSON."""
    request = request_of(case)
    language: Language = "en" if request is not None and request.language == "en" else "nl"
    day = session().acting.day
    letter = letters.of_decision(case, decision, language=language, day=day, on_paper=on_paper)
    Letter(case=case, activity=ACTIVITY, title=letter.title, content=render(letter), made_on=day).save(
        force_insert=True
    )
    if decision.outcome == Outcome.GRANTED.value:
        package = collect(case.person_id, language=language, day=day)
        pdf = render(letters.of_package(case, package, language=language, day=day))
        data = json.dumps(package.as_json(), ensure_ascii=False, indent=2).encode()
        made = Answer(case=case, activity=ACTIVITY, made_on=day)
        made.pdf, made.data = seal_file(made, "pdf", pdf), seal_file(made, "data", data)
        made.save(force_insert=True)
