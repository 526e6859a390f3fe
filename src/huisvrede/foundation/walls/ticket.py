"""The ticket: who acts, wearing which hat, for which purpose, on which day; signed, short-lived.

Any database role can set a custom setting, so the session does not *say* who acts, it *shows* this ticket.
The gate's functions verify it with the same key and look up hats and grants themselves.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from huisvrede.core.vocabulary import Kind

NOBODY = UUID(int=0)
LIFE = timedelta(seconds=60)
"""How long a ticket shows anything; also within a transaction, so that one that is held open ends with it."""
JOB_LIFE = timedelta(hours=6)
"""That of a job's ticket, which is worth nothing to the login `web`: a nightly run may take its time."""
BLOCK = 64


@dataclass(frozen=True, kw_only=True)
class Acting:
    """Who acts. `kind` chooses the database role; the gate takes the hat from the ticket, never from the role."""

    account: UUID = NOBODY
    hat: UUID = NOBODY
    kind: Kind
    purpose: str
    day: date


def ticket(acting: Acting, *, key: bytes, now: float, life: timedelta = LIFE) -> str:
    """The signed text `account|hat|purpose|day|expiry|HMAC`; `now` in seconds since 1970, UTC."""
    if "|" in acting.purpose:
        raise ValueError("a purpose never holds a bar")
    expiry = int(now + life.total_seconds())
    body = f"{acting.account}|{acting.hat}|{acting.purpose}|{acting.day.isoformat()}|{expiry}"
    return f"{body}|{hmac.new(key, body.encode(), hashlib.sha256).hexdigest()}"


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer pad of HMAC-SHA-256, for a database that has `sha256()` and no HMAC (RFC 2104)."""
    if len(key) > BLOCK:
        key = hashlib.sha256(key).digest()
    filled = key.ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in filled), bytes(b ^ 0x5C for b in filled)
