"""The worker's answer to a decided request: letter and package are made, the data subject is told."""

from __future__ import annotations

import json

from huisvrede.core.duration import Language
from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.rights import letters
from huisvrede.engines.rights.models import Answer
from huisvrede.engines.rights.package import collect
from huisvrede.engines.rights.queries import request_of
from huisvrede.engines.rights.rules import ACCESS, ACTIVITY, CLOCKS, OWN_PATH, STAFF_PATH
from huisvrede.engines.rights.services import check_four_eyes
from huisvrede.foundation.cases.models import Case, Decision, Letter
from huisvrede.foundation.cases.queries import decision_of
from huisvrede.foundation.cases.services import take_step
from huisvrede.foundation.documents.pdf import render
from huisvrede.foundation.duties.services import fulfil
from huisvrede.foundation.messages.queries import accounts_of, accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.walls.session import session


def answer(case: Case) -> bool:
    """Answer one decided request; whether a step was taken. Acts as a job.

    Where nobody can sign in to read it, the answer is kept and whoever decides must find a way or record why
    there is none (ALL-36). StepRefused when the decision is missing or the adviser's own.
    """
    accounts = accounts_of(case.person_id)
    if case.state == "kept" and not accounts:
        return False
    if case.state != "kept":
        decision = decision_of(case)
        check_four_eyes(case, decision)
        assert decision is not None
        _make(case, decision)
    action = "answer" if accounts else "keep"
    take_step(case=case, action=action, workflow=ACCESS, version=case.version)
    for account in accounts:
        notify(account=account, notice="request-answered", path=OWN_PATH.format(case.pk))
    if accounts:
        for what in CLOCKS:
            fulfil(case=case, what=what, on=session().acting.day)
    for account in [] if accounts else accounts_with(ACTIVITY, "decide"):
        notify(account=account, notice="request-unreachable", path=STAFF_PATH.format(case.pk))
    return True


def _make(case: Case, decision: Decision) -> None:
    """Letter and, when granted, the package as PDF and as JSON."""
    request = request_of(case)
    language: Language = "en" if request is not None and request.language == "en" else "nl"
    day = session().acting.day
    letter = letters.of_decision(case, decision, language=language, day=day)
    Letter(case=case, activity=ACTIVITY, title=letter.title, content=render(letter), made_on=day).save(
        force_insert=True
    )
    if decision.outcome == Outcome.GRANTED.value:
        package = collect(case.person_id, language=language, day=day)
        pdf = render(letters.of_package(case, package, language=language, day=day))
        data = json.dumps(package.as_json(), ensure_ascii=False, indent=2).encode()
        Answer(case=case, activity=ACTIVITY, pdf=pdf, data=data, made_on=day).save(force_insert=True)
