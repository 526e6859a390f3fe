"""One declaration for each list: its columns, facets, orders and what an export holds; page and export read the same.

An address holds codes of facets and orders alone, never a name, a day of birth or a word that was searched for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.db.models import Field, Model, Q, QuerySet
from django.utils.functional import Promise

from huisvrede.foundation.register.fields import SealedField
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.ui.paging import SIZE

Shown = TypeVar("Shown", bound=Model)
Text = str | Promise
ORDER: Final = "volgorde"
"""How the order is called in an address."""
AMOUNT: Final = "aantal"
"""How the number of rows on a page is called in an address."""
ALL: Final = "alle"
"""The answer that leaves every row, of a facet that has another usual one."""


@dataclass(frozen=True)
class Option:
    """One choice of a facet: its code in the address, its name on the screen, and the rows it leaves."""

    code: str
    name: Text
    where: Q


@dataclass(frozen=True)
class Facet:
    """A question with few answers that a list can be narrowed by; `counted` where counting each answer is cheap.

    `usual`: the answer where an address gives none; then ALL leaves every row.
    """

    code: str
    name: Text
    options: Callable[[], Sequence[Option]]
    counted: bool = True
    usual: str = ""

    @property
    def whole(self) -> str:
        """How an address asks for every row."""
        return ALL if self.usual else ""


@dataclass(frozen=True)
class Sort:
    """An order that has its index: columns that are never empty, that all rise or all fall, and tell every row apart.

    `order` is asked for where it depends on the reader, such as on their language.
    """

    code: str
    name: Text
    order: tuple[str, ...] | Callable[[], tuple[str, ...]]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of this order for whoever asks now."""
        return self.order() if callable(self.order) else self.order


@dataclass(frozen=True, kw_only=True)
class ListOf(Generic[Shown]):
    """A list of the product.

    key        how its addresses begin, such as "woningzoekenden"
    activity   the processing activity, and `purpose` what the list is for (the ticket of its page and of its export);
               no activity where it says nothing of people and is for all who work here: reading it is in no log
    needs      the right without which its page and its views are refused; none where it is for all who work here
    asks       what refuses besides, where one right does not say it
    page       name of the page's address
    rows       what the actor may see of it, in no order
    columns    headings of the page; `cells` makes the rows of one page, all at once
    facets     what it is narrowed by; `sorts` in which order, the usual one first
    exported   fields of the model that an export writes; none where the list has no export
    sizes      how many rows a page may hold, the usual number first
    steady     where the rows are the same for every reader until something changes: what that is, by which counts are kept
    """

    key: str
    name: Text
    activity: str
    purpose: str
    page: str
    rows: Callable[[], QuerySet[Shown]]
    columns: Sequence[Text]
    cells: Callable[[Sequence[Shown]], Sequence[Row]]
    empty: Text
    sorts: Sequence[Sort]
    facets: Sequence[Facet] = ()
    needs: str = "view"
    asks: Callable[[], None] | None = None
    exported: Sequence[str] = ()
    sizes: Sequence[int] = (SIZE,)
    steady: Callable[[], str] | None = None


@dataclass(frozen=True)
class Chosen(Generic[Shown]):
    """What an address asks of a list: one option of some facets, an order, a size.

    `whole` is every row the actor may see of it, in no order; `unknown`: it asked for more than there is.
    """

    of: ListOf[Shown]
    whole: QuerySet[Shown]
    every: Mapping[str, Sequence[Option]]
    options: Mapping[str, Option]
    sort: Sort
    size: int
    unknown: bool

    def query(self, **instead: str) -> dict[str, str]:
        """The codes of an address that asks for this, some replaced; what is usual or empty is left out."""
        codes = {facet.code: facet.whole for facet in self.of.facets}
        codes |= {code: option.code for code, option in self.options.items()}
        codes |= {ORDER: self.sort.code, AMOUNT: str(self.size)} | instead
        usual = {facet.code: facet.usual for facet in self.of.facets}
        usual |= {ORDER: self.of.sorts[0].code, AMOUNT: str(self.of.sizes[0])}
        return {name: code for name, code in codes.items() if code and usual.get(name) != code}

    def rows(self, but: str = "") -> QuerySet[Shown]:
        """The rows it asks for, in no order; `but` leaves one facet out."""
        found = self.whole
        for facet, option in self.options.items():
            if facet != but:
                found = found.filter(option.where)
        return found


_known: dict[str, ListOf[Any]] = {}


def declare_list(one: ListOf[Shown]) -> ListOf[Shown]:
    """Say that there is a list; raises ValueError for a second of the same key."""
    if one.key in _known:
        raise ValueError(f"there are two lists called {one.key}")
    _known[one.key] = one
    return one


def declared_lists() -> list[ListOf[Any]]:
    """Every list, by key."""
    return [_known[key] for key in sorted(_known)]


def list_named(key: str) -> ListOf[Any]:
    """The list with a key; raises KeyError."""
    return _known[key]


def chosen(of: ListOf[Shown], query: Mapping[str, Any]) -> Chosen[Shown]:
    """What an address asks; a code that the list does not know asks for nothing, and is told."""
    every = {facet.code: facet.options() for facet in of.facets}
    options, unknown = {}, False
    for facet in of.facets:
        asked = str(query.get(facet.code) or facet.usual)
        found = next((option for option in every[facet.code] if option.code == asked), None)
        if found is not None:
            options[facet.code] = found
        unknown = unknown or (found is None and asked not in {"", facet.whole})
    wanted, amount = str(query.get(ORDER) or ""), str(query.get(AMOUNT) or "")
    sort = next((one for one in of.sorts if one.code == wanted), of.sorts[0])
    size = next((one for one in of.sizes if str(one) == amount), of.sizes[0])
    unknown = unknown or wanted not in {"", sort.code} or amount not in {"", str(size)}
    return Chosen(of, of.rows().order_by(), every, options, sort, size, unknown)


def exported_fields(of: ListOf[Any], model: type[Model]) -> list[Field[Any, Any]]:
    """The fields an export writes; raises TypeError for one that is sealed: what is special leaves in no list."""
    fields = [model._meta.get_field(name) for name in of.exported]
    for field in fields:
        if isinstance(field, SealedField) or not isinstance(field, Field):
            raise TypeError(f"{field} of {of.key} can't be exported")
    return fields  # type: ignore[return-value]
