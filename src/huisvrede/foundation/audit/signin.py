"""Every attempt to sign in, and the lock that follows from them: one table is the log and the counter."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.models import SignIn
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import term, term_span, version_on
from huisvrede.foundation.walls.session import acting, ticket_key
from huisvrede.foundation.walls.ticket import Acting

PASSED, FAILED, LOCKED, CODE_FAILED, OUT, IDLE = "passed", "failed", "locked", "code-failed", "out", "idle"
FAILURES = "SELECT walls.failures(%s, '', %s) >= %s OR walls.failures('', %s, %s) >= %s"


@dataclass(frozen=True)
class Attempt:
    """What was typed and from where. What was typed is never kept: it may be a password."""

    login: str
    address: str
    account: UUID | None = None


def note(organisation: Organisation, attempt: Attempt, outcome: str, *, at: datetime) -> None:
    """Write one line, in a transaction of its own, so that a refusal is kept as well."""
    with acting(organisation, _nobody(at)):
        SignIn.objects.create(
            at=at,
            login=_digest(organisation, attempt.login),
            account=attempt.account,
            address=attempt.address,
            outcome=outcome,
        )


def locked(organisation: Organisation, attempt: Attempt, *, at: datetime) -> bool:
    """Whether too many attempts failed for this login or from this address, within the policy's window."""
    with acting(organisation, _nobody(at)):
        version = version_on(timezone.localdate(at))
        since = at - max(term_span(version, "sign-in.window"), term_span(version, "sign-in.lock"))
        by_login = int(term(version, "sign-in.attempts").value)
        by_address = int(term(version, "sign-in.address-attempts").value)
        login = _digest(organisation, attempt.login)
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(FAILURES, [login, since, by_login, attempt.address, since, by_address])
            return bool(cursor.fetchone()[0])


def _digest(organisation: Organisation, login: str) -> str:
    """The same login gives the same digest; without the key nobody can guess which."""
    return hmac.new(ticket_key(organisation), b"login:" + login.encode(), hashlib.sha256).hexdigest()


def _nobody(at: datetime) -> Acting:
    return Acting(kind=Kind.VISITOR, purpose="sign-in", day=timezone.localdate(at))
