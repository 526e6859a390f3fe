"""Forms around signing in: allauth's own, that say in our words what did not happen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from django import forms as plain
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.people.logins import plain as letters
from huisvrede.foundation.people.recovering import waits
from huisvrede.foundation.people.second_factor import NOT_YOU
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.ui.fields import DayField, NumberlessForm

LOGIN = _("E-mail address or user name")


class LoginForm(forms.LoginForm):  # type: ignore[misc]
    """Address or user name, and password."""

    not_done = _("You are not signed in.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = plain.CharField(
            label=LOGIN, max_length=254, widget=plain.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        )
        self.order_fields(["login", "password"])

    def user_credentials(self) -> dict[str, Any]:
        """Under the name of the address, also what is a user name: see `logins.Backend`."""
        values = self.cleaned_data
        login = str(values["login"])
        return {"email": login if "@" in login else letters(login), "password": values["password"]}


class SignupForm(forms.SignupForm):  # type: ignore[misc]
    """A new account."""

    not_done = _("Your account has not been made yet.")


class ReauthenticateForm(forms.ReauthenticateForm):  # type: ignore[misc]
    """The password that is asked again before something that matters."""

    not_done = NOT_YOU


class ResetPasswordForm(forms.ResetPasswordForm):  # type: ignore[misc]
    """A forgotten password."""

    not_done = _("We have not sent an e-mail yet.")

    def save(self, request: HttpRequest, **more: Any) -> str:
        """A link by mail opens no account that two colleagues shut: the mail says so."""
        if any(waits(one) for one in self.users):
            address = str(self.cleaned_data["email"])
            get_adapter().send_mail("account/email/recovery_waits", address, {"recovery_url": "/account/herstel/"})
            return address
        return str(super().save(request, **more))


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
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean_password(self) -> str:
        """By the same rules as everybody's."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self._account)
        return password


class PasswordForm(InvitationForm):
    """Another password for somebody who is signed in."""

    not_done = _("You do not have a new password yet.")


class AddressForm(plain.Form):
    """Another e-mail address."""

    not_done = _("Your e-mail address has not been changed.")
    email = plain.EmailField(
        label=_("New e-mail address"), max_length=254, widget=plain.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        """In lower case, as accounts keep it."""
        return str(self.cleaned_data["email"]).lower()


class KeyForm(NumberlessForm):
    """A key for a program: what it is for, what it opens, and until when."""

    not_done = _("The key has not been made.")
    name = plain.CharField(
        label=_("What is the key for?"), help_text=_("So that you know it again. For instance: reports."), max_length=60
    )
    scopes = plain.MultipleChoiceField(
        label=_("What may a program do with it?"),
        help_text=_("Choose no more than it needs. It never opens more than you may do yourself."),
        widget=plain.CheckboxSelectMultiple,
    )
    last = DayField(label=_("Until and including which day?"))

    def __init__(self, *args: Any, scopes: Mapping[str, Any], last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = list(scopes.items())  # type: ignore[attr-defined]
        self.fields["last"].initial = last
        self.fields["last"].help_text = _("No later than %(day)s.") % {"day": date_format(last, "DATE_FORMAT")}
        self._last = last

    def clean_last(self) -> date:
        """From today on, and no later than the policy says."""
        day: date = self.cleaned_data["last"]
        if not timezone.localdate() <= day <= self._last:
            raise ValidationError(_("Choose a day from today up to the last one that is named here."), code="day")
        return day


class RecoveryForm(plain.Form):
    """Both halves of a code, and the password from now on."""

    not_done = _("You do not have a new password yet.")
    login = plain.CharField(
        label=LOGIN, max_length=254, widget=plain.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
    )
    first = plain.CharField(label=_("The code of one colleague"), max_length=40, help_text=_("For instance: 1-ab2c-d3ef."))
    second = plain.CharField(label=_("The code of the other colleague"), max_length=40)
    password = plain.CharField(
        label=_("New password"),
        strip=False,
        max_length=128,
        widget=plain.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_validators_help_text_html()
        for name in ("first", "second"):
            self.fields[name].widget.attrs["autocomplete"] = "one-time-code"

    def clean(self) -> dict[str, Any]:
        """A password that is refused costs no try of the code."""
        values = super().clean() or {}
        if "password" in values:
            try:
                validate_password(values["password"], Account(email=values.get("login", "")))
            except ValidationError as problem:
                self.add_error("password", problem)
        return values
