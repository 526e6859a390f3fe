"""Every attempt to sign in, and the lock that follows from them: one table is the log and the counter."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.models import SignIn
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import term, term_span, version_on
from huisvrede.foundation.walls.session import acting, ticket_key
from huisvrede.foundation.walls.ticket import Acting

IS_LOCKED = "SELECT walls.locked(%s, '', %s, %s, %s, %s) OR walls.locked('', %s, %s, %s, %s, %s)"


class Outcome(StrEnum):
    """What became of an attempt, or of a session.

    `password`: it was right and more may be asked. `idle`: signed out after doing nothing. `failed`: wrong address or
    password. `locked`: refused unseen. `replaced`: a cookie that its own browser no longer has, so perhaps a copy.
    `recovered`: a new password by the code of two colleagues. `key-…`: of a key for a program.
    Only what failed counts for the lock; a wrong key for that of keys alone, so that no program locks out an office.
    """

    PASSWORD = "password"  # noqa: S105  a word of the log
    PASSED = "passed"
    OUT = "out"
    IDLE = "idle"
    FAILED = "failed"
    CODE_FAILED = "code-failed"
    LOCKED = "locked"
    REPLACED = "replaced"
    RECOVERED = "recovered"
    KEY_MADE = "key-made"
    KEY_WITHDRAWN = "key-withdrawn"
    KEY_FAILED = "key-failed"


@dataclass(frozen=True)
class Attempt:
    """What was typed and from where. What was typed is never kept: it may be a password."""

    login: str
    address: str
    account: UUID | None = None


def note(organisation: Organisation, attempt: Attempt, outcome: Outcome, *, at: datetime) -> None:
    """Write one line, in a transaction of its own, so that a refusal is kept as well."""
    with acting(organisation, nobody(at)):
        SignIn.objects.create(
            at=at,
            login=_digest(organisation, attempt.login),
            account=attempt.account,
            address=attempt.address,
            outcome=outcome,
        )


def locked(organisation: Organisation, attempt: Attempt, *, at: datetime) -> bool:
    """Whether too many attempts failed for this login or from this address, within the policy's window.

    The lock holds for the policy's term after the last one, also for a login that doesn't exist (SUR-25).
    """
    with acting(organisation, nobody(at)):
        version = version_on(timezone.localdate(at))
        times: list[Any] = [at, term_span(version, "sign-in.window"), term_span(version, "sign-in.lock")]
        by_login = int(term(version, "sign-in.attempts").value)
        by_address = int(term(version, "sign-in.address-attempts").value)
        login = _digest(organisation, attempt.login)
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(IS_LOCKED, [login, *times, by_login, attempt.address, *times, by_address])
            return bool(cursor.fetchone()[0])


def lock_minutes(organisation: Organisation, *, at: datetime) -> int:
    """How long the policy locks a login or an address, in minutes."""
    with acting(organisation, nobody(at)):
        return int(term_span(version_on(timezone.localdate(at)), "sign-in.lock").total_seconds()) // 60


def _digest(organisation: Organisation, login: str) -> str:
    """The same login gives the same digest; without the key nobody can guess which."""
    return hmac.new(ticket_key(organisation), b"login:" + login.encode(), hashlib.sha256).hexdigest()


def nobody(at: datetime) -> Acting:
    """Whoever is at the door: not signed in, on the day of this moment."""
    return Acting(kind=Kind.VISITOR, purpose="sign-in", day=timezone.localdate(at))
