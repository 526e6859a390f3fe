"""Every text is there in Dutch."""

from __future__ import annotations

from pathlib import Path

from huisvrede.modules.care import apps
from tests.texts import without_dutch


def test_every_text_has_its_dutch() -> None:
    assert without_dutch(Path(apps.__file__).parent) == set()
