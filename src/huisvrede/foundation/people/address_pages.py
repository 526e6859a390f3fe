"""Another e-mail address for one's account: a link to the new one, opened in the browser that asked; the old one hears."""

from __future__ import annotations

import hmac
import secrets
from contextlib import suppress
from smtplib import SMTPException
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people.forms import AddressForm
from huisvrede.foundation.people.logins import is_free, move
from huisvrede.foundation.register.templatetags.register import told
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting

WANTED: Final = "address"
"""Its place in the session: the new address, and what stands in the link. Nothing else keeps it before it is somebody's."""


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Ask for another address; whether it has an account here already is nobody's business but its owner's."""
    account = _account(request)
    form = AddressForm(request.POST or None)
    if form.is_valid() and _mailed(request, form):
        messages.success(request, _("We sent a link to the new address. Open it in this browser, while you are signed in."))
        return redirect("mfa_index")
    with acting(current(), signin.nobody(timezone.now())) as session:
        notice = told("accounts", session.acting.day)
    return render(request, "account/address.html", {"form": form, "now": account.email, "notice": notice})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link was opened by who asked, in the session that asked: from now on this is the address."""
    wanted = request.session.get(WANTED, {})
    if not hmac.compare_digest(str(wanted.get("token", "")).encode(), token.encode()):
        return render(request, "account/address_confirm.html", {"lapsed": True}, status=410)
    if request.method == "POST":
        _moved(request, str(request.session.pop(WANTED)["email"]))
        return redirect("mfa_index")
    return render(request, "account/address_confirm.html")


def _mailed(request: HttpRequest, form: AddressForm) -> bool:
    email, token = form.cleaned_data["email"], secrets.token_urlsafe(24)
    try:
        if is_free(email):
            get_adapter().send_mail("account/email/new_address", email, {"confirm_url": f"/account/adres/{token}/"})
        else:
            get_adapter().send_account_already_exists_mail(email)
    except (OSError, SMTPException):
        form.add_error(None, _("The mail could not be sent now. Try again later."))
        return False
    request.session[WANTED] = {"email": email, "token": token}
    return True


def _moved(request: HttpRequest, email: str) -> None:
    account = _account(request)
    before = account.email
    if not move(account=account, email=email):
        messages.error(request, _("This address can't be used. Choose another one."))
        return
    messages.success(request, _("This is your e-mail address from now on. You sign in with it."))
    with suppress(OSError, SMTPException):
        get_adapter().send_mail("account/email/changed", before, {"home_url": "/"})


def _account(request: HttpRequest) -> Account:
    account = request.user
    assert isinstance(account, Account)
    return account
