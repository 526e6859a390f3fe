"""A text that people read: in Dutch and in English, or not at all."""

from __future__ import annotations

from collections.abc import Mapping


def text(value: object) -> Mapping[str, str]:
    """A text in both languages; ValueError where one is missing or blank."""
    if not isinstance(value, Mapping) or not all(str(value.get(tongue) or "").strip() for tongue in ("nl", "en")):
        raise ValueError("a text needs both nl and en")
    return {"nl": str(value["nl"]), "en": str(value["en"])}
