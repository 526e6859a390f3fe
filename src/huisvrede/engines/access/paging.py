"""Logs are read newest first, from the last line shown: as fast on the last page as on the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

SIZE: Final = 50
"""Lines on a page."""

Line = TypeVar("Line", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Line]):
    """Lines, and the lines beyond which the newer and the older pages lie; None where there are none."""

    lines: Sequence[Line]
    newer: UUID | None
    older: UUID | None

    def addresses(self, filters: Mapping[str, str]) -> tuple[str, str]:
        """The addresses of the newer and the older page, the filters kept; empty where there is none."""
        kept = {name: value for name, value in filters.items() if value and name not in {"na", "voor"}}
        newer = "?" + urlencode({**kept, "voor": str(self.newer)}) if self.newer else ""
        older = "?" + urlencode({**kept, "na": str(self.older)}) if self.older else ""
        return newer, older


def page(lines: QuerySet[Line], *, after: UUID | None = None, before: UUID | None = None) -> Page[Line]:
    """The lines older than `after`, newer than `before`, or the newest; those too where that line is gone."""
    edge = lines.filter(pk=after or before).values_list("at", "pk").first() if after or before else None
    upward = edge is not None and before is not None and after is None
    if edge is not None:
        lines = lines.filter((TupleGreaterThan if upward else TupleLessThan)(Tuple("at", "pk"), edge))
    order = ("at", "pk") if upward else ("-at", "-pk")
    found = list(lines.order_by(*order)[: SIZE + 1])
    more, shown = len(found) > SIZE, found[:SIZE]
    if upward:
        shown.reverse()
    has_newer, has_older = (more, True) if upward else (edge is not None, more)
    return Page(
        shown,
        shown[0].pk if shown and has_newer else None,
        shown[-1].pk if shown and has_older else None,
    )
