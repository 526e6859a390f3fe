"""Pages for who can't sign in any more: what to do, coming in with both halves of a code, stopping what one didn't ask."""

from __future__ import annotations

from contextlib import suppress
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people import recovering
from huisvrede.foundation.people.adapter import attempt, has_hat_today, refuse_locked
from huisvrede.foundation.people.forms import RecoveryForm
from huisvrede.foundation.people.logins import called
from huisvrede.foundation.signin.models import Account


@never_cache
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """What to do without a phone, a password or a mailbox; and the form for who has both halves of a code."""
    form = RecoveryForm(request.POST or None)
    if form.is_valid() and _came_in(request, form):
        messages.success(request, _("You have a new password. Sign in with it now."))
        messages.info(request, _("Is your mailbox gone? Then change your e-mail address once you are in."))
        return redirect("account_login")
    return render(request, "account/recovery.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The owner of an account stops what two colleagues began: a page first, since programs open links in mails."""
    try:
        which = recovering.behind(token)
    except recovering.Lapsed:
        return render(request, "account/recovery_stop.html", {"lapsed": True}, status=410)
    context = {"done": request.method == "POST" and recovering.stop(which), "tried": request.method == "POST"}
    return render(request, "account/recovery_stop.html", context)


def _came_in(request: HttpRequest, form: RecoveryForm) -> bool:
    facts = form.cleaned_data
    account = called(facts["login"])
    tried = attempt(request, account.login if account else facts["login"], account)
    try:
        refuse_locked(tried)
        _regain(account, facts)
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    except recovering.Wrong:
        signin.note(current(), tried, signin.Outcome.CODE_FAILED, at=timezone.now())
        form.add_error(None, _("This code is not right, or it does not work any more. Ask the colleagues who helped you."))
        return False
    signin.note(current(), tried, signin.Outcome.RECOVERED, at=timezone.now())
    return True


def _regain(account: Account | None, facts: dict[str, str]) -> None:
    open_today = account if account and has_hat_today(account) else None
    recovering.regain(account=open_today, halves=(facts["first"], facts["second"]), password=facts["password"])
    assert account is not None
    with suppress(OSError, SMTPException):
        get_adapter().send_notification_mail("", account)
