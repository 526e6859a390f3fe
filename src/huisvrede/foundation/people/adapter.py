"""Sign-in by allauth, with our log, our lock and our letters."""

from __future__ import annotations

import time
from contextlib import suppress
from email.utils import formataddr
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people import browsers
from huisvrede.foundation.people.keys import end_all
from huisvrede.foundation.people.logins import known_as
from huisvrede.foundation.people.queries import (
    asks_second_factor,
    has_ended,
    hats_of_actor,
    registration_is_open,
)
from huisvrede.foundation.people.recovering import waits
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

SINCE = "since"
"""Key in the session: the second, since 1970, at which somebody signed in."""
PROVED = "proved"
"""Key in a session that is signing in: a digest that changes with the password, as it was when something was right."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks of us: log each attempt, refuse the locked, and say the same to everyone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth gives it
        """Whether people may register themselves here, by the policy of today."""
        with acting(current(), signin.nobody(timezone.now())):
            return registration_is_open()

    def new_user(self, request: HttpRequest) -> Account:  # noqa: ARG002  allauth gives it
        """An account that is written to in the language of the page it was made on."""
        return Account(language=(get_language() or "nl")[:2], made_on=timezone.localdate())

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked login or address before the password is looked at (source 0, annex 2)."""
        refuse_locked(attempt(request, known_as(str(credentials.get("email", "")))))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """As allauth does, and in the log; a closed account is answered like a wrong password."""
        account = super().authenticate(request, **credentials)
        if account is not None and not let_in(account):
            account = None
        tried = attempt(request, known_as(str(credentials.get("email", ""))), account)
        outcome = signin.Outcome.FAILED if account is None else signin.Outcome.PASSWORD
        if account is not None:
            browsers.remember(request)
        signin.note(current(), tried, outcome, at=timezone.now())
        return account

    def pre_login(self, request: HttpRequest, user: Account, **more: Any) -> Any:
        """Something was right; whatever is asked after that, it counts only while the password stays the same."""
        request.session[PROVED] = proof_of(user)
        return super().pre_login(request, user, **more)

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Whether this is still the password of somebody who signed in."""
        again = self.authenticate(self.request, email=user.login, password=password)
        return again is not None and again.pk == user.pk

    def login(self, request: HttpRequest, user: Account) -> None:
        """All that was asked is answered: a session with a new key begins, and only now the count ends.

        Unless meanwhile two colleagues shut the account: of what was asked before that nothing counts any more.
        """
        if request.session.pop(PROVED, proof_of(user)) != proof_of(user) or waits(user):
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)
        request.session[SINCE] = int(time.time())
        if browsers.begin(request, user):
            self._tell_of_browser(user)
        signin.note(current(), attempt(request, user.login, user), signin.Outcome.PASSED, at=timezone.now())

    def _tell_of_browser(self, user: Account) -> None:
        """Say that somebody signed in with a browser we did not know; where no mail goes out, at the next time."""
        with suppress(OSError, SMTPException):
            self.send_mail("account/email/new_browser", user.email, {"browsers_url": "/account/browsers/"})
            browsers.told(user)

    def get_login_stages(self) -> list[str]:
        """allauth's, with our own second factor, which a provider may have asked already."""
        ours = {
            "allauth.mfa.stages.AuthenticateStage": "huisvrede.foundation.people.openid.Stage",
            "allauth.account.stages.EmailVerificationStage": "huisvrede.foundation.people.logins.AddressStage",
        }
        return [ours.get(one, one) for one in super().get_login_stages()]

    def logout(self, request: HttpRequest) -> None:
        """End the session and write it down."""
        account = request.user
        assert isinstance(account, Account)
        ended = attempt(request, account.login, account)
        super().logout(request)
        signin.note(current(), ended, signin.Outcome.OUT, at=timezone.now())

    def is_reauthentication_required(self, *, app: str, **others: Any) -> bool:
        """Ask for the password again, unless somebody signed in moments ago."""
        fresh = time.time() - self.request.session.get(SINCE, 0) < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and bool(super().is_reauthentication_required(app=app, **others))

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The address is somebody's own; say so on the page that follows."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            messages.success(request, _("Your e-mail address is confirmed. You can sign in now."))
        return confirmed

    def set_password(self, user: Account, password: str) -> None:
        """Another password, chosen by who is signed in or has the link: with it end the keys of the account."""
        with transaction.atomic(using=current().signin_alias):
            user.set_password(password)
            user.save(update_fields=["password"])
            end_all(user)

    def add_message(self, *_said: Any, **_more: Any) -> None:
        """Keep allauth's own messages, which name addresses and accounts, out of the page and the cookie."""

    def send_mail(self, template_prefix: str, email: str | None, context: dict[str, Any]) -> None:
        """A notice with a link: no name, no address, nothing of substance (design, §6); none to who has no address.

        allauth builds links from the request, whose `Host` is what its sender typed: host and port are ours.
        """
        if not email:
            return
        if template_prefix.endswith("account_already_exists"):
            make_password(email)  # takes as long as making an account does, so that nobody can tell
        links = {name: _of_the_house(url) for name, url in context.items() if name.endswith("_url")}
        super().send_mail(template_prefix, email, {**context, **links, "organisation": current().name})

    def send_notification_mail(self, _template: str, user: Account, *_rest: Any, **_more: Any) -> None:
        """Tell that the way of signing in was changed: the owner knows, a thief is found out."""
        self.send_mail("account/email/changed", user.email, {"home_url": "/"})

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of whoever connects; a proxy must set REMOTE_ADDR itself."""
        return str(request.META["REMOTE_ADDR"])

    def format_email_subject(self, subject: str) -> str:
        """The subject as it stands: no prefix."""
        return subject

    def get_from_email(self) -> str:
        """The organisation's name, with an address that can't be answered."""
        return formataddr((current().name, f"no-reply@{current().key}.example"))


def _of_the_house(url: str) -> str:
    """The same page at the address that the organisation is known by."""
    return f"{current().origin}{urlsplit(url).path}"


def _ended(account: Account) -> bool:
    """Whether every hat of an account has ended: from that day nobody comes in with it."""
    who = Acting(account=account.pk, kind=Kind.VISITOR, purpose="session", day=timezone.localdate())
    with acting(current(), who):
        return has_ended()


def let_in(account: Account) -> bool:
    """Whether an account may come in at all; who may not is answered like whoever proved nothing.

    Nor while two colleagues let its owner in again: then the code of both alone opens it.
    """
    return has_hat_today(account) and not waits(account)


def proof_of(account: Account) -> str:
    """What changes with the password of an account and tells nothing of it."""
    return str(account.get_session_auth_hash())


def has_hat_today(account: Account) -> bool:
    """Whether an account is open: not every hat of it has ended."""
    return account.is_active and not _ended(account)


def needs_second_factor(account: Account) -> bool:
    """Whether one of the hats of an account asks for a second factor."""
    who = Acting(account=account.pk, kind=Kind.VISITOR, purpose="session", day=timezone.localdate())
    with acting(current(), who):
        return asks_second_factor()


def works_here(account: Account) -> bool:
    """Whether somebody works here today: only then a work account opens theirs."""
    who = Acting(account=account.pk, kind=Kind.VISITOR, purpose="session", day=timezone.localdate())
    with acting(current(), who):
        return any(hat.kind == Kind.STAFF.value for hat in hats_of_actor())


def attempt(request: HttpRequest, login: str, account: Account | None = None) -> signin.Attempt:
    """An attempt as the log keeps it: what was typed is kept as a digest alone."""
    address = str(request.META["REMOTE_ADDR"])
    return signin.Attempt(login.strip().lower(), address, account.pk if account else None)


def refuse_locked(tried: signin.Attempt) -> None:
    """Raise ValidationError, and write it down, while the login or the address is locked (SUR-25)."""
    now = timezone.now()
    if signin.locked(current(), tried, at=now):
        signin.note(current(), tried, signin.Outcome.LOCKED, at=now)
        raise ValidationError(locked_sentence(), code="locked")


def locked_sentence() -> str:
    """How long somebody is locked out, by the policy of today."""
    minutes = signin.lock_minutes(current(), at=timezone.now())
    return ngettext(
        "Too many attempts went wrong, so you can't sign in for %(minutes)d minute. Try again after that.",
        "Too many attempts went wrong, so you can't sign in for %(minutes)d minutes. Try again after that.",
        minutes,
    ) % {"minutes": minutes}
