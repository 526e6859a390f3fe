"""Why a document can't be kept; the words stand in `documents.texts`."""

from __future__ import annotations

from dataclasses import dataclass


class Unfit(Exception):
    """It can't be kept like this: `code` says why, and nothing of what it holds."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Limits:
    """How much one document may be. All but the pages guard the machine."""

    pages: int = 2_000
    pixels: int = 60_000_000
    entries: int = 2_000
    unpacked: int = 200 * 2**20
    ratio: int = 200
