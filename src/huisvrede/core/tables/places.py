"""Where something stood first in a file of a million rows, in twelve bytes each: a dictionary would take ten times that."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from typing import Final

FIRST_SIZE: Final = 1 << 10
FULL: Final = 0.6


class Places:
    """Key -> the place that was noted with it first, a number from 1. Keys are not kept but by 64 bits of their hash.

    Two different keys among a million are taken for one in one file of thirty million, and then a person is told so.
    """

    def __init__(self) -> None:
        self._count = 0
        self._make(FIRST_SIZE)

    def first(self, key: Hashable, place: int = 1) -> int:
        """The place that was noted with this key before; this one, which is noted now, when there was none."""
        hashed = hash(key)
        slot = self._slot(hashed)
        if known := self._places[slot]:
            return known
        self._hashes[slot], self._places[slot] = hashed, place
        self._count += 1
        if self._count > FULL * (self._mask + 1):
            self._grow()
        return place

    def add(self, key: Hashable) -> bool:
        """Note this key; whether it is new."""
        before = self._count
        self.first(key)
        return self._count > before

    def __contains__(self, key: Hashable) -> bool:
        """Whether this key was noted."""
        return bool(self._places[self._slot(hash(key))])

    def __len__(self) -> int:
        """How many different keys were noted."""
        return self._count

    def _slot(self, hashed: int) -> int:
        """Where this hash stands, or is to stand."""
        slot = hashed & self._mask
        while self._places[slot] and self._hashes[slot] != hashed:
            slot = (slot + 1) & self._mask
        return slot

    def _make(self, size: int) -> None:
        self._mask, self._hashes, self._places = size - 1, array("q", bytes(8 * size)), array("I", bytes(4 * size))

    def _grow(self) -> None:
        hashes, places = self._hashes, self._places
        self._make(2 * len(places))
        for hashed, place in zip(hashes, places, strict=True):
            if place:
                slot = self._slot(hashed)
                self._hashes[slot], self._places[slot] = hashed, place
