"""What `ui/list.html` shows: one page of a list that may be very long."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One row: a cell per column (text or safe HTML) and the address that its first cell leads to."""

    cells: Sequence[object]
    url: str = ""


@dataclass(frozen=True)
class Action:
    """A button that is a link: its text, its address and an icon of `icons.ICONS`."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Choice:
    """One choice of a group: its text, the address that chooses it, whether it is chosen, how many rows ("1.000+" too)."""

    label: str
    url: str
    chosen: bool = False
    count: str = ""


MANY = 6
"""Choices of a group that are read at once; more are folded away behind its name."""


@dataclass(frozen=True)
class Group:
    """Choices of which one holds: the answers of a facet, or the orders of a list."""

    name: str
    choices: Sequence[Choice]

    @property
    def long(self) -> bool:
        """Whether its choices are folded away."""
        return len(self.choices) > MANY

    @property
    def chosen(self) -> str:
        """The choice that holds, which is told where they are folded away."""
        return next((choice.label for choice in self.choices if choice.chosen), "")


@dataclass(frozen=True)
class Listing:
    """One page of rows with its neighbours (keyset paging: addresses, no page numbers).

    `count` is how many rows there are in all, None when nobody counted; `capped` says that counting
    stopped at `count`. `empty` explains what would stand here and how it gets here. `groups` narrow and order the list,
    `tools` are what else can be done with it. `words` are (name, value) of what was searched for: they go along with each
    step through the list as fields of a form, since no address may hold them. `note` tells what was asked and left out.
    `here` is the address of the first page.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Row]
    empty: str
    previous_url: str = ""
    next_url: str = ""
    count: int | None = None
    capped: bool = False
    action: Action | None = field(default=None)
    groups: Sequence[Group] = ()
    tools: Sequence[Action] = ()
    words: Sequence[tuple[str, str]] = ()
    note: str = ""
    here: str = "?"
