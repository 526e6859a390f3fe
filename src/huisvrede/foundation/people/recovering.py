"""Coming in again once two colleagues said so: both halves of a code and a new password, nothing of before (decision 58).

No mail is enough, and no colleague has more than half. While an account waits for its owner every other door of it is shut.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.core import signing
from django.db import connections, transaction
from django.utils import timezone

from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.people.keys import end_all
from huisvrede.foundation.people.logins import in_groups, plain, random_letters
from huisvrede.foundation.signin.models import Account, Rescue
from huisvrede.foundation.walls.session import acting

TERM: Final = "recovery"
"""How long a request waits to be confirmed, and a code works after that."""
class Wrong(Exception):
    """The account has no such code, or it is too old, stopped or used: the same to whoever tries."""


class Lapsed(Exception):
    """A link to stop something that leads nowhere."""


def new_half(which: int) -> str:
    """Half of a code, as it is shown once; it begins with which of the two it is.

    Who has one half makes eight hundred thousand million guesses at the other, and the lock comes after five.
    """
    return f"{which}-{in_groups(random_letters())}"


def waits(account: Account) -> bool:
    """Whether this account was shut to let its owner in again, and they have not come in yet."""
    return Rescue.objects.filter(account_id=account.pk).exists()


def regain(*, account: Account | None, halves: tuple[str, str], password: str) -> None:
    """The owner comes in again with both halves, in any order, and a new password; good once.

    Raises Wrong after the same work, whether the account, the code or a half is what isn't right.
    """
    first, second = sorted(plain(one) for one in halves)
    with transaction.atomic(using=current().signin_alias):
        rescue = Rescue.objects.select_for_update().filter(account=account).first() if account else None
        kept = (rescue.first, rescue.second) if rescue else ("", "")
        right = [check_password(first, kept[0]), check_password(second, kept[1])]
        if account is None or rescue is None or not all(right) or rescue.ends_at <= timezone.now():
            raise Wrong
        account.set_password(password)
        account.save(update_fields=["password"])
        end_all(account)
        rescue.delete()
    with acting(current(), signin.nobody(timezone.now())):
        _call("SELECT walls.recovered(%s)", rescue.recovery)


def token_for(recovery: UUID) -> str:
    """What stands in the link by which its owner stops a recovery, signed with the installation's own key."""
    return _signer().sign(recovery.hex)


def behind(token: str) -> UUID:
    """Which recovery a link stops. Raises Lapsed for one that was made up."""
    try:
        return UUID(_signer().unsign(token))
    except signing.BadSignature:
        raise Lapsed from None


def stop(recovery: UUID) -> bool:
    """End a recovery that was asked or confirmed and not used yet; False where there is nothing to stop any more."""
    with acting(current(), signin.nobody(timezone.now())):
        return bool(_call("SELECT walls.stop_recovery(%s)", recovery))


def _call(statement: str, recovery: UUID) -> object:
    with connections[current().key].cursor() as cursor:
        cursor.execute(statement, [recovery])
        return cursor.fetchone()[0]


def _signer() -> signing.Signer:
    """Of this organisation: a link of another one's stops nothing here."""
    return signing.Signer(salt=f"recovery:{current().key}")
