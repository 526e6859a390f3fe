"""Another password for one's account, with or without an e-mail address: the present way in is asked first."""

from __future__ import annotations

from contextlib import suppress
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huisvrede.foundation.people.forms import PasswordForm
from huisvrede.foundation.signin.models import Account


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Choose another password: it ends every session and key of the account, and the owner hears of it."""
    account = request.user
    assert isinstance(account, Account)
    form = PasswordForm(account, request.POST or None)
    if not form.is_valid():
        return render(request, "account/password.html", {"form": form})
    get_adapter().set_password(account, form.cleaned_data["password"])
    with suppress(OSError, SMTPException):
        get_adapter().send_notification_mail("", account)
    get_adapter().logout(request)
    messages.success(request, _("You have a new password. Sign in with it now."))
    return redirect("account_login")
