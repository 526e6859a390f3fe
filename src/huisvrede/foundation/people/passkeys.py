"""Passkeys: what a device signs is checked here, counted for the lock and good once (SUR-22, SUR-25).

A passkey is something somebody has, and the device asks who holds it (user verification): that is two factors at once,
so it needs no password beside it. It works for the host name of one organisation and at that organisation's own address.
"""

from __future__ import annotations

import struct
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms
from allauth.mfa.webauthn.internal.auth import (
    EXTENSIONS,
    STATE_SESSION_KEY,
    build_user_payload,
    get_credentials,
)
from cryptography.exceptions import UnsupportedAlgorithm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import CharField, Form, HiddenInput, JSONField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people.adapter import attempt, let_in, refuse_locked
from huisvrede.foundation.people.second_factor import NOT_YOU, as_text
from huisvrede.foundation.signin.models import Account

NAME_LENGTH = 60
LARGEST = 10_000
"""Characters of what a device answers: ten times what the devices of today need."""
REPLAY_SECONDS = 24 * 3600
"""How long an answered question is remembered; a session, and the question in it, ends well before."""
GARBLED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)
"""What reading an answer raises that no device made."""
NOT_ANSWERED = _("Your device did not answer. Passkeys need a browser that runs scripts; you can use your password instead.")
NOT_RIGHT = _("This passkey does not work here, or was used before. Try again, or use your password.")
NOT_KEPT = _("Your device made a passkey that we cannot use. Try again, or use another device.")


def server() -> Fido2Server:
    """Checks answers for this organisation: its host name, and exactly the address that people type."""
    adapter = get_adapter()
    entity = PublicKeyCredentialRpEntity(**adapter.get_public_key_credential_rp_entity())
    return Fido2Server(entity, verify_origin=lambda origin: origin == _origin(current().origin))


def _origin(address: str) -> str:
    """An address as a browser writes an origin: no path, and no port that the scheme implies."""
    parts = urlsplit(address)
    implied = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != implied else ""
    return f"{parts.scheme}://{parts.hostname}{port}"


def offer(user: Account) -> str:
    """What a browser needs to make a passkey: one that is found without a login, on a device that asks who holds it."""
    options, state = server().register_begin(
        user=build_user_payload(user),
        credentials=get_credentials(user),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
        extensions=EXTENSIONS,
    )
    context.request.session[STATE_SESSION_KEY] = state
    return as_text(dict(options))


def made(credential: Any) -> bool:
    """Whether a device made this passkey for the question in the session, which is used up."""
    state = context.request.session.pop(STATE_SESSION_KEY, None)
    if not state:
        return False
    try:
        told = RegistrationResponse.from_dict(credential)
        server().register_complete(state, told)
    except GARBLED:
        return False
    return not told.response.client_data.cross_origin


def accepted(user: Account, credential: Any) -> Authenticator | None:
    """The passkey of the account that answered the question in the session, or None; the question is used up.

    The same answer is good once, in two requests at once too. A counter that does not grow tells of a copied passkey.
    """
    state = context.request.session.pop(STATE_SESSION_KEY, None)
    if not state:
        return None
    with transaction.atomic(using=current().signin_alias):
        own = Authenticator.objects.select_for_update().filter(user=user, type=Authenticator.Type.WEBAUTHN)
        keys = {one.wrap().authenticator_data.credential_data.credential_id: one for one in own}
        try:
            told = AuthenticationResponse.from_dict(credential)
            found = server().authenticate_complete(state, get_credentials(user), told)
        except GARBLED:
            return None
        one, count = keys[found.credential_id], told.response.authenticator_data.counter
        before = one.data.get("count", one.wrap().authenticator_data.counter)
        if told.response.client_data.cross_origin or ((count or before) and count <= before):
            return None
        if not cache.add(f"passkey:{state['challenge']}", 1, REPLAY_SECONDS):
            return None
        one.data["count"] = count
        one.save(update_fields=["data"])
        one.user = user
    return one


def owner(credential: Any) -> Account | None:
    """Whose passkey an answer says it is; nothing is proved yet."""
    try:
        key = UUID(websafe_decode(credential["response"]["userHandle"]).decode())
    except GARBLED:
        return None
    return Account.objects.filter(pk=key).first()


def _called(credential: Any) -> str:
    """What an answer without an account counts under: the passkey it names, so that nobody else is locked by it."""
    return f"passkey:{credential.get('id') if isinstance(credential, dict) else ''}"[:LARGEST]


class _Json(JSONField):
    """JSON of a browser: of a size and depth that devices make."""

    def to_python(self, value: Any) -> Any:
        """What was sent; raises ValidationError for what can't be read."""
        try:
            if len(str(value)) <= LARGEST:
                return super().to_python(value)
        except RecursionError:
            pass
        raise ValidationError(NOT_RIGHT, code="invalid")


class _Answer(Form):
    """What a device answered, as JSON; the script of the page fills it in."""

    not_done = _("You are not signed in.")
    credential = _Json(widget=HiddenInput, error_messages={"required": NOT_ANSWERED, "invalid": NOT_RIGHT})

    @property
    def said(self) -> str:
        """What went wrong, to stand beside the button."""
        return " ".join(str(text) for text in self.errors.get("credential", []))


class LoginForm(_Answer, forms.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey and nothing else."""

    def clean_credential(self) -> Authenticator:
        """The passkey that answered; every attempt is in the log, and a locked account stays out."""
        credential = self.cleaned_data["credential"]
        account = owner(credential)
        tried = attempt(context.request, account.login if account else _called(credential), account)
        refuse_locked(tried)
        one = accepted(account, credential) if account and let_in(account) else None
        if one is None:
            signin.note(current(), tried, signin.Outcome.FAILED, at=timezone.now())
            raise ValidationError(NOT_RIGHT, code="passkey")
        return one


class _Counted(_Answer):
    """The account is known; a passkey that is wrong counts as a wrong code does."""

    user: Account

    def clean_credential(self) -> Authenticator:
        """The passkey that answered; raises ValidationError when none of the account's did."""
        tried = attempt(context.request, self.user.login, self.user)
        refuse_locked(tried)
        one = accepted(self.user, self.cleaned_data["credential"])
        if one is None:
            signin.note(current(), tried, signin.Outcome.CODE_FAILED, at=timezone.now())
            raise ValidationError(NOT_RIGHT, code="passkey")
        return one


class AuthenticateForm(_Counted, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""

    not_done = _("You are not signed in yet.")


class ReauthenticateForm(_Counted, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey that is asked again before something that matters."""

    not_done = NOT_YOU


class AddForm(_Answer):
    """A new passkey, under a name by which its owner knows it."""

    not_done = _("Your passkey has not been added yet.")
    name = CharField(label=_("Name of the passkey"), max_length=NAME_LENGTH, help_text=_("For instance: my phone."))

    def __init__(self, *args: Any, user: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_credential(self) -> dict[str, Any]:
        """What the device made; raises ValidationError when it answers another question than ours."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        if not made(credential):
            raise ValidationError(NOT_KEPT, code="passkey")
        return credential

    def clean(self) -> None:
        """What went wrong with the passkey stands above the form: nothing of it can be typed."""
        super().clean()
        if said := self.said:
            del self.errors["credential"]
            self.add_error(None, said)


class RenameForm(forms.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    not_done = _("The name has not been changed yet.")
    name = CharField(label=_("Name of the passkey"), max_length=NAME_LENGTH)
