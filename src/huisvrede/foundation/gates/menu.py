"""Where one can go: filled by the faces at start, shown by the frame to whoever has business there."""

from __future__ import annotations

from dataclasses import dataclass

from huisvrede.core.vocabulary import Kind


@dataclass(frozen=True)
class Entry:
    """A line of the menu for whom reaches `activity`, `activity/purpose` or `/action`, `/purpose` in any; "" for all.

    Lines of one `group` stand together under its name, wherever somebody has more than one of them.
    """

    view: str
    label: str
    icon: str
    activity: str = ""
    group: str = ""


FILES: dict[str, str] = {}
"""Model of a file -> the name of the address at which staff open one: filled by the faces at start, like the menu."""

MENU: dict[Kind, list[Entry]] = {Kind.STAFF: [], Kind.SUBJECT: []}
