"""Sealing and opening fields: one data key per file, wrapped by the organisation's own key, fetched only when a field opens.

A row that may be taken out before its file ends (`alone` in its declaration) has a key of its own, which goes with it.

A data key commits in the vault before the row that uses it commits in main (decision 16): killed in between, a key is
left that opens nothing, and the night takes it. A file that was destroyed never gets a key again.
"""

from __future__ import annotations

import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, transaction
from django.db.models import Model
from django.utils import timezone

from huisvrede.core.proof import leaf
from huisvrede.foundation.register.declarations import anchor_column, column, keyed
from huisvrede.foundation.register.fields import SealedField
from huisvrede.foundation.vault.ring import ring_of
from huisvrede.foundation.walls.session import session

NONCE: Final = 12
FORM: Final = b"\x01"
"""How a sealed value begins: AES-256-GCM, a nonce of twelve bytes, then the text with its tag."""

MAKE = """INSERT INTO vault_datakey (anchor, digest, kek, wrapped, made_at) SELECT %s, %s, %s, %s, %s
 WHERE NOT EXISTS (SELECT FROM vault_line WHERE digest = %s) ON CONFLICT DO NOTHING"""


class Shut(Exception):
    """A sealed value can't be opened: its key is gone, or it was moved or changed. It says nothing of what it holds."""


def seal(row: Model, field: str, text: str) -> bytes:
    """What stands in the row's field for this text; the row's own key, and its place, are part of it.

    Raises Shut for a file that was destroyed: nothing of it is ever written again.
    """
    return seal_file(row, field, text.encode())


def seal_file(row: Model, field: str, content: bytes) -> bytes:
    """The same for a file that stands in the row."""
    key = _data_key(row, make=True)
    nonce = os.urandom(NONCE)
    return FORM + nonce + AESGCM(key).encrypt(nonce, content, _place(row, field))


def unseal(row: Model, field: str) -> str:
    """The text in the row's field. Raises Shut; whoever asks has passed the gate that logs it."""
    return unseal_file(row, field).decode()


def unseal_file(row: Model, field: str) -> bytes:
    """The same for a file that stands in the row."""
    value = bytes(getattr(row, field))
    key = _data_key(row, make=False)
    try:
        return AESGCM(key).decrypt(value[1 : 1 + NONCE], value[1 + NONCE :], _place(row, field))
    except InvalidTag:
        raise Shut from None


def sealed_fields(model: type[Model]) -> list[str]:
    """The fields of a model that are sealed."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def wrapped(key: bytes, *, by: bytes, anchor: UUID) -> bytes:
    """A data key under one of the organisation's; bound to its file, so that it opens no other one."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(by).encrypt(nonce, key, anchor.bytes)


def unwrapped(value: bytes, *, by: bytes, anchor: UUID) -> bytes:
    """The data key; Shut where it is not this file's, or the wrong key is asked to open it."""
    try:
        return AESGCM(by).decrypt(value[:NONCE], value[NONCE:], anchor.bytes)
    except InvalidTag:
        raise Shut from None


def _place(row: Model, field: str) -> bytes:
    return f"{row._meta.db_table}.{column(type(row), field)}:{row.pk}".encode()


def _data_key(row: Model, *, make: bool) -> bytes:
    """The key of the file, or of the row where it may go before its file; once per transaction."""
    running, model = session(), keyed(type(row))
    anchor: UUID = getattr(row, "pk" if model is type(row) else anchor_column(type(row)))
    known = running.known
    held = ("data-key", str(anchor))
    if held not in known:
        known[held] = _fetched(model, anchor, make=make)
    key: bytes = known[held]
    return key


def _fetched(model: type[Model], anchor: UUID, *, make: bool) -> bytes:
    organisation = session().organisation
    ring = ring_of(organisation)
    alias = organisation.vault_alias
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        if make:
            digest = leaf(model._meta.label_lower, anchor)
            made = wrapped(os.urandom(32), by=ring.named(ring.current), anchor=anchor)
            cursor.execute(MAKE, [anchor, digest, ring.current, made, timezone.now(), digest])
        cursor.execute("SELECT kek, wrapped FROM vault_datakey WHERE anchor = %s", [anchor])
        found = cursor.fetchone()
    if found is None:
        raise Shut
    kek, value = found
    return unwrapped(bytes(value), by=ring.named(kek), anchor=anchor)
