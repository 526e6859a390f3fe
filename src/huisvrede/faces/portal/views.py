"""The first page of a data subject: what we hold, how long, and what they can do with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.doors import looked
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import may, session
from huisvrede.modules.allocation import queries
from huisvrede.modules.allocation.personal_data import ACTIVITY
from huisvrede.modules.allocation.views import showing

CARE = "care-files/view"
"""The activity and action, as `worn.activities` has it, by which a resident reads their own file."""


@page(kind=Kind.SUBJECT, activity=ACTIVITY, purpose="registration")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Cards for what exists here: a registration, or the way to one where the organisation has that activity open.

    Of a care file only the way to it: its rows are for another purpose than this page (article 5(1)(b)).
    """
    rows = looked(queries.mine(), ACTIVITY, to="view")
    running = queries.running_one(rows)
    newest = running or (rows[0] if rows else None)
    held = Person.objects.filter(restricted_since__isnull=False, id__in=[session().person])
    context = {
        "held": held.first(),
        "newest": newest,
        "running": running,
        "until": showing.until_when(queries.keeping(), newest.ended_on) if newest else "",
        "may_register": running is None and may(ACTIVITY, "create", "own"),
        "may_read_file": CARE in request.worn.activities,  # type: ignore[attr-defined]
    }
    return render(request, "portal/home.html", context)
