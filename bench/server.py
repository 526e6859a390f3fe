"""The server of `var/bench` is left as it was found: running where it ran, stopped where a bench began it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huisvrede.foundation.cluster import postgres


@contextmanager
def as_found(var: Path) -> Iterator[None]:
    """Within: somebody may begin the server of this folder."""
    before = postgres.running(var)
    try:
        yield
    finally:
        now = postgres.running(var)
        if before is None and now is not None:
            now.stop()
