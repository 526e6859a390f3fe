"""Forms around signing in: allauth's own, that say in our words what did not happen."""

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.people.second_factor import NOT_YOU


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
