"""What an organisation does for others as their processor: the record of article 30(2), as `processing.toml` says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from huisvrede.core.texts import text

Text = Mapping[str, str]
KEY: Final = re.compile(r"[a-z][a-z0-9-]{1,58}")
PARTY: Final = ("name", "contact", "representative", "dpo")
"""What is known of a controller; the last two only where there is one."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """One kind of work for others: for which controllers, what is done, with whose help, outside the EEA, how safe.

    What has `ended` is left out of the next version.
    """

    key: str
    name: Text
    controllers: tuple[Mapping[str, str], ...]
    processing: tuple[Text, ...]
    processors: tuple[Mapping[str, str], ...]
    transfers: tuple[Mapping[str, str], ...]
    security: tuple[Text, ...]
    ended: bool


def served(rows: Iterable[Mapping[str, Any]]) -> tuple[Served, ...]:
    """Every entry; ValueError or KeyError names what can't be right."""
    found = tuple(one_served(row) for row in rows)
    if len({one.key for one in found}) != len(found):
        raise ValueError("two entries have the same key")
    return found


def one_served(row: Mapping[str, Any]) -> Served:
    """One entry from what a file or a form says of it; ValueError or KeyError names what can't be right."""
    if not KEY.fullmatch(row["key"]):
        raise ValueError(f"{row['key']} is no key: use small letters, digits and hyphens")
    if not row["controllers"] or not row["processing"]:
        raise ValueError(f"{row['key']} names no controller, or not what is done for it (article 30(2)(a) and (b))")
    return Served(
        key=row["key"],
        name=text(row["name"]),
        controllers=tuple({k: str(party.get(k, "")) for k in PARTY} | _known(party) for party in row["controllers"]),
        processing=tuple(text(said) for said in row["processing"]),
        processors=tuple(_known(party) for party in row["processors"]),
        transfers=tuple({k: str(to[k]) for k in ("country", "safeguard")} for to in row["transfers"]),
        security=tuple(text(said) for said in row["security"]),
        ended=bool(row.get("ended", False)),
    )


def _known(party: Mapping[str, Any]) -> dict[str, str]:
    """Who it is and where to find them, without which an entry names nobody (article 30(2)(a))."""
    if not party["name"] or not party["contact"]:
        raise ValueError("a controller or processor needs a name and contact data")
    return {"name": str(party["name"]), "contact": str(party["contact"])}
