"""Making an account: the page says what becomes of the address, before it is given (article 13)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.views import SignupView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people import browsers as kept
from huisvrede.foundation.people import joining
from huisvrede.foundation.people.adapter import attempt
from huisvrede.foundation.people.forms import InvitationForm
from huisvrede.foundation.register.templatetags.register import told
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import NOBODY


@login_required
@require_http_methods(["GET", "POST"])
def browsers(request: HttpRequest) -> HttpResponse:
    """With which browsers somebody signed in to one's account; those that are not one's own are signed out here."""
    account = request.user
    assert isinstance(account, Account)
    if request.method == "POST":
        wanted = request.POST.get("browser", "")
        gone = kept.forget(request, None if wanted == "all" else _key(wanted))
        if gone:
            said = ngettext("That browser is signed out.", "%(count)d browsers are signed out.", gone)
            messages.success(request, said % {"count": gone})
            ended = attempt(request, account.login, account)
            signin.note(current(), ended, signin.Outcome.OUT, at=timezone.now())
        return redirect("account_browsers")
    return render(request, "account/browsers.html", {"kept": kept.browsers_of(request)})


def _key(text: str) -> UUID:
    """The key in a field; one that is none belongs to no browser."""
    try:
        return UUID(text)
    except ValueError:
        return NOBODY


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever was invited chooses a password, once; the page says what becomes of the address (article 13)."""
    with acting(current(), signin.nobody(timezone.now())) as session:
        try:
            account = joining.behind(token)
        except joining.Lapsed:
            return render(request, "account/invitation.html", {"lapsed": True}, status=410)
        notice = told("accounts", session.acting.day)
    form = InvitationForm(account, request.POST or None)
    if form.is_valid():
        try:
            joining.accept(account=account, password=form.cleaned_data["password"])
        except joining.Lapsed:
            return render(request, "account/invitation.html", {"lapsed": True}, status=410)
        messages.success(request, _("Your account is open. You can sign in now."))
        return redirect("account_login")
    context = {"form": form, "notice": notice, "organisation_name": current().name}
    return render(request, "account/invitation.html", context)


class Signup(SignupView):  # type: ignore[misc]
    """An account with an e-mail address and a password."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """The notice of the activity `accounts` stands beside the form."""
        context: dict[str, Any] = super().get_context_data(**more)
        with acting(current(), signin.nobody(timezone.now())) as session:
            context["notice"] = told("accounts", session.acting.day)
        return context
