"""Who looked at what, for whom it concerns and for whoever supervises it; and what one may see oneself."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access import queries, recoveries, recovery
from huisvrede.engines.access.forms import LooksForm
from huisvrede.foundation.audit import signin
from huisvrede.foundation.audit.models import Look, SignIn
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.naming import Names, action, names, reach
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.people.models import Grant, named
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import words
from huisvrede.foundation.ui.listing import Listing, Row
from huisvrede.foundation.ui.paging import Page, edge_in
from huisvrede.foundation.ui.paging import page as page_of
from huisvrede.foundation.ui.templatetags.ui import badge
from huisvrede.foundation.walls.session import session
from huisvrede.foundation.walls.ticket import NOBODY

LOGGING = "logging"


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
        rows = [
            Row(
                (
                    _time(line.at),
                    f"{called.role(line.version, line.role)}, {others.get(line.look, organisation)}",
                    f"{called.activity(line.version, line.activity)}: {action(line.action)}",
                    called.purpose(line.version, line.activity, line.purpose),
                )
            )
            for line in lines
        ]
        days.append((day, Listing(caption=date_format(day), columns=columns, rows=rows, empty="")))
    newer, older = shown.addresses(request.GET.dict())
    return render(request, "access/own.html", {"days": days, "newer": newer, "older": older})


@page(kind=Kind.STAFF, activity=LOGGING, purpose="accountability", needs="view", reach="organisation")
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """The access log for whoever supervises it; reading it is written down as well (NEN 7513)."""
    called, version = _today()
    activities = sorted(
        ((key, name) for (_v, key), name in called.activities.items()), key=lambda pair: pair[1]
    )
    form = LooksForm(activities, request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        asked = form.asked()
        shown = page_of(queries.looks(asked), edge_in(request.GET))
        context["listing"] = _looks_listing(shown, called, version, request)
        about = [asked.person] if asked.person and shown.rows else []
        record(LOGGING, "list", about)
    return render(request, "access/looks.html", context)


@page(kind=Kind.STAFF, activity=LOGGING, purpose="accountability", needs="view", reach="organisation")
@require_safe
def one_look(request: HttpRequest, key: UUID) -> HttpResponse:
    """One line of the access log: how many data subjects it concerns, never who."""
    line = queries.looks(queries.Asked()).filter(pk=key).first()
    if line is None:
        raise Refused(LOGGING, "view")
    called, version = _today()
    role, subjects = queries.roles_of([line]).get(line.pk, ("", 0))
    facts = [
        (_("When"), f"{date_format(timezone.localdate(line.at))} {_time(line.at)}"),
        (_("Who"), _who(line, queries.names_of_hats([line.hat]))),
        (_("In which role"), _role(called, version, role)),
        (_("Activity"), called.activity(version, line.activity)),
        (_("What was done"), _what(line)),
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
    failures = request.GET.get("mislukt") == "1"
    shown = page_of(queries.sign_ins(failures=failures), edge_in(request.GET))
    known = queries.names_of_accounts(line.account for line in shown.rows)
    newer, older = shown.addresses(request.GET.dict())
    listing = Listing(
        caption=_("Attempts to sign in"),
        columns=(_("When"), _("Outcome"), _("Account"), _("Address")),
        rows=[_sign_in_row(line, known) for line in shown.rows],
        empty=_("Nobody failed to sign in.") if failures else _("Nobody has tried to sign in yet."),
        previous_url=newer,
        next_url=older,
    )
    record(LOGGING, "list", [])
    return render(request, "access/sign_ins.html", {"listing": listing, "failures": failures})


@page(kind=Kind.STAFF, purpose="own-access")
@require_safe
def my_access(request: HttpRequest) -> HttpResponse:
    """What my roles open, since when and until when, and who gave them (article 29)."""
    called, version = _today()
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
    own = [(recoveries.moment(one.asked_at), recoveries.state(one), stop) for one, stop in recovery.of_actor()]
    return render(request, "access/mine.html", {"roles": roles, "recoveries": own})


def _today() -> tuple[Names, UUID]:
    version = version_on(session().acting.day).pk
    return names([version]), version


def _time(at: Any) -> str:
    return date_format(timezone.localtime(at), "TIME_FORMAT")


def _looks_listing(shown: Page[Look], called: Names, version: UUID, request: HttpRequest) -> Listing:
    hats = queries.names_of_hats({line.hat for line in shown.rows})
    roles = queries.roles_of(shown.rows)
    newer, older = shown.addresses(request.GET.dict())
    rows = [
        Row(
            (
                f"{date_format(timezone.localdate(line.at), 'SHORT_DATE_FORMAT')} {_time(line.at)}",
                _who(line, hats),
                _role(called, version, roles[line.pk][0]) if line.pk in roles else None,
                called.activity(version, line.activity),
                _what(line),
                line.subjects,
            ),
            reverse("access:look", args=[line.pk]),
        )
        for line in shown.rows
    ]
    return Listing(
        caption=_("Access log"),
        columns=(_("When"), _("Who"), _("Role"), _("Activity"), _("What was done"), _("Data subjects")),
        rows=rows,
        empty=_("No line has all of this. Choose other days or fewer filters."),
        previous_url=newer,
        next_url=older,
    )


def _who(line: Look, hats: dict[UUID, str]) -> str:
    if line.hat in hats:
        return hats[line.hat]
    if line.hat != NOBODY:
        return _("A data subject")
    return _("The system itself") if line.account == NOBODY else _("Somebody who was signing in")


def _role(called: Names, version: UUID, role: str) -> str | None:
    """The role for who supervises; who looked at their own data had none."""
    return called.role(version, role) if role and role != Kind.SUBJECT.value else None


def _what(line: Look) -> Any:
    return badge(_("refused"), "warning") if line.refused else action(line.action)


OUTCOMES: Mapping[str, tuple[str, str]] = {
    signin.Outcome.PASSWORD: (gettext_noop("password right, not signed in yet"), "neutral"),
    signin.Outcome.PASSED: (gettext_noop("signed in"), "ok"),
    signin.Outcome.FAILED: (gettext_noop("wrong address or password"), "warning"),
    signin.Outcome.CODE_FAILED: (gettext_noop("wrong code"), "warning"),
    signin.Outcome.LOCKED: (gettext_noop("locked after too many attempts"), "error"),
    signin.Outcome.OUT: (gettext_noop("signed out"), "neutral"),
    signin.Outcome.IDLE: (gettext_noop("signed out after doing nothing"), "neutral"),
    signin.Outcome.RECOVERED: (gettext_noop("new password by the code of two colleagues"), "info"),
    signin.Outcome.REPLACED: (gettext_noop("an old cookie was used, perhaps a copy"), "error"),
}
"""Every outcome of an attempt in words, and the kind of its badge."""


def _sign_in_row(line: SignIn, known: dict[UUID, str]) -> Row:
    said, kind = OUTCOMES[line.outcome]
    account = (
        known.get(line.account, _("An account that is not of the staff")) if line.account else _("No account")
    )
    return Row(
        (
            f"{date_format(timezone.localdate(line.at), 'SHORT_DATE_FORMAT')} {_time(line.at)}",
            badge(_(said), kind),
            account,
            line.address,
        )
    )


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
