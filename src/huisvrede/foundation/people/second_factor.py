"""The second factor: a code of an app, a passkey or a recovery code, counted for the lock, used once (SUR-22, SUR-25).

allauth opens some of its transactions on `default`, which is no database here; those acts are done in this
file, on the connection of the sign-in tables.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any, ClassVar

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms
from allauth.mfa.base.internal.flows import delete_dangling_recovery_codes
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.internal.flows.add import redirect_if_add_not_allowed
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people.adapter import attempt, needs_second_factor, refuse_locked
from huisvrede.foundation.signin.models import Account

accepts_recovery_code = RecoveryCodes.validate_code.__wrapped__
"""allauth's own check, without its transaction on `default`."""
NOT_YOU = _("We do not know yet whether it is you.")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What proves who somebody is besides a password; recovery codes only stand in for these."""
LAST = _("Your work here asks for a second factor. Add another one first; then you can take this one away.")
WRONG = _("This code is not right, or was used before. Wait for the next one and try again.")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What app and passkey show, and a picture that can be scanned on a dark page too."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, "cannot_delete_authenticator": LAST}

    def get_totp_issuer(self) -> str:
        """The organisation, under which the app files its code."""
        return current().name

    def get_totp_label(self, user: Account) -> str:
        """What an app shows beside the code: what somebody types to sign in."""
        return user.login

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a passkey is for: the organisation's own host name, whatever `Host` said."""
        return {"id": current().host, "name": current().name}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """What a device shows beside the passkey: the login, no name."""
        return {"id": user.pk.hex.encode(), "name": user.login, "display_name": user.login}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last factor of somebody whose work asks for one."""
        left = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return left.exclude(pk=authenticator.pk).exists() or not needs_second_factor(authenticator.user)

    def build_totp_svg(self, url: str) -> str:
        """The address of the secret as a QR code, on white."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()


class _Counted:
    """A code that is wrong is written down and counts; a right one is used up."""

    user: Any
    cleaned_data: dict[str, Any]
    authenticator: Authenticator

    def clean_code(self) -> str:
        """The code, if an authenticator of the account accepts it; raises ValidationError when none does."""
        tried = attempt(context.request, self.user.login, self.user)
        refuse_locked(tried)
        code = str(self.cleaned_data["code"])
        with transaction.atomic(using=current().signin_alias):
            for one in Authenticator.objects.select_for_update().filter(user=self.user).order_by("-type"):
                if _accepts(one, code):
                    one.user = self.user
                    self.authenticator = one
                    return code
        signin.note(current(), tried, signin.Outcome.CODE_FAILED, at=timezone.now())
        raise ValidationError(WRONG, code="code")


class AuthenticateForm(_Counted, forms.AuthenticateForm):  # type: ignore[misc]
    """The code that is asked when signing in."""

    not_done = _("You are not signed in yet.")


class ReauthenticateForm(_Counted, forms.ReauthenticateForm):  # type: ignore[misc]
    """The code that is asked again before something that matters."""

    not_done = NOT_YOU


class Authenticate(AuthenticateView):  # type: ignore[misc]
    """Ask for the second factor that somebody has."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Which factors there are, so that the page asks for those alone."""
        context: dict[str, Any] = super().get_context_data(**more)
        return {
            **context,
            "has": types_of(self.stage.login.user),
            "passkey": self.webauthn_form,
            "question": as_text(context["js_data"]["request_options"]),
        }


@method_decorator(redirect_if_add_not_allowed, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class Activate(ActivateTOTPView):  # type: ignore[misc]
    """Join an authenticator app to the account, in place of the one there was."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Also for whoever has an app: a new phone takes the place of the old one."""
        return super(ActivateTOTPView, self).dispatch(request, *args, **kwargs)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Whether an app stops working by this."""
        return {**super().get_context_data(**more), "has": types_of(self.request.user)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the secret, make recovery codes, and use up the code that was just shown."""
        user = self.request.user
        with transaction.atomic(using=current().signin_alias):
            Account.objects.select_for_update().get(pk=user.pk)
            Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
            joined = TOTP.activate(user, form.secret)
            joined.validate_code(form.cleaned_data["code"])
            RecoveryCodes.activate(user)
        clear_totp_secret(self.request)
        record_authentication(self.request, user, "mfa", id=joined.instance.pk, type=joined.instance.type)
        get_adapter().send_notification_mail("", user)
        return redirect("mfa_view_recovery_codes")


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    """Take the app away."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Unless it is the last factor of somebody who needs one."""
        return taken_away(self, form, self.authenticator)


def taken_away(page: Any, form: Any, one: Authenticator) -> HttpResponse:
    """Remove a factor and tell its owner; refuse the last one where the work asks for one, two requests at once included."""
    user = page.request.user
    with transaction.atomic(using=current().signin_alias):
        Account.objects.select_for_update().get(pk=user.pk)
        allowed = SecondFactorAdapter().can_delete_authenticator(one)
        if allowed:
            one.delete()
            delete_dangling_recovery_codes(user)
    if not allowed:
        form.add_error(None, ValidationError(LAST, code="last"))
        refused: HttpResponse = page.form_invalid(form)
        return refused
    get_adapter().send_notification_mail("", user)
    return redirect("mfa_index")


def as_text(options: dict[str, Any]) -> str:
    """A question as the page holds it, in an attribute of the form: a page carries no script of its own."""
    return json.dumps(options, cls=DjangoJSONEncoder)


def types_of(user: Any) -> set[str]:
    """The kinds of factor that an account has."""
    return set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))


class Generate(GenerateRecoveryCodesView):  # type: ignore[misc]
    """New recovery codes; the old ones end."""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ARG002  the form has no fields
        """Replace the codes in one go, one request at a time."""
        user = self.request.user
        with transaction.atomic(using=current().signin_alias):
            Account.objects.select_for_update().get(pk=user.pk)
            Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
            RecoveryCodes.activate(user)
        get_adapter().send_notification_mail("", user)
        return redirect("mfa_view_recovery_codes")


def _accepts(one: Authenticator, code: str) -> bool:
    if one.type == Authenticator.Type.WEBAUTHN:
        return False
    wrapped = one.wrap()
    if isinstance(wrapped, RecoveryCodes):
        return bool(accepts_recovery_code(wrapped, code))
    return bool(wrapped.validate_code(code))
