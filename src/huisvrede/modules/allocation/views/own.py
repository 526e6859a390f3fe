"""The home seeker's own pages, at /mijn/: register, see, change, who moves along, deregister."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.disclosing import disclosed
from huisvrede.foundation.gates.disclosures import told
from huisvrede.foundation.gates.doors import looked, open_one
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.walls.session import session
from huisvrede.modules.allocation import queries, services
from huisvrede.modules.allocation.forms import CardForm
from huisvrede.modules.allocation.models import Registration
from huisvrede.modules.allocation.personal_data import ACTIVITY
from huisvrede.modules.allocation.services import Impossible
from huisvrede.modules.allocation.views import showing
from huisvrede.modules.allocation.views.editing import edit
from huisvrede.modules.allocation.views.household import household_page, member_of, take_off

PURPOSE = "registration"
MINE = "allocation:mine"


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="own")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything we keep of the reader's registrations, and until when."""
    rows = looked(queries.mine(), ACTIVITY, to="view")
    keeping, households = queries.keeping(), queries.households(rows)
    passed_on = disclosed(rows)
    files = [
        {
            "registration": row,
            "facts": [*showing.facts(row), *showing.contact(row)],
            "members": households[row.pk],
            "disclosed": told(passed_on[row.pk]),
            "until": showing.until_when(keeping, row.ended_on),
            "state": showing.state(row),
        }
        for row in rows
    ]
    return render(request, "allocation/mine.html", {"files": files, "running": queries.running_one(rows)})


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="create", reach="own")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register oneself; how the data are handled stands beside the form (article 13)."""
    day = session().acting.day
    typed = request.POST if request.method == "POST" else None
    form = CardForm(typed, initial={"household_size": 1, "email": getattr(request.user, "email", "")}, on=day)
    if form.is_valid():
        try:
            made = services.register(card=form.card)
        except Impossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(
                request, _("You are registered. Your number is %(number)s.") % {"number": made.number}
            )
        return redirect(MINE)
    return render(request, "allocation/register.html", {"form": form, "cancel_url": "/mijn/", "day": day})


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="edit", reach="own")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Change one's own data."""
    registration = _opened(request)
    if registration is None:
        return redirect(MINE)
    return edit(request, registration, back=reverse(MINE), template="allocation/edit_own.html")


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="edit", reach="own")
@require_http_methods(["GET", "POST"])
def household(request: HttpRequest) -> HttpResponse:
    """Who would move along."""
    registration = _opened(request)
    if registration is None:
        return redirect(MINE)
    return household_page(request, registration, back=reverse(MINE), remove="allocation:remove_own_member")


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="edit", reach="own")
@require_POST
def remove_member(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take somebody off the household."""
    take_off(request, member_of(key))
    return redirect("allocation:own_household")


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose=PURPOSE, needs="edit", reach="own")
@require_http_methods(["GET", "POST"])
def deregister(request: HttpRequest) -> HttpResponse:
    """Deregister, after being told until when the data are kept (ALL-12)."""
    registration = _opened(request)
    if registration is None:
        return redirect(MINE)
    if request.method == "POST":
        try:
            ended = services.deregister(registration=registration)
        except Impossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, showing.until_when(queries.keeping(), ended.ended_on))
        return redirect(MINE)
    kept = showing.kept_if_ended(queries.keeping(), session().acting.day)
    context = {"registration": registration, "kept": kept, "cancel_url": reverse(MINE)}
    return render(request, "allocation/deregister.html", context)


def _opened(request: HttpRequest) -> Registration | None:
    """The registration that runs, opened; None when there is none to change, or it is on hold, and then why is said."""
    running = queries.running_one(list(queries.mine()))
    if running is None:
        return None
    if services.is_restricted(registration=running):
        messages.error(request, str(services.Restricted()))
        return None
    return open_one(Registration, running.pk)
