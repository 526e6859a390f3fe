"""One page of a long list, keyset by keyset: as fast on the last page as on the first.

The address holds the random key of the row beside the page, never a name, a date or a page number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

SIZE: Final = 50
"""Rows on a page."""

AFTER: Final = "na"
BEFORE: Final = "voor"

Shown = TypeVar("Shown", bound=Model)


@dataclass(frozen=True)
class Edge:
    """Where a page begins: after a row, before one, or, with neither, at the first."""

    after: UUID | None = None
    before: UUID | None = None


FIRST: Final = Edge()


def edge_in(query: Mapping[str, Any]) -> Edge:
    """The edge an address asks for; what is no key asks for the first page."""
    return Edge(after=_key(query.get(AFTER)), before=_key(query.get(BEFORE)))


@dataclass(frozen=True)
class Page(Generic[Shown]):
    """Rows in order, and the rows beside which the neighbours begin; None where there is no neighbour."""

    rows: Sequence[Shown]
    previous: UUID | None
    next: UUID | None

    def addresses(self, query: Mapping[str, str]) -> tuple[str, str]:
        """The addresses of the previous and the next page, the filters kept; empty where there is none."""
        kept = {name: text for name, text in query.items() if text and name not in {AFTER, BEFORE}}
        sides = ((BEFORE, self.previous), (AFTER, self.next))
        before, after = (f"?{urlencode(kept | {side: str(key)})}" if key else "" for side, key in sides)
        return before, after


def page(rows: QuerySet[Shown], edge: Edge = FIRST, size: int = SIZE) -> Page[Shown]:
    """One page of `rows`, in the order they ask for: columns that all rise or all fall, and tell every row apart.

    Where the row it should begin at is gone, or out of the actor's reach, it is the first page.
    """
    order = [str(column) for column in rows.query.order_by]
    columns, falling = [column.lstrip("-") for column in order], order[0].startswith("-")
    beside = edge.after or edge.before
    known = rows.model._default_manager.filter(pk=beside).values_list(*columns) if beside else None
    start = known.first() if known is not None else None
    upward = start is not None and edge.after is None
    if start is not None:
        rows = rows.filter((TupleLessThan if falling is not upward else TupleGreaterThan)(Tuple(*columns), start))
    if upward:
        rows = rows.reverse()
    found = list(rows[: size + 1])
    more, shown = len(found) > size, found[:size]
    if upward:
        shown.reverse()
    has_previous, has_next = (more, True) if upward else (start is not None, more)
    return Page(
        shown,
        shown[0].pk if shown and has_previous else None,
        shown[-1].pk if shown and has_next else None,
    )


def _key(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
