"""The ticket is an HMAC-SHA-256 that a database with only sha256() can check."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.walls.ticket import Acting, pads, ticket

ANNA = Acting(
    account=UUID(int=1), hat=UUID(int=2), kind=Kind.STAFF, purpose="registration", day=date(2026, 11, 23)
)


@given(st.binary(min_size=1, max_size=200), st.binary(max_size=300))
@example(b"k" * 65, b"longer than a block")
def test_the_pads_make_the_standard_hmac(key: bytes, text: bytes) -> None:
    inner, outer = pads(key)
    by_hand = hashlib.sha256(outer + hashlib.sha256(inner + text).digest()).hexdigest()
    assert by_hand == hmac.new(key, text, hashlib.sha256).hexdigest()


def test_a_ticket_names_account_hat_purpose_day_and_expiry() -> None:
    *body, _signature = ticket(ANNA, key=b"k" * 32, now=1000.0).split("|")
    assert body == [str(UUID(int=1)), str(UUID(int=2)), "registration", "2026-11-23", "1060"]


def test_a_bar_in_a_purpose_is_refused() -> None:
    with pytest.raises(ValueError, match="never holds a bar"):
        ticket(Acting(kind=Kind.STAFF, purpose="a|b", day=ANNA.day), key=b"k", now=0)
