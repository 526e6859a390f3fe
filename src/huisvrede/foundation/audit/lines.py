"""The log as Logboek Dataverwerkingen reads it: a line per act, and a child line per data subject in it.

The employee who acted stands in no line (the standard's own rule); the data subject as a keyed digest, the same in every
line of one controller and worth nothing elsewhere. What is ours and not the standard's has a prefix of our own.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import ticket_key

SPAN = 8
"""Bytes of a span's name; a trace has sixteen, as a key has."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One act, or one data subject in it.

    trace, span, parent   16, 8 and 8 bytes; an act has no parent
    name                  the action and the activity, in words of ours
    at                    when, to the microsecond; an act takes no time of its own
    attributes            `dpl.core.…` as the standard names them, `huisvrede.…` for what is ours
    """

    trace: bytes
    span: bytes
    parent: bytes = b""
    name: str
    at: datetime
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Logged:
    """What a row of either log says; `subject` and `seen` are those of the processing log, None in the access log."""

    look: UUID
    at: datetime
    activity: str
    purpose: str
    action: str
    refused: bool = False
    seen: UUID | None = None
    subject: UUID | None = None
    role: str = ""


def line_of(organisation: Organisation, logged: Logged) -> Line:
    """A row as a line of the standard: the act is the parent of each of its data subjects."""
    act = logged.look.bytes[:SPAN]
    attributes = {
        "dpl.core.processing_activity_id": place_of(organisation, logged.activity),
        "huisvrede.purpose": logged.purpose,
        "huisvrede.refused": str(logged.refused).lower(),
    }
    if logged.subject is not None:
        attributes |= {
            "dpl.core.data_subject_id": pseudonym(organisation, logged.subject),
            "dpl.core.data_subject_id_type": f"{organisation.origin}/pseudonym",
            "huisvrede.role": logged.role,
        }
    return Line(
        trace=logged.look.bytes,
        span=logged.seen.bytes[:SPAN] if logged.seen else act,
        parent=act if logged.seen else b"",
        name=f"{logged.action} {logged.activity}".strip(),
        at=logged.at,
        attributes=attributes,
    )


def place_of(organisation: Organisation, activity: str) -> str:
    """The address of an activity in the register, by which lines name it."""
    return f"{organisation.origin}/api/v1/processing-activities/{activity}"


def pseudonym(organisation: Organisation, subject: UUID) -> str:
    """A data subject in lines that leave the organisation: told apart by who has all of them, and known to nobody else."""
    return hmac.new(ticket_key(organisation), b"data-subject:" + subject.bytes, hashlib.sha256).hexdigest()
