"""Forms around signing in: allauth's own, that say in our words what did not happen."""

from typing import Any

from allauth.account import forms
from django import forms as plain
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.people.second_factor import NOT_YOU
from huisvrede.foundation.signin.models import Account


class LoginForm(forms.LoginForm):  # type: ignore[misc]
    """Address and password."""

    not_done = _("You are not signed in.")


class SignupForm(forms.SignupForm):  # type: ignore[misc]
    """A new account."""

    not_done = _("Your account has not been made yet.")


class ReauthenticateForm(forms.ReauthenticateForm):  # type: ignore[misc]
    """The password that is asked again before something that matters."""

    not_done = NOT_YOU


class ResetPasswordForm(forms.ResetPasswordForm):  # type: ignore[misc]
    """A forgotten password."""

    not_done = _("We have not sent an e-mail yet.")


class InvitationForm(plain.Form):
    """The first password of whoever was invited."""

    not_done = _("Your account is not open yet.")
    password = plain.CharField(
        label=_("New password"),
        strip=False,
        max_length=128,
        widget=plain.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        """By the same rules as everybody's."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self._account)
        return password
