"""The pages on which colleagues let somebody in again: below /werk/toegang/herstel/."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access import queries, recovery
from huisvrede.engines.access.forms import ConfirmForm, FirstForm, LockedOutForm, RecoverForm
from huisvrede.engines.access.lists import RECOVERIES, state_of_recovery, whom
from huisvrede.engines.access.recovery import ASK, CONFIRM
from huisvrede.engines.access.services import ACTIVITY, Impossible
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.lists.showing import show
from huisvrede.foundation.people.models import Hat, Recovery
from huisvrede.foundation.walls.session import may, session

PURPOSE: Final = "account-management"


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Who is to be let in again: what waits for a second colleague, and what became of the others."""
    recovery.require_either()
    context = {"listing": show(request, RECOVERIES), "may_ask": may(ACTIVITY, ASK)}
    return render(request, "access/recoveries.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=ASK, reach="organisation")
@require_http_methods(["GET", "POST"])
def ask_file(request: HttpRequest) -> HttpResponse:
    """Ask it for somebody with a file, found by number, date of birth and surname together."""
    form = LockedOutForm(request.POST or None)
    if form.is_valid():
        facts = form.cleaned_data
        found = recovery.owner_of(number=facts["number"], birth_date=facts["birth_date"], surname=facts["surname"])
        if found is None:
            form.add_error(None, _("We know no account of a file with this number, birth date and surname."))
        elif made := _asked(form, whose=found[0], by_file=True, persons=[found[1]]):
            return redirect("access:recovery", made.pk)
    context = {"form": form, "cancel_url": recovery.PLACE, "submit_label": _("Ask a colleague to confirm")}
    return render(request, "access/recover.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=ASK, reach="organisation")
@require_http_methods(["GET", "POST"])
def ask_first(request: HttpRequest) -> HttpResponse:
    """A first account for somebody with a file who has no e-mail address: by two as well, or one alone could take it over."""
    form = FirstForm(request.POST or None)
    if form.is_valid():
        try:
            made = recovery.first_way_in(**form.cleaned_data)
        except Impossible as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("access:recovery", made.pk)
    context = {"form": form, "first": True, "cancel_url": recovery.PLACE, "submit_label": _("Ask a colleague to confirm")}
    return render(request, "access/recover.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=ASK, reach="organisation")
@require_http_methods(["GET", "POST"])
def ask_colleague(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask it for a colleague who works here today."""
    hat = Hat.objects.filter(pk=key, kind=Kind.STAFF.value).first()
    if hat is None:
        raise Refused(ACTIVITY, ASK)
    form = RecoverForm(request.POST or None)
    if form.is_valid() and (made := _asked(form, whose=hat.account, by_file=False, persons=[])):
        return redirect("access:recovery", made.pk)
    cancel = reverse("access:colleague", args=[key]) if may(ACTIVITY, "view") else recovery.PLACE
    context = {"form": form, "hat": hat, "cancel_url": cancel, "submit_label": _("Ask a colleague to confirm")}
    return render(request, "access/recover.html", context)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE)
@require_safe
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of them: who asked, how they saw who it is, and what the reader can do now."""
    found = _one(key)
    record(ACTIVITY, "view", [])
    return _shown(request, found, ConfirmForm() if found.by_file else None)


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE, needs=CONFIRM, reach="organisation")
@require_POST
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second colleague confirms, or declines; who has a file is found by them as well, on their own."""
    found, persons = _one(key), []
    form = ConfirmForm(request.POST) if found.by_file else None
    try:
        if request.POST.get("confirm") != "yes":
            recovery.decline(recovery=found)
            messages.success(request, _("You declined. Nothing changes for the account."))
            return redirect(_address(found))
        if form is not None:
            if not form.is_valid():
                return _shown(request, found, form)
            facts = form.cleaned_data
            owner = recovery.owner_of(number=facts["number"], birth_date=facts["birth_date"], surname=facts["surname"])
            if owner is None or owner[0] != found.whose:
                form.add_error(None, _("This is not the file that was asked for. Read all three again."))
                return _shown(request, found, form)
            persons = [owner[1]]
        recovery.confirm(recovery=found, persons=persons)
    except Impossible as problem:
        messages.error(request, str(problem))
    else:
        first = _("Confirmed. Now give your half of the code.")
        again = _("Confirmed. All ways into the account have ended. Now give your half of the code.")
        messages.success(request, first if recovery.is_first(found) else again)
    return redirect(_address(found))


@page(kind=Kind.STAFF, activity=ACTIVITY, purpose=PURPOSE)
@never_cache
@require_POST
def half(request: HttpRequest, key: UUID) -> HttpResponse:
    """One's own half of the code, shown once."""
    recovery.require_either()
    found = _one(key)
    try:
        shown = recovery.give_half(recovery=found)
    except Impossible as problem:
        messages.error(request, str(problem))
        return redirect(_address(found))
    context = {
        "one": found,
        "half": shown,
        "name": recovery.name_of(found),
        "until": moment(recovery.ends_at(found)),
        "place": f"{session().organisation.origin}{reverse('account_recovery')}",
    }
    return render(request, "access/half.html", context)


def _asked(form: RecoverForm, *, whose: UUID, by_file: bool, persons: list[UUID]) -> Recovery | None:
    facts = form.cleaned_data
    try:
        return recovery.ask(whose=whose, by_file=by_file, persons=persons, seen=facts["seen"], because=facts["because"])
    except Impossible as problem:
        form.add_error(None, str(problem))
        return None


def _one(key: UUID) -> Recovery:
    recovery.require_either()
    found = Recovery.objects.filter(pk=key).first()
    if found is None:
        raise Refused(ACTIVITY, ASK)
    return found


def _shown(request: HttpRequest, found: Recovery, form: ConfirmForm | None) -> HttpResponse:
    me, now = session().acting.account, recovery.state_of(found)
    other = me not in {found.account, found.whose}
    mine = now == "confirmed" and me in {found.account, found.decided_account}
    given = mine and recovery.half_given(found)
    first = recovery.is_first(found)
    context = {
        "one": found,
        "whom": whom(found, queries.names_of_accounts([found.whose])),
        "state": state_of_recovery(found),
        "facts": _facts(found, now, first=first),
        "form": form,
        "may_decide": now == "waits" and other and may(ACTIVITY, CONFIRM),
        "waits_for_other": now == "waits" and not other,
        "first": first,
        "may_give": mine and not given,
        "gave": mine and given,
    }
    return render(request, "access/recovery.html", context)


def _facts(found: Recovery, now: str, *, first: bool) -> list[tuple[str, Any]]:
    names = queries.names_of_hats([hat for hat in (found.asked_by, found.decided_by) if hat])
    untold = _("no: this account has no e-mail address") if first else _("no: there is no mailbox that takes it")
    facts = [
        (_("Asked by"), names.get(found.asked_by, "")),
        (_("Asked at"), moment(found.asked_at)),
        (_("How did you see who it is?"), found.get_seen_display()),
        (_("Why in this way?") if first else _("What happened?"), found.reason),
        (_("Told the owner by e-mail"), _("yes") if found.told else untold),
    ]
    if found.decided_by and found.decided_at:
        facts.append((_("Decided by"), f"{names.get(found.decided_by, '')}, {moment(found.decided_at)}"))
    if now in {"waits", "confirmed"}:
        facts.append((_("Works until"), moment(recovery.ends_at(found))))
    return facts


def _address(found: Recovery) -> str:
    return reverse("access:recovery", args=[found.pk])


def moment(at: Any) -> str:
    """A moment as a person writes it."""
    return date_format(timezone.localtime(at), "j F Y, H:i")
