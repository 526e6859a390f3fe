"""A request, act by act, whatever is asked: asked or passed on, identity, advice, decision, answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from django.db import DatabaseError

from huisvrede.core.law import rule
from huisvrede.core.vocabulary import Outcome
from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights.elsewhere import noted, systems_for
from huisvrede.engines.rights.models import Channel, Ground, Handed, How, Request
from huisvrede.engines.rights.queries import (
    is_extended,
    is_identified,
    open_requests,
    person_who_worked,
    person_with_file,
    was_passed_on,
)
from huisvrede.engines.rights.rules import (
    ACTIVITY,
    CLOCKS,
    LAW_OF_ANSWERS,
    LAWS_TERM,
    MORE_TIME,
    NO_FILE,
    OUR_TERM,
    STAFF_PATH,
    TERMS,
    WORKFLOWS,
    workflow_of,
)
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cases import services as cases
from huisvrede.foundation.cases.models import Case, Decision
from huisvrede.foundation.cases.queries import advice_of
from huisvrede.foundation.cluster.routing import savepoint, sqlstate
from huisvrede.foundation.duties import services as duties
from huisvrede.foundation.duties.queries import duties_of
from huisvrede.foundation.messages.queries import accounts_with
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.people.services import new_subject
from huisvrede.foundation.register.queries import term, term_period, version_on
from huisvrede.foundation.walls.session import one_at_a_time, session

NOTHING_ELSEWHERE: Final[Mapping[str, str]] = MappingProxyType({})
TOO_OFTEN: Final = "HV021"
"""What the database says to who begins a restriction a sixth time on one day (`walls.restrict`)."""


class OftenEnough(Exception):
    """Somebody began and ended their restriction so often today that the next one is asked tomorrow, or on paper."""


class KnownBy(NamedTuple):
    """What the person says of their file, that must agree with it in full."""

    number: str
    born: date
    family_name: str


def ask(*, what: str, wording: str, language: str, ground: Ground | None = None) -> Case:
    """The data subject asks in the portal, signed in; the same that runs already is returned as it is.

    `what` is the key of a workflow. From the moment restriction is asked, the database holds the data (COR-29). OftenEnough
    for a sixth restriction on one day.
    """
    one_at_a_time(f"ask {session().person}")
    running = open_requests().filter(workflow=what).first()
    if running is not None:
        return running
    asked_by = Person(pk=session().person)
    try:
        with savepoint():
            case = cases.open_case(
                activity=ACTIVITY,
                workflow=WORKFLOWS[what],
                person=asked_by,
                received_on=session().acting.day,
                action="ask",
            )
            asked(
                case,
                channel=Channel.PORTAL,
                wording=wording,
                language=language,
                ground=ground or "",
                identified_by=How.SIGNED_IN,
            )
    except DatabaseError as problem:
        if sqlstate(problem) != TOO_OFTEN:
            raise
        raise OftenEnough from None
    return case


def pass_on(
    *,
    what: str,
    asked_by: str,
    reach: str,
    channel: str,
    wording: str,
    received_on: date,
    language: str,
    ground: str = "",
) -> None:
    """Pass on a request that reached a colleague, in one step; the privacy officer knows at once (ALL-34).

    The clocks begin on the day it was received. Nothing comes back: whoever passes on may be unable to read.
    ValueError for a day that has yet to come.
    """
    if received_on > session().acting.day:
        raise ValueError("A request can't have been received on a day that has yet to come.")
    with savepoint():
        person = new_subject(account=None, on=received_on)
        case = cases.open_case(
            activity=ACTIVITY,
            workflow=WORKFLOWS[what],
            person=person,
            received_on=received_on,
            action="pass-on",
        )
        asked(
            case,
            channel=channel,
            wording=wording,
            language=language,
            ground=ground,
            asked_by=asked_by,
            reach=reach,
        )


def establish_identity(
    *, case: Case, version: int, how: str, file: KnownBy | None, worked: UUID | None = None
) -> bool:
    """The privacy officer establishes who asks and which file is theirs; False when no file agrees with what is known.

    Without a file: somebody of whom none is held, who hears just that (article 15(1)). Nothing of a file is shown, and
    no copy of a document is kept (article 12(6)). `worked`: the hat of a former colleague, whose account is what is held.
    """
    with savepoint():
        found: UUID | None = case.whose
        if worked is not None:
            found = person_who_worked(case.pk, worked)
        elif file is not None:
            found = person_with_file(case.whose, file.number, born=file.born, family_name=file.family_name)
        if found is None:
            record(ACTIVITY, "look-for-file", [case.whose])
            return False
        if case.version == version:
            Case.objects.filter(pk=case.pk, state="received").update(person_id=found)
            case.person_id = found
        cases.take_step(
            case=case,
            action="establish-identity",
            workflow=workflow_of(case),
            version=version,
            note="" if file or worked else NO_FILE,
            how=how,
            file=True,
        )
        Request.objects.filter(case=case).update(identified_by=how)
        record(ACTIVITY, "establish-identity", [found])
    return True


def not_identified(*, case: Case, version: int, reasons: str) -> None:
    """Record what was tried to establish who asks, in vain: only a refusal can follow (articles 11(2) and 12(2))."""
    with savepoint():
        cases.take_step(
            case=case, action="not-identified", workflow=workflow_of(case), version=version, note=reasons, reasons=reasons
        )
        Request.objects.filter(case=case).update(identified_by=How.NOT)


def look_again(*, case: Case, version: int, reasons: str) -> None:
    """It was the wrong person who was found, or it can be established after all: the request is to be identified anew.

    Before anybody advised on it, and never of somebody who signed in. The case is nobody's we know again.
    """
    with savepoint():
        cases.take_step(
            case=case,
            action="look-again",
            workflow=workflow_of(case),
            version=version,
            note=reasons,
            reasons=reasons,
            passed_on=was_passed_on(case),
        )
        Request.objects.filter(case=case).update(identified_by="")
        case.person_id = new_subject(account=None, on=session().acting.day).pk
        Case.objects.filter(pk=case.pk).update(person_id=case.person_id)


def extend(*, case: Case, version: int, reasons: str) -> None:
    """Two more months for a request that is complex or one of many: once, in the first month, with reasons (article 12(3)).

    A longer clock begins. The law's own ends when the person knows: answering in a month, or saying why not, is what it asks.
    """
    law = rule(LAW_OF_ANSWERS, case.received_on)
    with savepoint():
        cases.take_step(
            case=case,
            action="extend",
            workflow=workflow_of(case),
            version=version,
            note=reasons,
            reasons=reasons,
            in_time=can_be_extended(case),
        )
        duties.begin(
            case=case,
            what=MORE_TIME,
            right="decide" if case.state == "advised" else "advise",
            from_day=case.received_on,
            period=law.longest,
            law=law.law,
            article=law.source,
        )


def letter_sent(*, case: Case, version: int) -> None:
    """The letter that says why an answer takes longer went to somebody who asked on paper."""
    with savepoint():
        cases.take_step(case=case, action="letter-sent", workflow=workflow_of(case), version=version)
        knows(case)


def knows(case: Case) -> None:
    """The data subject knows that it takes longer: the law's first term is met."""
    duties.fulfil(case=case, what=LAWS_TERM, on=session().acting.day)


def can_be_extended(case: Case) -> bool:
    """Whether the law still lets this request take longer: not extended yet, and its own term not over."""
    day, law = session().acting.day, rule(LAW_OF_ANSWERS, case.received_on)
    if law.extension is None or is_extended(case):
        return False
    return any(duty.what == LAWS_TERM and duty.due_on >= day for duty in duties_of(case))


def advise(
    *, case: Case, version: int, outcome: Outcome, text: str, elsewhere: Mapping[str, str] = NOTHING_ELSEWHERE
) -> None:
    """The privacy officer advises; whoever decides is told, and the clocks call them from now on.

    `elsewhere`: by system, what it holds of who asks for access, or why nobody looked; a request is granted only with it.
    """
    systems = systems_for(case) if outcome is Outcome.GRANTED else {}
    note = noted(systems, elsewhere)
    with savepoint():
        cases.advise(
            case=case,
            workflow=workflow_of(case),
            version=version,
            outcome=outcome,
            text=text,
            note=note,
            elsewhere=bool(note) or not systems,
        )
        duties.hand_on(case=case, right="decide")
        for account in accounts_with(ACTIVITY, "decide"):
            notify(account=account, notice="request-advised", path=STAFF_PATH.format(case.pk))


def decide(*, case: Case, version: int, outcome: Outcome, reasons: str) -> Decision:
    """The management decides on the advice of somebody else (ALL-35); the worker makes letter and answer.

    Both outcomes have reasons; the letter of a refusal names the authority and the court (article 12(4)).
    """
    return cases.decide(
        case=case,
        workflow=workflow_of(case),
        version=version,
        outcome=outcome,
        reasons=reasons,
        identity=is_identified(case),
    )


def withdraw(*, case: Case, version: int) -> None:
    """The data subject takes the request back, until it is decided."""
    cases.take_step(case=case, action="withdraw", workflow=workflow_of(case), version=version)


def take_back(*, case: Case, version: int, reasons: str) -> None:
    """Somebody who did not ask in the portal takes the request back on paper or by telephone; how is on record."""
    cases.take_step(
        case=case,
        action="take-back",
        workflow=workflow_of(case),
        version=version,
        note=reasons,
        reasons=reasons,
        passed_on=was_passed_on(case),
    )


def not_inform(*, case: Case, version: int, reasons: str) -> None:
    """Record why telling the data subject is impossible or disproportionate (ALL-36)."""
    with savepoint():
        cases.take_step(
            case=case, action="not-inform", workflow=workflow_of(case), version=version, note=reasons, reasons=reasons
        )
        for what in CLOCKS:
            duties.fulfil(case=case, what=what, on=session().acting.day)


def hand_over(*, case: Case, version: int, how: Handed) -> None:
    """The answer reached on paper somebody who has no account; its clocks end with the case (ALL-36)."""
    cases.take_step(
        case=case, action="hand-over", workflow=workflow_of(case), version=version, note=how, how=how
    )


def check_four_eyes(case: Case, decision: Decision | None) -> None:
    """Before anything leaves: there is a decision, and it is not the adviser's; StepRefused otherwise."""
    advice = advice_of(case)
    if decision is None or advice is None:
        raise StepRefused(Why.NEEDS, missing="decision")
    if decision.account == advice.account:
        raise StepRefused(Why.SAME_PERSON, earlier="advise", action="decide")


def asked(case: Case, **words: str) -> None:
    """What was asked and how, its clocks, and a notice to whoever establishes identity."""
    request = Request(case=case, activity=ACTIVITY, **words)
    request.save(force_insert=True)
    _begin_clocks(case)
    for account in accounts_with(ACTIVITY, "establish-identity"):
        notify(account=account, notice="request-received", path=STAFF_PATH.format(case.pk))


def _begin_clocks(case: Case) -> None:
    """Two clocks from the day of receipt: the term we promised, and the law's, which is the floor."""
    version = version_on(session().acting.day)
    law = rule(LAW_OF_ANSWERS, case.received_on)
    key = TERMS[case.workflow]
    ours = term(version, key)
    clocks = (
        (OUR_TERM, term_period(version, key), "" if ours.source == "setting" else ours.source),
        (LAWS_TERM, law.period, law.source),
    )
    for what, period, article in clocks:
        duties.begin(
            case=case,
            what=what,
            right="advise",
            from_day=case.received_on,
            period=period,
            law=law.law,
            article=article,
        )
