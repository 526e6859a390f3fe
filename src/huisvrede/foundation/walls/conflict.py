"""Two people at one row: whoever comes second is told, and loses nothing (decision 53)."""

from __future__ import annotations

from django.db.models import Model


class Gone(Exception):
    """Somebody else changed the row first; `theirs` is what stands there now."""

    def __init__(self, theirs: Model) -> None:
        super().__init__("changed by somebody else")
        self.theirs = theirs
