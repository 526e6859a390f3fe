"""How the documents of a file are declared: once, for whichever file they hang on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from huisvrede.core.declaration import KEY, FieldKind, PersonalData
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.documents.models import DocumentKind

VIEW: Final = "view-document"
"""The right to see which documents there are, and to open them."""

ADD: Final = "add-document"

NO_SORTS: Final[Mapping[str, Category]] = MappingProxyType({})
NO_CLOCKS: Final[Mapping[str, str]] = MappingProxyType({})

BY_WHOM_AND_WHEN: Final = (
    "account = (SELECT walls.actor()) AND hat = (SELECT walls.hat()) AND added_on = (SELECT walls.day())"
)


def documents(
    *,
    activity: str,
    anchor: str,
    holds: Category,
    own_adds: tuple[str, int] | None = None,
    sorts: Mapping[str, Category] = NO_SORTS,
    clocks: Mapping[str, str] = NO_CLOCKS,
) -> PersonalData:
    """The declaration of a child of `Filed`; `holds` is the most sensitive kind of data that stands in such documents.

    own_adds   where the policy may let the data subject bring some: how many a file holds at most, as in `own_most`
    sorts      of a child with a field `paper`: what it may be -> the category of what stands in it; one that the policy of
               the day does not have for the activity is not kept (article 5(1)(c))
    clocks     by which a document goes before its file: {"added": "added_on"}; none where it stays as long
    """
    fields: dict[str, FieldKind] = {
        "id": KEY,
        anchor: KEY,
        "title": Category.CORRESPONDENCE,
        "kind": Category.CORRESPONDENCE,
        "size": Category.CORRESPONDENCE,
        "place": KEY,
        "digest": KEY,
        "content": holds,
        "added_on": Category.CORRESPONDENCE,
        "account": Category.EMPLOYMENT,
        "hat": Category.EMPLOYMENT,
    }
    brought = BY_WHOM_AND_WHEN
    if sorts:
        fields["paper"] = Category.CORRESPONDENCE
        of_which = " ".join(f"WHEN '{sort}' THEN '{category}'" for sort, category in sorts.items())
        brought += f" AND walls.holds('{activity}', CASE paper {of_which} END)"
    kinds = ", ".join(f"'{kind}'" for kind in DocumentKind.values)
    return PersonalData(
        activity=activity,
        anchor=anchor,
        own=frozenset({"view", "create"} if own_adds else {"view"}),
        rights={"select": (VIEW,), "insert": (ADD,), "update": ()},
        checks={"insert": brought},
        own_checks={"insert": brought} if own_adds else {},
        own_most=own_adds,
        answers=True,
        alone=True,
        clocks=clocks,
        always=(f"kind IN ({kinds})",),
        fields=fields,
    )


def taken_out(*, activity: str, anchor: str, documents: str) -> PersonalData:
    """The declaration of a child of `TakenOut`; `documents` is the label of the model whose rows it takes out."""
    me = "(decided_account, decided_by, decided_on) = (SELECT walls.actor(), walls.hat(), walls.day())"
    asked = "account = (SELECT walls.actor()) AND hat = (SELECT walls.hat()) AND asked_on = (SELECT walls.day())"
    same = ("id", f"{anchor}_id", "document", "stood_since", "reason", "asked_on", "account", "hat")
    old, new = (", ".join(f"{row}.{one}" for one in same) for row in ("OLD", "NEW"))
    return PersonalData(
        activity=activity,
        anchor=anchor,
        rights={"select": (VIEW,), "insert": (ADD,), "update": (ADD,)},
        checks={
            "insert": f"{asked} AND (outcome = '' OR outcome = 'out' AND {me})",
            "update": "account <> (SELECT walls.actor())",
        },
        after={"update": f"outcome <> '' AND {me}"},
        takes_out=documents,
        never=(f"({old}) IS DISTINCT FROM ({new})", "OLD.outcome <> ''"),
        fields={
            "id": KEY,
            anchor: KEY,
            "document": KEY,
            "stood_since": Category.CORRESPONDENCE,
            "reason": Category.CORRESPONDENCE,
            "asked_on": Category.CORRESPONDENCE,
            "account": KEY,
            "hat": Category.EMPLOYMENT,
            "outcome": Category.CORRESPONDENCE,
            "decided_on": Category.CORRESPONDENCE,
            "decided_account": KEY,
            "decided_by": Category.EMPLOYMENT,
        },
    )
