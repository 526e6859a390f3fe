"""Keys with which a program acts as one hat of its owner (ADR 25): made, listed, withdrawn, and found when one is shown.

A key is random and long enough that nobody guesses it; kept is a digest, so that whoever reads the table can use none.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huisvrede.core.duration import Period
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.register.models import Term
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.signin.models import Account, Token
from huisvrede.foundation.walls.session import acting

SCOPES: Final[Mapping[Kind, Mapping[str, Any]]] = {
    Kind.STAFF: {
        "register": _("Read the register of processing activities"),
        "requests": _("Read the requests of people that you may see"),
        "ldv": _("Read the processing log, where you supervise it"),
    },
    Kind.SUBJECT: {
        "requests": _("Read your requests, and ask what we hold of you"),
        "own-log": _("Read who looked at your data"),
    },
}
"""Kind of hat -> the parts of the API that a key of it may open, and what each is in words."""
MOST: Final = 20
"""Keys of one account: a program needs one, and who has more than these knows no more which is whose."""
TERM: Final = "sign-in.key"
UNSAID: Final = "P3M"
"""How long a key works where the policy says nothing of it."""
CEILING: Final = timedelta(days=364)
"""The database keeps none for longer than a year."""
BEGINS: Final = "hv_"
"""How a key begins, so that who finds one in a file knows what it is."""
LONGEST: Final = 100
EACH: Final = timedelta(minutes=1)
"""How exactly it is kept when a key was last used: not each request writes."""


class Enough(Exception):
    """The account has as many keys as it may have."""


@dataclass(frozen=True)
class Worn:
    """Whose key it is: the account, and the hat it acts as."""

    account: Account
    hat: UUID
    kind: Kind


def last_day() -> date:
    """The last day on which a key that is made today may work, by the policy of today."""
    now = timezone.now()
    with acting(current(), signin.nobody(now)) as session:
        day = session.acting.day
        said = Term.objects.filter(version=version_on(day), key=TERM).values_list("value", flat=True).first()
    return min(Period.parse(said or UNSAID).after(day) or date.max, day + CEILING)


def make(*, owner: Worn, name: str, scopes: Collection[str], last: date) -> str:
    """A new key, as it is shown once; it works through its last day.

    ValueError for a scope that is none of the hat's, or a day that is past or beyond the policy; Enough.
    """
    if not scopes or not set(scopes) <= set(SCOPES.get(owner.kind, ())):
        raise ValueError("a key opens what its hat may do, and something of it")
    if not timezone.localdate() <= last <= last_day():
        raise ValueError("a key ends no later than the policy says")
    shown = BEGINS + secrets.token_urlsafe(32)
    with transaction.atomic(using=current().signin_alias):
        Account.objects.select_for_update().get(pk=owner.account.pk)
        if Token.objects.filter(account=owner.account, ends_at__gt=timezone.now()).count() >= MOST:
            raise Enough
        Token.objects.create(
            account=owner.account,
            hat=owner.hat,
            kind=owner.kind.value,
            name=name,
            scopes=sorted(scopes),
            digest=_digest(shown),
            made_at=timezone.now(),
            ends_at=timezone.make_aware(datetime.combine(last + timedelta(days=1), time())),
        )
    return shown


def keys_of(owner: Worn) -> list[Token]:
    """The keys of one hat, the newest first; those that lapsed too, as long as they are kept."""
    return list(Token.objects.filter(account=owner.account, hat=owner.hat))


def withdraw(*, owner: Worn, key: UUID) -> bool:
    """End a key of one's own at once, of whichever hat; whether there was one."""
    return bool(Token.objects.filter(account=owner.account, pk=key).delete()[0])


def end_all(account: Account) -> None:
    """End every key of an account, of whichever hat: its owner chose another password, and nothing of before opens it."""
    Token.objects.filter(account=account).delete()


def borne(shown: str) -> Token | None:
    """The key that is shown, if it works: known here, not past its end, of an account that nobody shut."""
    if not shown.startswith(BEGINS) or len(shown) > LONGEST or not shown.isascii():
        return None
    working = Token.objects.filter(ends_at__gt=timezone.now(), account__is_active=True, account__rescue=None)
    return working.filter(digest=_digest(shown)).first()


def used(token: Token) -> None:
    """Keep when a key was last used, to within a minute."""
    now = timezone.now()
    if token.used_at is None or now - token.used_at > EACH:
        Token.objects.filter(pk=token.pk).update(used_at=now)


def _digest(shown: str) -> str:
    """It needs no salt and no time: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(shown.encode()).hexdigest()
