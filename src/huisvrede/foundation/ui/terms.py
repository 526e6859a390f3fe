"""Words of the law and what they mean: read once, from the one file that says them (`terms.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

PATH = "/begrippen/"
"""Where all of them stand, each at its key."""

FILE = Path(__file__).with_name("terms.toml")


@dataclass(frozen=True)
class Term:
    """One word in both languages, its explanation, and its article of the GDPR ("" where it has none)."""

    key: str
    names: Mapping[str, str]
    explanations: Mapping[str, str]
    article: str = ""

    @property
    def name(self) -> str:
        """The word in the language of the moment."""
        return self.names[_tongue()]

    @property
    def other(self) -> str:
        """The word in the other language, for who met it there."""
        return self.names["nl" if _tongue() == "en" else "en"]

    @property
    def explanation(self) -> str:
        """What it means, in the language of the moment."""
        return self.explanations[_tongue()]


@cache
def terms() -> Mapping[str, Term]:
    """Every term by key."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["terms"]
    return {
        key: Term(key, {"nl": one["nl"], "en": one["en"]}, one["explanation"], one.get("article", ""))
        for key, one in found.items()
    }


def by_name() -> list[Term]:
    """Every term, by its word in the language of the moment."""
    return sorted(terms().values(), key=lambda one: one.name.casefold())


def _tongue() -> str:
    return "en" if (get_language() or "").startswith("en") else "nl"
