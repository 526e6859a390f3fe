"""What a view is for: kind of user, activity, purpose. A view without this answers nobody (deny by default)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpResponse

from huisvrede.core.vocabulary import Kind

View = Callable[..., HttpResponse]
V = TypeVar("V", bound=Callable[..., object])


@dataclass(frozen=True, kw_only=True)
class Page:
    """Who this page is for and what it is for.

    kind        the kind of hat; VISITOR pages answer everyone
    activity    the processing activity whose data it shows; "" where it shows none
    purpose     the purpose of the ticket, which must be one of the activity's (article 5(1)(b))
    needs       the right without which the page is refused before it does anything; "" where the rows decide
    reach       as far as that right must reach: "organisation", "assigned", "own" or "any"
    scope       for an address of the API: the part of it that a key must open (ADR 25); "" for a page of a browser
    """

    kind: Kind
    activity: str = ""
    purpose: str = "none"
    needs: str = ""
    reach: str = "any"
    scope: str = ""


def page(
    *, kind: Kind, activity: str = "", purpose: str = "none", needs: str = "", reach: str = "any", scope: str = ""
) -> Callable[[V], V]:
    """Declare what a view is for; the middleware makes the ticket of it."""

    def declare(view: V) -> V:
        view.page = Page(kind=kind, activity=activity, purpose=purpose, needs=needs, reach=reach, scope=scope)  # type: ignore[attr-defined]
        return view

    return declare


def by_method(view: object) -> Mapping[str, Page]:
    """What an address of the API declared for each method it answers to; none for a page of a browser."""
    found: Mapping[str, Page] = getattr(view, "by_method", {})
    return found


def page_of(view: object) -> Page | None:
    """What a view declared, if it did."""
    found = getattr(view, "page", None)
    return found if isinstance(found, Page) else None
