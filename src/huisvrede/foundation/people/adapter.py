"""Sign-in by allauth, with our log, our lock and our letters."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks of us: log each attempt, refuse the locked, and say the same to everyone."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked login or address before the password is looked at (source 0, annex 2)."""
        attempt = _attempt(request, credentials)
        if signin.locked(current(), attempt, at=timezone.now()):
            signin.note(current(), attempt, signin.LOCKED, at=timezone.now())
            raise ValidationError(_("Too many attempts. Wait a while and try again."), code="locked")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """As allauth does, with a line in the sign-in log for success and failure."""
        account = super().authenticate(request, **credentials)
        outcome = signin.FAILED if account is None else signin.PASSED
        attempt = _attempt(request, credentials, account=getattr(account, "pk", None))
        signin.note(current(), attempt, outcome, at=timezone.now())
        return account

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of whoever connects; a proxy must set REMOTE_ADDR itself."""
        return str(request.META["REMOTE_ADDR"])

    def format_email_subject(self, subject: str) -> str:
        """The subject as it stands: no prefix."""
        return subject

    def get_from_email(self) -> str:
        """The organisation's name, with an address that can't be answered."""
        return f"{current().name} <no-reply@{current().key}.example>"


def _attempt(request: HttpRequest, credentials: dict[str, Any], account: Any = None) -> signin.Attempt:
    login = str(credentials.get("email") or credentials.get("username") or "")
    return signin.Attempt(login=login.strip().lower(), address=str(request.META["REMOTE_ADDR"]), account=account)
