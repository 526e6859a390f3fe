"""Whoever comes second learns what stands there now."""

from __future__ import annotations

from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.walls.conflict import Gone


def test_a_conflict_brings_what_stands_there_now() -> None:
    theirs = Case(state="advised")
    assert Gone(theirs).theirs is theirs
