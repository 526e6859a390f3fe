"""The lists of requests, those that wait before the others, and of answers that wait to be handed over on paper."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from huisvrede.engines.rights.queries import requests, to_hand_over
from huisvrede.engines.rights.rules import ACCESS, ACTIVITY, PAPER_PATH, RESTRICTION, TOLD
from huisvrede.engines.rights.words import KINDS, STATES
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.lists.declaring import Facet, ListOf, Option, Sort, declare_list
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.ui.templatetags.ui import days_left
from huisvrede.foundation.walls.session import session

WAITS = "wacht"


def _cells(cases: Sequence[Case]) -> list[Row]:
    """A row per request: its reference, when it came, how far it is, and its nearest term."""
    due: dict[UUID | None, Duty] = {}
    for duty in Duty.objects.filter(case__in=[case.pk for case in cases]).order_by("-due_on"):
        due[duty.case_id] = duty
    return [
        Row(
            (
                str(case.pk)[:8].upper(),
                str(KINDS[case.workflow]),
                date_format(case.received_on, "DATE_FORMAT"),
                STATES[case.state],
                _term(case, due.get(case.pk)),
            ),
            reverse("rights:request", args=[case.pk]),
        )
        for case in cases
    ]


def _term(case: Case, duty: Duty | None) -> str:
    if case.closed_on is not None:
        return gettext("Closed on %(day)s") % {"day": date_format(case.closed_on, "DATE_FORMAT")}
    if duty is None:
        return ""
    left = days_left((duty.due_on - session().acting.day).days)
    return f"{date_format(duty.due_on, 'DATE_FORMAT')} ({left})"


def _states() -> list[Option]:
    running = Q(closed_on__isnull=True)
    return [
        Option(WAITS, gettext_lazy("Waiting"), running & ~Q(state=TOLD)),
        Option("loopt", gettext_lazy("Restrictions that go on"), running & Q(state=TOLD)),
        Option("gesloten", gettext_lazy("Closed"), ~running),
    ]


def _kinds() -> list[Option]:
    codes = {"inzage": ACCESS.key, "beperking": RESTRICTION.key}
    return [Option(code, KINDS[workflow], Q(workflow=workflow)) for code, workflow in codes.items()]


REQUESTS = declare_list(
    ListOf(
        key="verzoeken",
        name=gettext_lazy("Requests"),
        activity=ACTIVITY,
        purpose="rights",
        page="rights:requests",
        rows=requests,
        columns=[
            gettext_lazy("Request"),
            gettext_lazy("Kind of request"),
            gettext_lazy("Received"),
            gettext_lazy("State"),
            gettext_lazy("First term"),
        ],
        cells=_cells,
        empty=gettext_lazy("No request is in this list. Choose another state to see the others."),
        facets=(
            Facet("stand", gettext_lazy("State"), _states, usual=WAITS),
            Facet("soort", gettext_lazy("Kind of request"), _kinds),
        ),
        sorts=(
            Sort("oudste", gettext_lazy("Longest waiting first"), ("received_on", "id")),
            Sort("nieuwste", gettext_lazy("Newest first"), ("-received_on", "-id")),
        ),
    )
)


def _answers(cases: Sequence[Case]) -> list[Row]:
    return [
        Row(
            (str(case.pk)[:8].upper(), str(KINDS[case.workflow]), date_format(case.received_on, "DATE_FORMAT")),
            PAPER_PATH.format(case.pk),
        )
        for case in cases
    ]


ON_PAPER = declare_list(
    ListOf(
        key="op-papier",
        name=gettext_lazy("Answers to hand over on paper"),
        activity=ACTIVITY,
        purpose="rights",
        page="rights:to-hand-over",
        needs="hand-over",
        rows=to_hand_over,
        columns=[gettext_lazy("Request"), gettext_lazy("Kind of request"), gettext_lazy("Received")],
        cells=_answers,
        empty=gettext_lazy("No answer waits to be handed over."),
        facets=(Facet("soort", gettext_lazy("Kind of request"), _kinds),),
        sorts=REQUESTS.sorts,
    )
)
