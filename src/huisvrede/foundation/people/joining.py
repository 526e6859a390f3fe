"""An invitation: an account that waits for its owner to choose a password, by a link that is good once and for a while."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db import transaction
from django.utils import timezone

from huisvrede.core.duration import span
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people.recovering import waits
from huisvrede.foundation.register.queries import term, version_on
from huisvrede.foundation.signin.models import Account

TERM: Final = "invitation"


class Lapsed(Exception):
    """An invitation that is used, too old, or none at all: the same to whoever holds it."""


def account_for(email: str) -> Account:
    """The account of an address; where there is none, one that nobody can sign in with yet.

    Whoever invites is told the same either way: that somebody has an account here is that person's own affair.
    """
    address = email.lower()
    with transaction.atomic(using=current().signin_alias):
        account, made = Account.objects.get_or_create(email=address, defaults={"password": make_password(None)})
        if made:
            EmailAddress.objects.create(user=account, email=address, verified=False, primary=True)
        elif not EmailAddress.objects.filter(user=account, email=address, verified=True).exists():
            # Whoever made it has not shown that the address is theirs: their password opens nothing.
            account.set_unusable_password()
            account.save(update_fields=["password"])
    return account


def token_for(account: Account) -> str:
    """What stands in the link: which account, and since when, signed with the installation's own key."""
    return _signer().sign(account.pk.hex)


def behind(token: str) -> Account:
    """Whose invitation this is. Raises Lapsed for one that was used, is older than the policy's term, or was made up.

    To be asked within a session, since the policy of the day says how long.
    """
    longest = span(term(version_on(timezone.localdate()), TERM).value)
    try:
        key = _signer().unsign(token, max_age=longest)
    except signing.BadSignature:
        raise Lapsed from None
    found = Account.objects.filter(pk=UUID(key), is_active=True).first()
    if found is None or found.has_usable_password() or waits(found):
        raise Lapsed
    return found


def accept(*, account: Account, password: str) -> None:
    """The owner chose a password; the link that was mailed shows that the address is theirs. Good once."""
    with transaction.atomic(using=current().signin_alias):
        mine = Account.objects.select_for_update().get(pk=account.pk)
        if mine.has_usable_password():
            raise Lapsed
        mine.set_password(password)
        mine.save(update_fields=["password"])
        EmailAddress.objects.filter(user=mine, email=mine.email).update(verified=True)


def _signer() -> signing.TimestampSigner:
    """Of this organisation: a link of another one's opens nothing here."""
    return signing.TimestampSigner(salt=f"invitation:{current().key}")
