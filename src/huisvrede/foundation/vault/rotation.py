"""A new key of the organisation: every data key is wrapped anew, in batches that may be killed and run again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import connections, transaction

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.vault.ring import Ring, add_key, drop_keys, ring_of
from huisvrede.foundation.vault.sealing import unwrapped, wrapped

BATCH: Final = 1_000
OLD = "SELECT anchor, kek, wrapped FROM vault_datakey WHERE kek <> %s LIMIT %s FOR UPDATE SKIP LOCKED"
NEW = """UPDATE vault_datakey k SET kek = %s, wrapped = n.wrapped
  FROM unnest(%s::uuid[], %s::bytea[]) AS n (anchor, wrapped) WHERE k.anchor = n.anchor"""
USED = "SELECT DISTINCT kek FROM vault_datakey"


def rotate(organisation: Organisation, *, told: Callable[[int], None] = lambda _done: None) -> int:
    """Put a new key in front of the ring and wrap every data key by it; how many. What runs reads the ring anew by itself.

    One that was stopped is finished, and no further key is made. The older keys stay until `tidy`.
    """
    if len(ring_of(organisation).keys) == 1:
        add_key(organisation)
    ring, done = ring_of(organisation), 0
    while count := _batch(organisation, ring):
        done += count
        told(done)
    return done


def tidy(organisation: Organisation) -> list[str]:
    """Drop the organisation's keys that wrap nothing any more; their names.

    To be run a day after `rotate`, and not sooner: a page that began before may still use one.
    """
    alias = organisation.vault_alias
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(USED)
        return drop_keys(organisation, keep={name for (name,) in cursor.fetchall()})


def _batch(organisation: Organisation, ring: Ring) -> int:
    alias, fresh = organisation.vault_alias, ring.named(ring.current)
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(OLD, [ring.current, BATCH])
        rows = cursor.fetchall()
        again = [
            wrapped(unwrapped(bytes(value), by=ring.named(kek), anchor=anchor), by=fresh, anchor=anchor)
            for anchor, kek, value in rows
        ]
        cursor.execute(NEW, [ring.current, [anchor for anchor, _kek, _value in rows], again])
    return len(rows)
