"""Pages of passkeys: add, rename, take away, and sign in with one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_authentication
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.generic.edit import FormView

from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people import browsers
from huisvrede.foundation.people.openid_pages import SignIn
from huisvrede.foundation.people.passkeys import offer
from huisvrede.foundation.people.second_factor import as_text, taken_away, types_of
from huisvrede.foundation.signin.models import Account


class Add(views.AddWebAuthnView):  # type: ignore[misc]
    """A new passkey for whoever signed in."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """A new question for the device."""
        context = FormView.get_context_data(self, **more)
        return {**context, "question": offer(self.request.user)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the passkey, and make recovery codes with the first factor."""
        user = self.request.user
        with transaction.atomic(using=current().signin_alias):
            Account.objects.select_for_update().get(pk=user.pk)
            first = Authenticator.Type.RECOVERY_CODES.value not in types_of(user)
            added = WebAuthn.add(user, form.cleaned_data["name"], form.cleaned_data["credential"]).instance
            RecoveryCodes.activate(user)
        record_authentication(self.request, user, "mfa", id=added.pk, type=added.type)
        get_adapter().send_notification_mail("", user)
        return redirect("mfa_view_recovery_codes" if first else "mfa_index")


class Rename(views.EditWebAuthnView):  # type: ignore[misc]
    """Another name for a passkey."""

    success_url = reverse_lazy("mfa_index")


class Remove(views.RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey away."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Unless it is the last factor of somebody who needs one."""
        return taken_away(self, form, self.object)


class Enter(views.LoginWebAuthnView):  # type: ignore[misc]
    """Sign in with a passkey: a question for whoever asks by script, and the answer to it."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page of signing in, with what went wrong beside the button of the passkey."""
        page = SignIn()
        page.setup(self.request)
        asked = page.get_form_class()(request=self.request)
        refused: HttpResponse = page.render_to_response(page.get_context_data(form=asked, passkey=form))
        return refused

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on as after a password and a code."""
        one = form.cleaned_data["credential"]
        browsers.remember(self.request)
        login = Login(user=one.user, redirect_url=get_next_redirect_url(self.request))
        entered: HttpResponse = perform_passwordless_login(self.request, one, login)
        return entered


class Again(views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Ask a passkey again."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """A new question for the device; a refused answer keeps its sentence."""
        context = super(views.ReauthenticateWebAuthnView, self).get_context_data(**more)  # not allauth's: it forgets the form
        return {**context, "passkey": context["form"], "question": as_text(begin_authentication(self.request.user))}

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same page, with what went wrong beside the button."""
        refused: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return refused
