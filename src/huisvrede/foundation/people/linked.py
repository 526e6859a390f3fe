"""Work accounts with which somebody signs in: which there are, taking one away, and letting it be linked again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people.providers import providers
from huisvrede.foundation.signin.models import Account

OFF: Final = "unlinked:"
"""How the subject begins where its owner took the work account away: no provider's, so that it isn't linked again unasked."""


class LastWay(Exception):
    """Without this work account nothing would be left to sign in with."""


@dataclass(frozen=True)
class Linked:
    """A work account as its owner sees it: whose provider, since when, last used, or taken away."""

    key: int
    name: str
    since: datetime
    used_at: datetime | None
    off: bool


def linked_to(account: Account) -> list[Linked]:
    """The work accounts of an account, also those that were taken away."""
    names = {one.issuer: one.name for one in providers()}
    rows = SocialAccount.objects.filter(user_id=account.pk).order_by("date_joined", "pk")
    return [
        Linked(
            row.pk,
            names.get(row.provider) or str(urlsplit(row.provider).hostname),
            row.date_joined,
            row.last_login,
            row.uid.startswith(OFF),
        )
        for row in rows
    ]


def unlink(*, account: Account, key: int) -> bool:
    """Take a work account away; whether there was one. Raises LastWay where no password, passkey or other one is left."""
    with transaction.atomic(using=current().signin_alias):
        mine = Account.objects.select_for_update().get(pk=account.pk)
        on = SocialAccount.objects.filter(user_id=mine.pk).exclude(uid__startswith=OFF)
        passkeys = Authenticator.objects.filter(user_id=mine.pk, type=Authenticator.Type.WEBAUTHN)
        if not (mine.has_usable_password() or passkeys.exists() or on.exclude(pk=key).exists()):
            raise LastWay
        return bool(on.filter(pk=key).update(uid=f"{OFF}{secrets.token_urlsafe(32)}"))


def allow(*, account: Account, key: int) -> bool:
    """From now on the provider's word for the address links a work account again; whether that was off."""
    return bool(SocialAccount.objects.filter(user_id=account.pk, pk=key, uid__startswith=OFF).delete()[0])
