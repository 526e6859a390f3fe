"""The same content has the same fingerprint, and other content another."""

from __future__ import annotations

from datetime import date

from huisvrede.core.fingerprint import fingerprint


def test_the_order_of_keys_is_no_difference_and_that_of_a_list_is() -> None:
    assert fingerprint({"a": 1, "b": [1, 2]}) == fingerprint({"b": [1, 2], "a": 1})
    assert fingerprint([1, 2]) != fingerprint([2, 1])
    assert fingerprint(date(2024, 2, 29)) == fingerprint("2024-02-29")
