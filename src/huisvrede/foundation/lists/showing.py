"""One page of a declared list: narrowed, ordered and counted as its address asks, and in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.core.cache import caches
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from huisvrede.core.declaration import PersonalData
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import by_activity, looked
from huisvrede.foundation.lists.declaring import AMOUNT, ORDER, Chosen, Facet, ListOf, Shown, chosen
from huisvrede.foundation.lists.queries import tools, views_of
from huisvrede.foundation.register.declarations import of as declared
from huisvrede.foundation.ui.listing import Action, Choice, Group, Listing
from huisvrede.foundation.ui.paging import edge_in
from huisvrede.foundation.ui.paging import page as page_of
from huisvrede.foundation.walls.session import session

CAP: Final = 1000
"""Where counting stops: nobody reads on, and counting a million rows takes longer than showing fifty."""


@dataclass(frozen=True)
class Searched:
    """What was typed besides: `narrow` leaves the rows that have it, `words` are its fields, which stand in no address."""

    narrow: Callable[[QuerySet[Any]], QuerySet[Any]]
    words: Sequence[tuple[str, str]] = ()


def show(
    request: HttpRequest,
    of: ListOf[Shown],
    *,
    searched: Searched | None = None,
    about: Sequence[UUID] = (),
    action: Action | None = None,
) -> Listing:
    """The page of a list that an address asks for; who stands on it has it in their log.

    `about`: the data subject by whose key a log of the house was searched. `action` is offered where nothing is found.
    """
    asked = chosen(of, request.GET)
    rows = searched.narrow(asked.rows()) if searched else asked.rows()
    found = page_of(rows.order_by(*asked.sort.columns), edge_in(request.GET), asked.size)
    words = searched.words if searched else ()
    previous, following = found.addresses(asked.query())
    count, *told = capped([rows]) if searched else _counts(asked)
    return Listing(
        caption=str(of.name),
        columns=[str(column) for column in of.columns],
        rows=of.cells(_on_record(of, found.rows, asked, about)),
        empty=str(of.empty),
        previous_url=previous,
        next_url=following,
        count=min(count, CAP),
        capped=count > CAP,
        action=action,
        groups=_groups(asked, iter(told)),
        tools=[] if words else tools(asked),
        words=words,
        here=_address(asked),
        note=_("The address asks for a choice that is not there (any more). It was left out.") if asked.unknown else "",
    )


def capped(sets: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each of these has, counted no further than one past CAP, in one question for all of them."""
    parts, values = [], []
    for rows in sets:
        try:
            text, given = rows.order_by().values("pk")[: CAP + 1].query.get_compiler(using=rows.db).as_sql()
        except EmptyResultSet:
            text, given = "SELECT WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({text}) AS counted)")
        values += given
    with connections[sets[0].db].cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), values)
        return list(cursor.fetchone())


def _counts(asked: Chosen[Any]) -> list[int]:
    """How many rows there are, and how many each answer of the counted facets leaves, in the order of the page."""
    steady = asked.of.steady
    if steady is None:
        return _counted(asked)
    codes = urlencode({facet: option.code for facet, option in asked.options.items()})
    key = f"counts:{session().organisation.key}:{asked.of.key}:{steady()}:{codes}"
    found: list[int] | None = caches["published"].get(key)
    if found is None:
        found = _counted(asked)
        caches["published"].set(key, found)
    return found


def _counted(asked: Chosen[Any]) -> list[int]:
    left = (
        asked.rows(but=facet.code).filter(option.where)
        for facet in asked.of.facets
        if facet.counted
        for option in asked.every[facet.code]
    )
    return capped([asked.rows(), *left])


def _on_record(of: ListOf[Shown], rows: Sequence[Shown], asked: Chosen[Shown], about: Sequence[UUID]) -> Sequence[Shown]:
    """A file's row has its subject told; a look at a table of the house is a look too."""
    if isinstance(declared(asked.whole.model), PersonalData):
        for activity, some in by_activity(rows).items():
            looked(some, activity)
    elif of.activity:
        record(of.activity, "list", about if rows else [])
    return rows


def _groups(asked: Chosen[Any], told: Iterator[int]) -> list[Group]:
    of, kept = asked.of, views_of(asked.of)
    groups = [_facet(asked, facet, told) for facet in of.facets]
    if len(of.sorts) > 1:
        orders = [Choice(str(one.name), _address(asked, **{ORDER: one.code}), one is asked.sort) for one in of.sorts]
        groups.append(Group(_("Order"), orders))
    if len(of.sizes) > 1:
        sizes = [Choice(str(size), _address(asked, **{AMOUNT: str(size)}), size == asked.size) for size in of.sizes]
        groups.append(Group(_("Per page"), sizes))
    if kept:
        here = urlencode(asked.query())
        groups.append(Group(_("Your views"), [Choice(one.name, f"?{one.query}", one.query == here) for one in kept]))
    return groups


def _facet(asked: Chosen[Any], facet: Facet, told: Iterator[int]) -> Group:
    """Every answer with how many rows it leaves, given the answers to the other questions."""
    here = asked.options.get(facet.code)
    choices = [Choice(_("All"), _address(asked, **{facet.code: facet.whole}), here is None)]
    for option in asked.every[facet.code]:
        count = _told(next(told, None)) if facet.counted else ""
        choices.append(Choice(str(option.name), _address(asked, **{facet.code: option.code}), option is here, count))
    return Group(str(facet.name), choices)


def _told(count: int | None) -> str:
    if count is None:
        return ""
    return f"{number_format(CAP, force_grouping=True)}+" if count > CAP else str(count)


def _address(asked: Chosen[Any], **instead: str) -> str:
    return "?" + urlencode(asked.query(**instead))
