"""Requests of people: their own, and for who works here those they may see; asking what is held of oneself (article 15)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Body, Query, Router, Status
from pydantic import Field

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.rights import services
from huisvrede.engines.rights.queries import answer_of, open_requests, request_of, requests
from huisvrede.engines.rights.rules import ACCESS, ACTIVITY, WORKFLOWS
from huisvrede.engines.rights.showing import asked_facts, clocks_of, promised, state_of, timeline_of
from huisvrede.engines.rights.words import KINDS, OUTCOMES, STATES
from huisvrede.faces.api.house import Asked, Links, Paged, Told, address, linked
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import advice_of, decision_of, letter_of, steps_of
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.gates.doors import Refused, looked, open_one
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.jobs.services import wake
from huisvrede.foundation.register.words import language
from huisvrede.foundation.ui.paging import Edge
from huisvrede.foundation.ui.paging import page as page_of

ALL: Final = "/v1/requests"
OWN: Final = "/v1/own-requests"
NEWEST: Final = ("-received_on", "-id")
router = Router(tags=["requests"])


class AskedRequests(Paged):
    """Which requests: those that are open or closed; from a request on, or up to one."""

    open: bool | None = None
    after: UUID | None = None
    before: UUID | None = None


class NewRequest(Asked):
    """What somebody wants to know in particular, and in which language they read the answer; neither has to be said."""

    wording: Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")] = ""
    language: Literal["nl", "en"] | None = None


class Coded(Told):
    """A word of ours, for programs and for people."""

    code: str
    text: str


class Short(Told):
    """A request as a row of a list."""

    id: UUID
    kind: Coded
    state: Coded
    received_on: date
    closed_on: date | None = None
    url: str


class RequestList(Told):
    """A part of the requests, the newest first."""

    requests: list[Short]
    links: Links


class Event(Told):
    """A step that was taken, by which role."""

    day: date
    what: str
    who: str
    note: str


class Clock(Told):
    """A term: what must be done, before when, under which article."""

    what: str
    due_on: date
    done_on: date | None = None
    source: str


class Judged(Told):
    """An advice or a decision, with its reasons."""

    outcome: Coded
    reasons: str


class Single(Short):
    """One request: what was asked, what happened, and the terms that run."""

    state_told: str
    events: list[Event]
    clocks: list[Clock]
    decision: Judged | None = None


class Detail(Told):
    """Something that is known of a request."""

    label: str
    text: str


class AtWork(Single):
    """A request as who works on it reads it."""

    asked: list[Detail]
    advice: Judged | None = None


class Own(Single):
    """A request of one's own. An answer is read in the portal, by the browser that proves itself."""

    wording: str
    answered: bool


@router.get(
    "/requests",
    response=RequestList,
    by_alias=True,
    exclude_none=True,
    operation_id="listRequests",
    summary=_("List the requests that you may see"),
    description=_("For who handles requests of people. Each person in the list sees in their log that you looked."),
)
@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="view", scope="requests")
def listed(request: HttpRequest, asked: Query[AskedRequests]) -> RequestList:  # noqa: ARG001  ninja gives it
    """A page of requests."""
    return _listed(ALL, asked)


@router.get(
    "/requests/{uuid:key}",
    response=AtWork,
    by_alias=True,
    exclude_none=True,
    operation_id="getRequest",
    summary=_("Read one request"),
    description=_("What was asked, the advice, the decision and the terms that run."),
)
@page(kind=Kind.STAFF, activity=ACTIVITY, purpose="rights", needs="view", scope="requests")
def one(request: HttpRequest, key: UUID) -> AtWork:  # noqa: ARG001  ninja gives it
    """One request, at work."""
    case = _opened(key)
    asked, advice, decision = request_of(case), advice_of(case), decision_of(case)
    return AtWork(
        **_single(case, ALL, clocks_of(case)),
        asked=[Detail(label=label, text=str(value)) for label, value in asked_facts(asked)] if asked else [],
        advice=_judged(advice.outcome, advice.text) if advice else None,
        decision=_judged(decision.outcome, decision.reasons) if decision else None,
    )


@router.get(
    "/own-requests",
    response=RequestList,
    by_alias=True,
    exclude_none=True,
    operation_id="listOwnRequests",
    summary=_("List your own requests"),
    description=_("What you asked us, and how far it is."),
)
@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="rights", needs="view", scope="requests")
def own(request: HttpRequest, asked: Query[AskedRequests]) -> RequestList:  # noqa: ARG001  ninja gives it
    """A page of one's own requests."""
    return _listed(OWN, asked)


@router.post(
    "/own-requests",
    response={200: Own, 201: Own},
    by_alias=True,
    exclude_none=True,
    operation_id="createOwnRequest",
    summary=_("Ask what we hold of you"),
    description=_("A request for access. One that runs already is given back as it is, with 200; a new one with 201."),
)
@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="rights", needs="create", scope="requests")
def ask(request: HttpRequest, asked: Body[NewRequest], response: HttpResponse) -> Status[Own]:  # noqa: ARG001  ninja gives it
    """Ask for access, as in the portal."""
    running = open_requests().filter(workflow=ACCESS.key).exists()
    case = services.ask(what=ACCESS.key, wording=asked.wording.strip(), language=asked.language or language())
    wake("messages")
    response.headers["Location"] = address(f"{OWN}/{case.pk}")
    return Status(200 if running else 201, _own(case))


@router.get(
    "/own-requests/{uuid:key}",
    response=Own,
    by_alias=True,
    exclude_none=True,
    operation_id="getOwnRequest",
    summary=_("Read one request of your own"),
    description=_("How far it is, what was decided, and by when you hear from us."),
)
@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="rights", needs="view", scope="requests")
def own_one(request: HttpRequest, key: UUID) -> Own:  # noqa: ARG001  ninja gives it
    """One request of one's own."""
    return _own(_opened(key))


def _listed(place: str, asked: AskedRequests) -> RequestList:
    rows: QuerySet[Case] = requests().order_by(*NEWEST)
    if asked.open is not None:
        rows = rows.filter(closed_on__isnull=asked.open)
    found = page_of(rows, Edge(asked.after, asked.before), asked.size)
    return RequestList(
        requests=[Short(**_short(case, place)) for case in looked(found.rows, ACTIVITY)],
        links=linked(
            place,
            asked.model_dump(mode="json", by_alias=True, exclude_unset=True),
            previous=found.previous,
            following=found.next,
        ),
    )


def _opened(key: UUID) -> Case:
    """One case through the gate; what is no request is not here."""
    case = open_one(Case, key)
    if case.workflow not in WORKFLOWS:
        raise Refused(ACTIVITY, "view")
    return case


def _short(case: Case, place: str) -> dict[str, Any]:
    return {
        "id": case.pk,
        "kind": Coded(code=case.workflow, text=str(KINDS[case.workflow])),
        "state": Coded(code=case.state, text=str(STATES[case.state])),
        "received_on": case.received_on,
        "closed_on": case.closed_on,
        "url": address(f"{place}/{case.pk}"),
    }


def _single(case: Case, place: str, clocks: list[Duty]) -> dict[str, Any]:
    return {
        **_short(case, place),
        "state_told": state_of(case),
        "events": [
            Event(day=step["when"], what=str(step["what"]), who=str(step["who"]), note=str(step["note"]))  # type: ignore[arg-type]
            for step in timeline_of(case, steps_of(case))
        ],
        "clocks": [Clock(what=one.what, due_on=one.due_on, done_on=one.done_on, source=one.article) for one in clocks],
    }


def _own(case: Case) -> Own:
    """As the portal shows it: the decision once its letter is there."""
    asked, decision = request_of(case), decision_of(case) if letter_of(case) else None
    return Own(
        **_single(case, OWN, promised(case)),
        wording=asked.wording if asked else "",
        answered=answer_of(case) is not None,
        decision=_judged(decision.outcome, decision.reasons) if decision else None,
    )


def _judged(outcome: str, reasons: str) -> Judged:
    return Judged(outcome=Coded(code=outcome, text=str(OUTCOMES[outcome])), reasons=reasons)
