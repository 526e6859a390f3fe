"""Home seekers on the desk, at /werk/woningzoekenden/: the list, a record, and what may be done with it."""

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
from huisvrede.foundation.gates.disclosures import disclosure_page, told
from huisvrede.foundation.gates.doors import Refused, open_one
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.lists.showing import Searched, show
from huisvrede.foundation.ui.listing import Action
from huisvrede.foundation.walls.session import may, session
from huisvrede.modules.allocation import queries, services
from huisvrede.modules.allocation.forms import CardForm, EndForm, HandlerForm, SearchForm
from huisvrede.modules.allocation.lists import SEEKERS
from huisvrede.modules.allocation.models import Assignment, EndReason, Registration
from huisvrede.modules.allocation.personal_data import ACTIVITY
from huisvrede.modules.allocation.services import Impossible
from huisvrede.modules.allocation.views import showing
from huisvrede.modules.allocation.views.editing import edit
from huisvrede.modules.allocation.views.household import household_page, member_of, take_off

PURPOSE = "registration"
LIST = "allocation:list"


def _record_of(key: UUID) -> str:
    return reverse("allocation:record", args=[key])


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view")
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Fifty at a time, as the address and the words of the form say; each of them is told they were listed."""
    form, may_create = SearchForm(request.POST or None), _may("create")
    add = Action(_("Register somebody"), reverse("allocation:create"), "plus") if may_create else None
    listing = None
    if form.is_valid() or not form.is_bound:
        searched = Searched(lambda rows: queries.matching(rows, form.asked), form.words) if form.is_bound else None
        listing = show(request, SEEKERS, searched=searched, action=add)
    return render(
        request, "allocation/list.html", {"form": form, "listing": listing, "may_create": may_create}
    )


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view")
@require_safe
def record(request: HttpRequest, key: UUID) -> HttpResponse:
    """One file: the facts, the household, who handles it, what happened, and why the reader may see it."""
    registration = open_one(Registration, key)
    handlers, keeping = list(queries.handlers(registration)), queries.keeping()
    context = {
        "registration": registration,
        "facts": showing.facts(registration),
        "contact": showing.contact(registration),
        "until": showing.until_when(keeping, registration.ended_on),
        "keeping": keeping,
        "members": queries.household(registration),
        "handlers": [one for one in handlers if showing.runs(one, session().acting.day)],
        "events": showing.timeline(registration, handlers),
        "state": showing.state(registration),
        "may_edit": _may("edit"),
        "may_assign": may(ACTIVITY, "edit", "organisation"),
        "disclosed": told(disclosed([registration])[key]),
        "disclose_url": reverse("allocation:disclose", args=[key]) if _may("disclose") else "",
    }
    return render(request, "allocation/record.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="create", reach="organisation")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Registration at the counter, for somebody who asks for it."""
    day = session().acting.day
    typed = request.POST if request.method == "POST" else None
    form = CardForm(typed, initial={"household_size": 1}, on=day)
    if form.is_valid():
        made = services.register_for(card=form.card)
        messages.success(request, _("Registered under number %(number)s.") % {"number": made.number})
        return redirect(_record_of(made.pk))
    return render(request, "allocation/create.html", {"form": form, "cancel_url": reverse(LIST), "day": day})


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="edit")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change the card of a registration."""
    registration = open_one(Registration, key)
    return edit(request, registration, back=_record_of(key), template="allocation/edit.html")


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="edit")
@require_http_methods(["GET", "POST"])
def deregister(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a registration: why and when; from then the retention period runs."""
    registration = open_one(Registration, key)
    day = session().acting.day
    form = EndForm(request.POST) if request.method == "POST" else EndForm(initial={"on": day})
    if form.is_valid():
        reason = EndReason(form.cleaned_data["reason"])
        try:
            ended = services.deregister(registration=registration, reason=reason, on=form.cleaned_data["on"])
        except Impossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, showing.until_when(queries.keeping(), ended.ended_on))
        return redirect(_record_of(key))
    until = showing.until_when(queries.keeping(), None)
    context = {"form": form, "registration": registration, "until": until, "cancel_url": _record_of(key)}
    return render(request, "allocation/end.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="edit")
@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who would move along: add somebody, or take somebody off."""
    registration = open_one(Registration, key)
    return household_page(request, registration, back=_record_of(key), remove="allocation:remove_member")


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="edit")
@require_POST
def remove_member(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take somebody off the household."""
    member = member_of(key)
    take_off(request, member)
    return redirect("allocation:household", member.registration_id)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="disclose")
@require_http_methods(["GET", "POST"])
def disclose(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record what of a registration was told or given to somebody outside, and on which ground."""
    registration = open_one(Registration, key)
    return disclosure_page(request, registration, activity=ACTIVITY, back=_record_of(key))


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="edit", reach="organisation")
@require_http_methods(["GET", "POST"])
def handlers(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who handles this file: from this day they see it, and until it is ended."""
    registration = open_one(Registration, key)
    form = HandlerForm(request.POST) if request.method == "POST" else HandlerForm()
    if form.is_valid():
        try:
            services.assign(registration=registration, worker=form.cleaned_data["worker"])
        except Impossible as problem:
            messages.error(request, str(problem))
        return redirect(_record_of(key))
    day = session().acting.day
    rows = [one for one in queries.handlers(registration) if showing.runs(one, day)]
    context = {"form": form, "handlers": rows, "cancel_url": _record_of(key)}
    return render(request, "allocation/handlers.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="edit", reach="organisation")
@require_POST
def end_handler(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody handles this file no more; their access ends at once."""
    assignment = Assignment.objects.select_related("registration").filter(pk=key).first()
    if assignment is None:
        raise Refused(ACTIVITY, "edit")
    try:
        services.end_assignment(assignment=assignment)
    except Impossible as problem:
        messages.error(request, str(problem))
    return redirect(_record_of(assignment.registration_id))


def _may(action: str) -> bool:
    return any(may(ACTIVITY, action, reach) for reach in ("organisation", "assigned"))
