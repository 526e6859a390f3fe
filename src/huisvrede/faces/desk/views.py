"""The desk of staff: what is due today, and the way to the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from huisvrede.core.vocabulary import Kind, Purpose
from huisvrede.engines.access import recovery
from huisvrede.faces.desk.lists import DUTIES, MINE, OTHERS, address_of, waiting, which
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.gates.doors import by_activity, looked
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.lists.showing import capped, show
from huisvrede.foundation.people.queries import has_read
from huisvrede.foundation.walls.session import session

PURPOSE: Final = Purpose.RIGHTS.value
SHOWN, READ = 6, 60
"""How many cards the desk shows of each, and how many clocks it reads for them: those that read the same are one card."""
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


@dataclass(frozen=True)
class Card:
    """A clock on the desk; `many` of them where nothing tells them apart, and then the way to the list of all."""

    duty: Duty
    what: str
    url: str
    many: int = 1


@page(kind=Kind.STAFF, activity="rights", purpose=PURPOSE)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, soonest first; whoever has no clocks finds the way to their work."""
    day = session().acting.day
    found = waiting()
    mine, others = found.filter(mine=True), found.filter(mine=False)
    count, late, elsewhere = capped([mine, mine.filter(due_on__lt=day), others])
    cards = {who: _cards(rows, who) for who, rows in ((MINE, mine), (OTHERS, others))}
    for activity, rows in by_activity([card.duty for some in cards.values() for card in some]).items():
        looked(rows, activity)
    reached = request.worn.activities  # type: ignore[attr-defined]
    offers = [one for one in OFFERS if one.reaches in reached]
    context = {
        "must_read": has_read() is None,
        "recoveries": [stop for _one, stop in recovery.of_actor() if stop],
        "mine": cards[MINE],
        "others": cards[OTHERS],
        "count": count,
        "elsewhere": elsewhere,
        "more": count > sum(card.many for card in cards[MINE]),
        "more_elsewhere": elsewhere > sum(card.many for card in cards[OTHERS]),
        "late": late,
        "day": day,
        "offers": [(reverse(one.address), gettext(one.name), gettext(one.what)) for one in offers],
        # Who finds people at the telephone has one place to search: the card of that.
        "find": reverse("allocation:list") if SEEKERS in reached and TELEPHONE not in reached else "",
    }
    return render(request, "desk/home.html", context)


@page(kind=Kind.STAFF, activity="rights", purpose=PURPOSE)
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Everything that waits, for the reader and for others."""
    return render(request, "desk/duties.html", {"listing": show(request, DUTIES)})


def _cards(rows: QuerySet[Any], who: str) -> list[Card]:
    """The soonest first; clocks that ask the same of nothing that has a name are one card with a number."""
    found = list(rows.order_by("due_on", "id")[:READ])
    told = which(found)
    alike: dict[object, list[Any]] = {}
    for one in found:
        alike.setdefault(one.pk if one.pk in told else (one.what, one.activity), []).append(one)
    return [_card(some, told, who) for some in list(alike.values())[:SHOWN]]


def _card(alike: list[Any], told: Mapping[UUID, str], who: str) -> Card:
    first, what = alike[0], gettext(alike[0].what)
    if len(alike) > 1:
        query = urlencode({"wie": who, "activiteit": first.activity})
        return Card(first, f"{what} ({len(alike)})", f"{reverse(DUTIES.page)}?{query}", len(alike))
    return Card(first, f"{what}: {told[first.pk]}" if first.pk in told else what, address_of(first))
