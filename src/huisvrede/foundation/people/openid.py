"""Signing in by OpenID Connect: allauth's exchange of codes, with everything checked that it leaves to TLS.

What a provider says is believed when its own key signed it for us, now, in answer to the question of this session.
Nothing of it is kept but issuer and subject. Nobody gets an account here because a provider knows them.
"""

from __future__ import annotations

import hmac
import secrets
from functools import cached_property, partial
from typing import Any, Final

import jwt
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import EmailAddress, Login
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from requests import ConnectionError as Unreachable
from requests import Session, Timeout

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.cluster.secret_files import secure
from huisvrede.foundation.people.adapter import attempt, let_in, refuse_locked, works_here
from huisvrede.foundation.people.linked import OFF
from huisvrede.foundation.people.providers import Provider, providers
from huisvrede.foundation.signin.models import Account

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the provider has; none by a secret that we have as well."""
LEEWAY: Final = 60
"""Seconds that two clocks may differ."""
PATIENCE: Final = (5, 10)
"""Seconds in which a provider must be reached, and answer."""
LONGEST: Final = 191
"""Characters of a subject, as the table of linked accounts keeps it."""
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ASSERTED: Final = "openid"
"""The type of the record in a session that says: the provider asked a second factor."""


class Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """What goes to and fro between a provider and us."""

    def __init__(self, request: HttpRequest, house: House) -> None:
        super().__init__(request, house.told.key)
        self.house = house

    def get_provider(self) -> House:
        """The provider, as the file of this organisation tells."""
        return self.house

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002  allauth gives them
        """Where the provider sends people back to: our own address, whatever `Host` said."""
        return f"{current().origin}{reverse('account_openid_callback', args=[self.house.told.key])}"

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """What the provider tells of itself, under the very name that we know it by."""
        told = self._got(f"{self.house.told.issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self.house.told.issuer or not all(secure(told.get(name)) for name in ENDPOINTS):
            raise OAuth2Error
        return told

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **more: Any) -> SocialLogin:
        """Somebody as the provider knows them; raises OAuth2Error for a token that is not right."""
        claims = self._claims(app, more["response"].get("id_token"))
        login = self.house.sociallogin_from_response(request, claims)
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            claims = {**self._of_person(claims, token.token), **claims}
        login.claims = claims
        return login

    def _claims(self, app: SocialApp, id_token: Any) -> dict[str, Any]:
        """What the token says: signed by the provider, for us, by the provider's name, and not over."""
        try:
            named = jwt.get_unverified_header(id_token).get("kid")
            held = jwt.PyJWKSet.from_dict(self._got(self.openid_config["jwks_uri"])).keys
            keys = [one for one in held if named in (None, one.key_id)]
            if len(keys) != 1:
                raise OAuth2Error
            claims: dict[str, Any] = jwt.decode(
                id_token,
                keys[0],
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.house.told.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError:
            raise OAuth2Error from None
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        azp, subject = claims.get("azp", None if several else app.client_id), claims["sub"]
        if azp != app.client_id or len(subject) > LONGEST or subject.startswith(OFF):
            raise OAuth2Error
        return claims

    def _of_person(self, claims: dict[str, Any], token: str) -> dict[str, Any]:
        """What the provider tells beside the token, about the same person."""
        told = self._got(self.openid_config["userinfo_endpoint"], headers={"Authorization": f"Bearer {token}"})
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error
        return told

    def _got(self, address: str, **more: Any) -> dict[str, Any]:
        if not secure(address):
            raise OAuth2Error
        with OpenIdAdapter().get_requests_session() as wire:
            answer = wire.get(address, **more)
            answer.raise_for_status()
            told = answer.json()
        if not isinstance(told, dict):
            raise OAuth2Error
        return told


class House(OpenIDConnectProvider):  # type: ignore[misc]
    """One provider of this organisation, as allauth wants it."""

    def __init__(self, request: HttpRequest, told: Provider) -> None:
        self.told = told
        app = SocialApp(
            provider="openid_connect",
            provider_id=told.key,
            name=told.name,
            client_id=told.client_id,
            secret=told.client_secret,
            settings={"oauth_pkce_enabled": True, "scope": ["openid", "email"]},
        )
        super().__init__(request, app=app)

    @property
    def sub_id(self) -> str:
        """What a subject is kept under: the issuer, so that another provider under the same key is another one."""
        return self.told.issuer

    def get_oauth2_adapter(self, request: HttpRequest) -> Exchange:
        """The exchange with this provider."""
        return Exchange(request, self)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """What is asked of the provider: nothing that stands in the address of our own page."""
        nonce = secrets.token_urlsafe(24)
        wanted = {"acr_values": " ".join(self.told.factor_acr)} if self.told.factor_acr else {}
        return {
            "process": "login",
            "next_url": get_next_redirect_url(request),
            "auth_params": {"nonce": nonce, **wanted},
            "nonce": nonce,
        }

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject."""
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002  allauth gives it
        """Nothing of what the provider told is kept."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Nor is it used to fill an account."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:  # noqa: ARG002
        """Nor does allauth match people by it: see `OpenIdAdapter`."""
        return []

    def asserts_factor(self, claims: dict[str, Any]) -> bool:
        """Whether the provider says that it asked a second factor, in words that the organisation takes for it."""
        ways = claims.get("amr")
        said = set(ways) if isinstance(ways, list) and all(isinstance(one, str) for one in ways) else set()
        return bool(said & set(self.told.factor_amr)) or claims.get("acr") in self.told.factor_acr

    def address_in(self, claims: dict[str, Any]) -> str:
        """The address that the provider verified and may speak of; "" when there is none."""
        email = str(claims.get("email", "")).strip().lower()
        verified = claims.get(self.told.verified_by) in (True, "true", 1, "1")
        return email if verified and email.rpartition("@")[2] in self.told.domains else ""


class OpenIdAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who somebody is here, once a provider told who they are there."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """The providers of this organisation, from its file: no secret stands in a database."""
        apps = [House(request, one).app for one in providers() if provider in (None, "openid_connect", one.key)]
        return [app for app in apps if client_id in (None, app.client_id)]

    def get_requests_session(self) -> Session:
        """A way to a provider that waits not long and follows no one elsewhere."""
        session = Session()
        session.max_redirects = 0
        session.request = partial(session.request, timeout=PATIENCE)  # type: ignore[method-assign]
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Never: an account is given here, not there."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let somebody in who has an account here; anybody else is answered as with a wrong password."""
        house, claims = sociallogin.provider, sociallogin.claims
        asked, answered = str(sociallogin.state.get("nonce", "")), str(claims.get("nonce", ""))
        if not asked or not hmac.compare_digest(asked.encode(), answered.encode()):
            raise counted(request, house, "wrong")
        account = sociallogin.user if sociallogin.is_existing else _meant(house, claims)
        tried = attempt(request, account.login if account else f"openid:{house.sub_id} {claims['sub']}", account)
        try:
            refuse_locked(tried)
        except ValidationError:
            raise back("locked") from None
        works = account is not None and let_in(account) and works_here(account)
        if account is None or not works or not (sociallogin.is_existing or _linked(sociallogin, account)):
            signin.note(current(), tried, signin.Outcome.FAILED, at=timezone.now())
            raise back("unknown")
        if house.asserts_factor(claims):
            record_authentication(request, account, "mfa", type=ASSERTED)
        # not allauth's own end: it would put token and subject into the session while a second factor is asked
        wanted = sociallogin.get_redirect_url(request)
        raise ImmediateHttpResponse(perform_login(request, Login(user=account, redirect_url=wanted)))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: House,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """What went wrong underway becomes a sentence on our own page; nothing of it goes into any log."""
        if isinstance(exception, (Unreachable, Timeout)):
            raise back("down")
        if error == AuthError.CANCELLED:
            raise counted(request, provider, "denied")
        raise counted(request, provider, "wrong" if "state" in (extra_context or {}) else "late")


class Stage(AuthenticateStage):  # type: ignore[misc]
    """Our own second factor, unless the provider asked one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        return not any(one.get("type") == ASSERTED for one in records) and bool(super()._should_handle(request))


def counted(request: HttpRequest, house: House, why: str) -> ImmediateHttpResponse:
    """The answer to an attempt of which nobody knows whose it is: it counts for the address it came from."""
    tried = attempt(request, f"openid:{house.sub_id}")
    signin.note(current(), tried, signin.Outcome.FAILED, at=timezone.now())
    return back(why)


def back(why: str) -> ImmediateHttpResponse:
    """To the page of signing in, which says why in the language of whoever reads it."""
    return ImmediateHttpResponse(redirect(f"{reverse('account_login')}?openid={why}"))


def _meant(house: House, claims: dict[str, Any]) -> Account | None:
    """The account of a verified address, where that address was verified here as well."""
    email = house.address_in(claims)
    found = EmailAddress.objects.filter(email__iexact=email, verified=True).first() if email else None
    account: Account | None = found.user if found else None
    return account


def _linked(login: SocialLogin, account: Account) -> bool:
    """Keep the subject with the account from now on; False where another subject of this issuer is kept with it."""
    with transaction.atomic(using=current().signin_alias):
        Account.objects.select_for_update().get(pk=account.pk)
        if SocialAccount.objects.filter(user=account, provider=login.provider.sub_id).exists():
            return False
        login.account.user = login.user = account
        login.account.save()
    get_adapter().send_notification_mail("", account)
    return True
