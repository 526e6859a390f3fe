"""Asking that somebody be told: a row is the queue, and the mailer does the rest (third gate: send)."""

from __future__ import annotations

from uuid import UUID

from django.db.models.functions import Now

from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.messages.notices import NOTICES


def notify(*, account: UUID, notice: str, path: str) -> Message:
    """Tell an account that something waits at an address of ours; no substance goes along.

    ValueError for a notice nobody wrote, or a path that leads elsewhere.
    """
    if notice not in NOTICES:
        raise ValueError(f"There is no notice {notice}: write its texts in messages/notices.py.")
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("A notice leads to a path of ours, beginning with one slash.")
    message = Message(account=account, notice=notice, path=path, made_at=Now())
    message.save(force_insert=True)
    return message
