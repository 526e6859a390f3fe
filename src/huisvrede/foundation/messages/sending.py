"""Sending what is unsent: the mailer's login reads the address at the last moment, and nobody keeps it."""

from __future__ import annotations

import smtplib
from datetime import date, timedelta
from email.utils import formataddr
from uuid import UUID

import structlog
from django.core.mail import EmailMessage
from django.db import connections
from django.utils import timezone, translation

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.messages.notices import NOTICES, text_of
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

BATCH = 50
TRIES = 8
KEPT_AFTER_SENDING = timedelta(days=30)
ADDRESS = "SELECT email, language FROM signin_account WHERE id = %s AND is_active AND email IS NOT NULL"
REFUSALS = (smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
"""What a server says of one message; anything else is trouble of the server and hits every message."""
log = structlog.get_logger("huisvrede.messages")


class Unreachable(Exception):
    """No mail server took the message."""


def send_waiting(organisation: Organisation, *, on: date) -> int:
    """Send every unsent message; one transaction each, so that a crash repeats at most one notice. How many went.

    A server that can't be reached is no fault of a message: the rest waits for the next round, nothing is counted.
    """
    sent = 0
    try:
        for key in _waiting(organisation, on):
            sent += _send(organisation, key, on)
    except Unreachable as problem:
        log.warning("mail server out of reach", why=str(problem))
    return sent


def _waiting(organisation: Organisation, on: date) -> list[UUID]:
    with acting(organisation, _mail(on)):
        rows = Message.objects.filter(sent_at__isnull=True, tries__lt=TRIES).order_by("made_at")
        return list(rows.values_list("pk", flat=True)[:BATCH])


def _send(organisation: Organisation, key: UUID, on: date) -> int:
    with acting(organisation, _mail(on)):
        message = (
            Message.objects.select_for_update(skip_locked=True).filter(pk=key, sent_at__isnull=True).first()
        )
        if message is None:
            return 0
        address = _address(organisation, message.account)
        delivered = address is None or _delivered(organisation, message, *address)
        Message.objects.filter(pk=key).update(
            tries=message.tries + 1, sent_at=timezone.now() if delivered else None
        )
        return int(delivered and address is not None)


def _address(organisation: Organisation, account: UUID) -> tuple[str, str] | None:
    """(address, language) of an account that can still sign in; None without either."""
    with connections[organisation.mailer_alias].cursor() as cursor:
        cursor.execute(ADDRESS, [account])
        found = cursor.fetchone()
    return (found[0], found[1]) if found else None


def _delivered(organisation: Organisation, message: Message, address: str, language: str) -> bool:
    if message.notice not in NOTICES:
        log.warning("mail refused", why="unknown notice", tries=message.tries + 1)
        return False
    with translation.override(language):
        subject, body = text_of(
            message.notice, organisation=organisation.name, link=link(organisation, message.path)
        )
    sender = formataddr((organisation.name, f"no-reply@{organisation.key}.example"))
    try:
        EmailMessage(subject, body, sender, [address]).send()
    except REFUSALS as problem:
        log.warning("mail refused", why=type(problem).__name__, tries=message.tries + 1)
        return False
    except OSError as problem:  # of which every SMTPException is one
        raise Unreachable(type(problem).__name__) from None
    return True


def link(organisation: Organisation, path: str) -> str:
    """The address of a page, as it stands in a message."""
    return f"{organisation.origin}{path}"


def forget_sent(organisation: Organisation, *, on: date) -> int:
    """Remove messages sent longer than a month ago."""
    with acting(organisation, _mail(on)):
        return Message.objects.filter(sent_at__date__lt=on - KEPT_AFTER_SENDING).delete()[0]


def _mail(on: date) -> Acting:
    return Acting(kind=Kind.SYSTEM, purpose="messages", day=on)
