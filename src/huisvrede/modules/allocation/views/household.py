"""Who would move along, the same page for staff and for the home seeker."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.walls.session import session
from huisvrede.modules.allocation import queries, services
from huisvrede.modules.allocation.forms import MemberForm
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from huisvrede.modules.allocation.personal_data import ACTIVITY
from huisvrede.modules.allocation.services import Impossible


def household_page(
    request: HttpRequest, registration: Registration, *, back: str, remove: str
) -> HttpResponse:
    """Add somebody, or take somebody off; `remove` is the name of the address that does so."""
    day = session().acting.day
    form = MemberForm(request.POST, on=day) if request.method == "POST" else MemberForm(on=day)
    if form.is_valid():
        try:
            services.add_member(registration=registration, **form.cleaned_data)
        except Impossible as problem:
            messages.error(request, str(problem))
        return redirect(request.path)
    rows = [(one, reverse(remove, args=[one.pk])) for one in queries.household(registration)]
    context = {"form": form, "members": rows, "cancel_url": back, "day": day}
    return render(request, "allocation/household.html", context)


def take_off(request: HttpRequest, member: HouseholdMember) -> None:
    """Wipe what was kept of a member and say so."""
    try:
        services.remove_member(member=member)
    except Impossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("What we kept of this person has been erased."))


def member_of(key: UUID) -> HouseholdMember:
    """A member of a household the actor reaches; refused as if it didn't exist otherwise."""
    found = HouseholdMember.objects.select_related("registration").filter(pk=key).first()
    if found is None:
        raise Refused(ACTIVITY, "edit")
    return found
