"""How a command ends early."""

from __future__ import annotations

USAGE = 2
"""The exit code for what was asked wrongly."""


class Stop(Exception):
    """A command ends with one clear sentence and an exit code: 1 found, 2 usage, 3 refused."""

    def __init__(self, sentence: str, code: int = 3) -> None:
        super().__init__(sentence)
        self.code = code
