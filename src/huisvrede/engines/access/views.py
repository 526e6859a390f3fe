"""Who looked at what, for whom it concerns and for whoever supervises it; and what one may see oneself."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access import queries, recoveries, recovery
from huisvrede.engines.access.forms import LooksForm
from huisvrede.engines.access.lists import LOGGING, LOOKS, SIGN_INS, state_of_recovery, today, what, who
from huisvrede.engines.access.lists import role as role_of
from huisvrede.engines.access.together import clock, together
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.naming import Names, action, names, reach
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.lists.showing import Searched, show
from huisvrede.foundation.people.models import Grant, named
from huisvrede.foundation.register.words import words
from huisvrede.foundation.ui.listing import Listing, Row
from huisvrede.foundation.ui.paging import edge_in
from huisvrede.foundation.ui.paging import page as page_of
from huisvrede.foundation.walls.session import session


@page(kind=Kind.SUBJECT, activity=LOGGING, purpose="accountability", needs="view", reach="own")
@require_safe
def own_log(request: HttpRequest) -> HttpResponse:
    """Who looked at my data: role and organisation, when, for what (articles 5(1)(a) and 15)."""
    shown = page_of(queries.seen_of_actor(), edge_in(request.GET))
    called = names({line.version for line in shown.rows})
    organisation, others = session().organisation.name, queries.worked_for(shown.rows)
    columns = (_("Time"), _("Who"), _("What"), _("Why"))
    days = []
    for day, lines in groupby(shown.rows, key=lambda line: timezone.localdate(line.at)):
        rows = together(
            (
                line.at,
                (
                    f"{called.role(line.version, line.role)}, {others.get(line.look, organisation)}",
                    f"{called.activity(line.version, line.activity)}: {action(line.action)}",
                    called.purpose(line.version, line.activity, line.purpose),
                ),
            )
            for line in lines
        )
        days.append((day, Listing(caption=date_format(day), columns=columns, rows=rows, empty="")))
    newer, older = shown.addresses(request.GET.dict())
    return render(request, "access/own.html", {"days": days, "newer": newer, "older": older})


@page(kind=Kind.STAFF, activity=LOGGING, purpose="accountability", needs="view", reach="organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def looks(request: HttpRequest) -> HttpResponse:
    """The access log for whoever supervises it; reading it is written down as well (NEN 7513)."""
    form = LooksForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        asked = form.asked()
        searched = Searched(lambda lines: queries.matching(lines, asked), form.words)
        about = [asked.person] if asked.person else []
        context["listing"] = show(request, LOOKS, searched=searched, about=about)
    elif not form.is_bound:
        context["listing"] = show(request, LOOKS)
    return render(request, "access/looks.html", context)


@page(kind=Kind.STAFF, activity=LOGGING, purpose="accountability", needs="view", reach="organisation")
@require_safe
def one_look(request: HttpRequest, key: UUID) -> HttpResponse:
    """One line of the access log: how many data subjects it concerns, never who."""
    line = Look.objects.filter(pk=key).first()
    if line is None:
        raise Refused(LOGGING, "view")
    called, version = today()
    role, subjects = queries.roles_of([line]).get(line.pk, ("", 0))
    facts = [
        (_("When"), f"{date_format(timezone.localdate(line.at))} {clock(line.at)}"),
        (_("Who"), who(line, queries.names_of_hats([line.hat]))),
        (_("In which role"), role_of(called, version, role)),
        (_("Activity"), called.activity(version, line.activity)),
        (_("What was done"), what(line)),
        (_("Why"), called.purpose(version, line.activity, line.purpose)),
        (
            _("Data subjects"),
            subjects,
            ngettext(
                "%(count)d line in the log of its subject",
                "%(count)d lines in the logs of their subjects",
                subjects,
            )
            % {"count": subjects},
        ),
    ]
    record(LOGGING, "view", [])
    return render(request, "access/look.html", {"facts": facts})


@page(kind=Kind.STAFF, activity=LOGGING, purpose="sign-in", needs="view", reach="organisation")
@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Every attempt to sign in, for whoever guards against misuse of accounts (article 32)."""
    return render(request, "access/sign_ins.html", {"listing": show(request, SIGN_INS)})


@page(kind=Kind.STAFF, purpose="own-access")
@require_safe
def my_access(request: HttpRequest) -> HttpResponse:
    """What my roles open, since when and until when, and who gave them (article 29)."""
    called, version = today()
    grants = queries.own_grants()
    givers = queries.names_of_hats({grant.granted_by for grant in grants if grant.granted_by})
    roles = [
        {
            "name": called.role(version, grant.role),
            "state": _state(grant),
            "facts": _grant_facts(grant, givers),
            "opens": _opens(grant.role, called, version),
        }
        for grant in grants
    ]
    own = [(recoveries.moment(one.asked_at), state_of_recovery(one), stop) for one, stop in recovery.of_actor()]
    return render(request, "access/mine.html", {"roles": roles, "recoveries": own})


def _state(grant: Grant) -> tuple[str, str]:
    day = session().acting.day
    if grant.ends_on and grant.ends_on < day:
        return _("ended"), "neutral"
    return (_("begins later"), "info") if grant.starts_on > day else (_("in force"), "ok")


def _grant_facts(grant: Grant, givers: dict[UUID, str]) -> list[tuple[str, object]]:
    giver = givers.get(grant.granted_by, named("")) if grant.granted_by else None
    return [
        (_("Since"), date_format(grant.starts_on)),
        (_("Until"), date_format(grant.ends_on) if grant.ends_on else _("no end date")),
        (_("Granted by"), giver or _("The organisation, at the start")),
    ]


def _opens(role: str, called: Names, version: UUID) -> Listing:
    opened = queries.opened_by(role, session().acting.day)
    return Listing(
        caption=called.role(version, role),
        columns=(_("Activity"), _("What you may do"), _("How far")),
        rows=[
            Row((called.activity(version, activity), words("action", actions), reach(far)))
            for (activity, far), actions in opened.items()
        ],
        empty=_("This role opens nothing in the policy that is in force."),
    )
