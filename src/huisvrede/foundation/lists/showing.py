"""One page of a declared list: narrowed, ordered and counted as its address asks, and in the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from huisvrede.core.declaration import PersonalData
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import looked
from huisvrede.foundation.lists.declaring import ORDER, Chosen, Facet, ListOf, Shown, chosen
from huisvrede.foundation.lists.queries import tools, views_of
from huisvrede.foundation.register.declarations import of as declared
from huisvrede.foundation.ui.listing import Action, Choice, Group, Listing
from huisvrede.foundation.ui.paging import edge_in
from huisvrede.foundation.ui.paging import page as page_of

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
    found = page_of(rows.order_by(*asked.sort.order), edge_in(request.GET))
    words = searched.words if searched else ()
    previous, following = found.addresses(asked.query())
    count = capped(rows)
    return Listing(
        caption=str(of.name),
        columns=[str(column) for column in of.columns],
        rows=of.cells(_on_record(of, found.rows, about)),
        empty=str(of.empty),
        previous_url=previous,
        next_url=following,
        count=min(count, CAP),
        capped=count > CAP,
        action=action,
        groups=_groups(asked, count=not searched),
        tools=[] if words else tools(asked),
        words=words,
        here=_address(asked),
        note=_("The address asks for a choice that is not there (any more). It was left out.") if asked.unknown else "",
    )


def capped(rows: QuerySet[Any]) -> int:
    """How many there are, counted no further than one past CAP."""
    return rows.order_by().values("pk")[: CAP + 1].count()


def _on_record(of: ListOf[Shown], rows: Sequence[Shown], about: Sequence[UUID]) -> Sequence[Shown]:
    """A file's row has its subject told; a look at a table of the house is a look too."""
    if rows and isinstance(declared(type(rows[0])), PersonalData):
        return looked(rows, of.activity)
    if not _of_files(of):
        record(of.activity, "list", about if rows else [])
    return rows


def _of_files(of: ListOf[Any]) -> bool:
    model: type[Model] = of.rows().model
    return isinstance(declared(model), PersonalData)


def _groups(asked: Chosen[Any], *, count: bool) -> list[Group]:
    groups = [_facet(asked, facet, count=count and facet.counted) for facet in asked.of.facets]
    if len(asked.of.sorts) > 1:
        orders = [
            Choice(str(one.name), _address(asked, **{ORDER: one.code}), one is asked.sort) for one in asked.of.sorts
        ]
        groups.append(Group(_("Order"), orders))
    kept = views_of(asked.of)
    if kept:
        here = urlencode(asked.query())
        groups.append(Group(_("Your views"), [Choice(one.name, f"?{one.query}", one.query == here) for one in kept]))
    return groups


def _facet(asked: Chosen[Any], facet: Facet, *, count: bool) -> Group:
    """Every answer with how many rows it leaves, given the answers to the other questions."""
    here, rows = asked.options.get(facet.code), asked.rows(but=facet.code)
    choices = [Choice(_("All"), _address(asked, **{facet.code: facet.whole}), here is None)]
    for option in asked.every[facet.code]:
        told = _told(capped(rows.filter(option.where))) if count else ""
        choices.append(Choice(str(option.name), _address(asked, **{facet.code: option.code}), option is here, told))
    return Group(str(facet.name), choices)


def _told(count: int) -> str:
    return f"{number_format(CAP, force_grouping=True)}+" if count > CAP else str(count)


def _address(asked: Chosen[Any], **instead: str) -> str:
    return "?" + urlencode(asked.query(**instead))
