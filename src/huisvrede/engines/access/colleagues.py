"""The pages about who comes, moves and goes: below /werk/collegas/."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access import queries, services, staff
from huisvrede.engines.access.forms import EndForm, InviteForm, ReviewForm, RoleForm
from huisvrede.engines.access.lists import COLLEAGUES, state_of, today
from huisvrede.engines.access.services import ACTIVITY, Impossible
from huisvrede.engines.access.staff import Colleague
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.naming import Names, reach
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.lists.showing import show
from huisvrede.foundation.people.models import Grant, Hat, Proposal, named
from huisvrede.foundation.register.models import Role
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.words import language, words
from huisvrede.foundation.ui.listing import Action, Listing, Row
from huisvrede.foundation.walls.session import may, session

PURPOSE: Final = "account-management"
DAY: Final = timedelta(days=1)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Who works here and in which role; above that what waits for the reader."""
    called, version = today()
    add = Action(_("Invite a colleague"), reverse("access:invite"), "user") if _may("create") else None
    listing = show(request, COLLEAGUES, action=add)
    context = {
        "listing": listing,
        "waiting": [_asked(one, called, version) for one in staff.waiting()],
        "due": staff.due_for_review() if _may("review-access") else [],
    }
    return render(request, "access/colleagues.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="create", reach="organisation")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A new colleague: an account that opens with the link in a mail, and no role until two have said so."""
    form = InviteForm(request.POST or None, initial={"starts_on": session().acting.day})
    if form.is_valid():
        facts = form.cleaned_data
        try:
            hat = services.invite(
                name=facts["name"], email=facts["email"], works_for=facts["works_for"], on=facts["starts_on"]
            )
        except Impossible as problem:
            form.add_error(None, str(problem))
        else:
            _mail(request, hat)
            return redirect("access:propose", hat.pk)
    context = {"form": form, "cancel_url": reverse("access:colleagues"), "submit_label": _("Invite")}
    return render(request, "access/invite.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="create", reach="organisation")
@require_POST
def invite_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """The mail got lost, or the link in it is too old: a new one."""
    hat = _hat(key)
    _tried(request, lambda: _mail(request, hat))
    return redirect("access:colleague", key)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="view", reach="organisation")
@require_safe
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One colleague: roles, who gave them, what they open, the bond, when the roles were looked at."""
    hat = _hat(key)
    [colleague] = staff.colleagues([hat])
    called, version = today()
    record(ACTIVITY, "view", [])
    acting = session().acting
    other = hat.account != acting.account
    context = {
        "hat": hat,
        "state": state_of(colleague),
        "facts": _facts(colleague),
        "roles": [_held(grant, called, version) for grant in staff.roles_of(hat)],
        "waiting": [_asked(one, called, version) for one in staff.waiting() if one.hat_id == hat.pk],
        "sees": _sees(hat, called, version),
        "reviews": [(one.reviewed_on, _by(one.reviewed_by), one.finding) for one in staff.reviews_of(hat)],
        "may_propose": other and _may("propose-role"),
        "may_end": other and _may("edit") and colleague.state != "ended",
        "may_review": other and _may("review-access") and bool(colleague.roles),
        "due": colleague.due,
        "may_recover": other and _may("propose-recovery") and colleague.state in {"here", "invited"},
        "may_invite": other and _may("create") and colleague.state != "ended",
    }
    return render(request, "access/colleague.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="propose-role", reach="organisation")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask a role for a colleague, from a day until a day; somebody else gives it."""
    hat = _hat(key)
    form = RoleForm(_roles(), request.POST or None, initial={"starts_on": session().acting.day})

    def ask(facts: dict[str, Any]) -> None:
        services.propose(hat=hat, **facts)
        messages.success(request, _("The role has been asked for. It counts as soon as somebody else gives it."))

    return _filled(request, form, ask, "access/propose.html", hat, _("Ask for this role"))


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="grant-role", reach="organisation")
@require_POST
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a role that was asked for, or decline."""
    proposal = Proposal.objects.filter(pk=key).select_related("hat").first()
    if proposal is None:
        raise Refused(ACTIVITY, "grant-role")
    give = request.POST.get("give") == "yes"
    said = _("The role has been given.") if give else _("The role has been declined.")
    if _tried(request, lambda: services.decide(proposal=proposal, give=give)):
        messages.success(request, said)
    return redirect("access:colleagues")


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="edit", reach="organisation")
@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a role away, at once or after a day."""
    grant = Grant.objects.filter(pk=key).select_related("hat").first()
    if grant is None:
        raise Refused(ACTIVITY, "edit")

    def stop(facts: dict[str, Any]) -> None:
        services.end_role(grant=grant, on=_last(facts))
        messages.success(request, _("The role ends. To give it back, two people are needed again."))

    called, version = today()
    form = EndForm(request.POST or None)
    return _filled(
        request, form, stop, "access/end_role.html", grant.hat, _("End this role"), role=called.role(version, grant.role)
    )


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="edit", reach="organisation")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """A colleague leaves, at once or after a day."""
    hat = _hat(key)

    def stop(facts: dict[str, Any]) -> None:
        services.end_colleague(hat=hat, on=_last(facts))
        messages.success(request, _("The work of this colleague ends. Later the account is erased."))

    return _filled(request, EndForm(request.POST or None), stop, "access/end_colleague.html", hat, _("End the work here"))


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs="review-access", reach="organisation")
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """Look whether a colleague still needs each role, and record what was found."""
    hat = _hat(key)
    called, version = today()

    def keep(facts: dict[str, Any]) -> None:
        services.review(hat=hat, finding=facts["finding"])
        messages.success(request, _("What you found has been recorded."))

    more = {
        "roles": [_held(grant, called, version) for grant in staff.colleagues([hat])[0].roles],
        "sees": _sees(hat, called, version),
    }
    form = ReviewForm(request.POST or None)
    return _filled(request, form, keep, "access/review.html", hat, _("Record this"), **more)


def _filled(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], None],
    template: str,
    hat: Hat,
    submit: str,
    **more: Any,
) -> HttpResponse:
    """A form about a colleague: what can't be done is said above it, and what was done leads back to them."""
    back = reverse("access:colleague", args=[hat.pk])
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Impossible as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(back)
    return render(request, template, {"form": form, "hat": hat, "cancel_url": back, "submit_label": submit, **more})


def _tried(request: HttpRequest, act: Callable[[], None]) -> bool:
    try:
        act()
    except Impossible as problem:
        messages.error(request, str(problem))
        return False
    return True


def _mail(request: HttpRequest, hat: Hat) -> None:
    if services.send_invitation(hat=hat):
        messages.success(request, _("The invitation has been sent."))
    else:
        messages.error(request, _("The invitation could not be sent now. Send it again from the page of this colleague."))


def _hat(key: UUID) -> Hat:
    hat = Hat.objects.filter(pk=key, kind=Kind.STAFF.value).first()
    if hat is None:
        raise Refused(ACTIVITY, "view")
    return hat


def _may(action: str) -> bool:
    return may(ACTIVITY, action, "organisation")


def _last(facts: dict[str, Any]) -> date:
    """The last day; at once means that yesterday was the last one."""
    day: date = session().acting.day - DAY if facts["when"] == "now" else facts["last_day"]
    return day


def _roles() -> list[tuple[str, str]]:
    found = Role.objects.filter(version=version_on(session().acting.day), kind=Kind.STAFF.value)
    return sorted(found.values_list("key", f"name_{language()}"), key=lambda pair: pair[1])


def _facts(colleague: Colleague) -> list[tuple[str, object]]:
    hat, bond = colleague.hat, colleague.bond
    signed = date_format(bond.signed_on) if bond else _("not signed yet")
    until = date_format(bond.ends_on) if bond and bond.ends_on else NONE
    return [
        (_("Works for"), hat.organisation or session().organisation.name),
        (_("Since"), date_format(hat.starts_on)),
        (_("Until"), date_format(hat.ends_on) if hat.ends_on else _("no end date")),
        (_("Signed the confidentiality undertaking on"), signed),
        (_("Must sign again after"), until),
        (_("Read the policy in force on"), date_format(colleague.read_on) if colleague.read_on else _("not read yet")),
        (_("Roles looked at on"), date_format(colleague.reviewed_on) if colleague.reviewed_on else NONE),
    ]


NONE: Final = "–"


def _held(grant: Grant, called: Names, version: UUID) -> dict[str, Any]:
    day = session().acting.day
    return {
        "key": grant.pk,
        "name": called.role(version, grant.role),
        "runs": grant.ends_on is None or grant.ends_on >= day,
        "since": grant.starts_on,
        "until": grant.ends_on,
        "asked_by": _by(grant.proposed_by),
        "given_by": _by(grant.granted_by) or _("The organisation, at the start"),
        "reason": grant.reason,
    }


def _asked(proposal: Proposal, called: Names, version: UUID) -> dict[str, Any]:
    acting = session().acting
    mine = acting.account in {proposal.account, proposal.hat.account}
    return {
        "key": proposal.pk,
        "hat": proposal.hat,
        "name": called.role(version, proposal.role),
        "since": proposal.starts_on,
        "until": proposal.ends_on,
        "reason": proposal.reason,
        "asked_by": _by(proposal.proposed_by),
        "may_decide": not mine and _may("grant-role"),
    }


def _by(hat: UUID | None) -> str:
    return queries.names_of_hats([hat]).get(hat, named("")) if hat else ""


def _sees(hat: Hat, called: Names, version: UUID) -> Listing:
    rows = [
        Row((called.activity(version, activity), words("action", actions), reach(far)))
        for (activity, far), actions in staff.sees(hat).items()
    ]
    return Listing(
        caption=_("What this colleague can reach today"),
        columns=(_("Activity"), _("What they may do"), _("How far")),
        rows=rows,
        empty=_("Nothing opens for this colleague today: there is no role, or the undertaking of secrecy is not signed."),
    )
