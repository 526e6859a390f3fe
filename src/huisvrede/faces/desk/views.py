"""The desk of staff: what is due today, and the way to the work."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from huisvrede.core.vocabulary import Kind, Purpose
from huisvrede.engines.access import recovery
from huisvrede.engines.rights.rules import PAPER_PATH, STAFF_PATH, WORKFLOWS
from huisvrede.engines.transparency import rules
from huisvrede.foundation.cases.models import KEPT
from huisvrede.foundation.duties.queries import OpenDuty, open_duties
from huisvrede.foundation.gates.doors import looked
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.people.queries import has_read
from huisvrede.foundation.walls.session import session

CASES: Final = dict.fromkeys(WORKFLOWS, STAFF_PATH) | {rules.POLICY.key: rules.STAFF_PATH}
"""Workflow -> address of its cases, with a place for the key."""

SEEKERS: Final = "home-seekers/view"


@dataclass(frozen=True)
class Offer:
    """A kind of work the desk leads to, for whom reaches it as a line of the menu is reached."""

    reaches: str
    address: str
    name: str
    what: str


TELEPHONE: Final = "/telephone"
OFFERS: Final = (
    Offer(
        TELEPHONE,
        "access:find",
        gettext_noop("Find a person"),
        gettext_noop(
            "Somebody telephones or stands at the counter: see whether we hold a file of them and what to ask first."
        ),
    ),
    Offer(
        SEEKERS,
        "allocation:list",
        gettext_noop("Home seekers"),
        gettext_noop("Find a registration, change it, or register somebody at the counter."),
    ),
    Offer(
        "care-files/view",
        "care:list",
        gettext_noop("Residents"),
        gettext_noop("Open the file of a resident you support, or record that there was contact."),
    ),
)


@page(kind=Kind.STAFF, activity="rights", purpose=Purpose.RIGHTS.value)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, soonest first; whoever has no clocks finds the way to their work."""
    duties = open_duties()
    about_people = sorted((one for one in duties if one.duty.case), key=_activity)  # the others name nobody
    for activity, rows in groupby(about_people, key=_activity):
        looked([one.duty for one in rows], activity)
    reached = request.worn.activities  # type: ignore[attr-defined]
    mine = [(one, _address(one)) for one in duties if one.mine]
    offers = [one for one in OFFERS if one.reaches in reached]
    context = {
        "must_read": has_read() is None,
        "recoveries": [stop for _one, stop in recovery.of_actor() if stop],
        "mine": mine,
        "others": [(one, _address(one)) for one in duties if not one.mine],
        "late": sum(one.left < 0 for one, _address in mine),
        "day": session().acting.day,
        "offers": [(reverse(one.address), gettext(one.name), gettext(one.what)) for one in offers],
        # Who finds people at the telephone has one place to search: the card of that.
        "find": reverse("allocation:list") if SEEKERS in reached and TELEPHONE not in reached else "",
    }
    return render(request, "desk/home.html", context)


def _activity(one: OpenDuty) -> str:
    return str(one.duty.activity)


def _address(one: OpenDuty) -> str:
    if one.duty.case is None:
        return one.duty.path
    if one.mine and one.duty.case.state == KEPT:
        return PAPER_PATH.format(one.duty.case_id)
    found = CASES.get(one.duty.case.workflow)
    return found.format(one.duty.case_id) if found else ""
