"""The second factor: a code of an app or a recovery code, counted for the lock, used once (SUR-22, SUR-25).

allauth opens some of its transactions on `default`, which is no database here; those acts are done in this
file, on the connection of the sign-in tables.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people.adapter import attempt, refuse_locked
from huisvrede.foundation.signin.models import Account

accepts_recovery_code = RecoveryCodes.validate_code.__wrapped__
"""allauth's own check, without its transaction on `default`."""
NOT_YOU = _("We do not know yet whether it is you.")
WRONG = _("This code is not right, or was used before. Wait for the next one and try again.")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What the authenticator app shows, and a picture that can be scanned on a dark page too."""

    def get_totp_issuer(self) -> str:
        """The organisation, under which the app files its code."""
        return current().name

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
        tried = attempt(context.request, self.user.email, self.user)
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


class Activate(ActivateTOTPView):  # type: ignore[misc]
    """Join an authenticator app to the account."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the secret, make recovery codes, and use up the code that was just shown."""
        user = self.request.user
        with transaction.atomic(using=current().signin_alias):
            joined = TOTP.activate(user, form.secret)
            joined.validate_code(form.cleaned_data["code"])
            RecoveryCodes.activate(user)
        clear_totp_secret(self.request)
        record_authentication(self.request, user, "mfa", id=joined.instance.pk, type=joined.instance.type)
        get_adapter().send_notification_mail("", user)
        return redirect("mfa_view_recovery_codes")


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
    wrapped = one.wrap()
    if isinstance(wrapped, RecoveryCodes):
        return bool(accepts_recovery_code(wrapped, code))
    return bool(wrapped.validate_code(code))
