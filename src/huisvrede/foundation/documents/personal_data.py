"""How the documents of a file are declared: once, for whichever file they hang on."""

from __future__ import annotations

from typing import Final

from huisvrede.core.declaration import KEY, FieldKind, PersonalData
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.documents.models import DocumentKind

VIEW: Final = "view-document"
"""The right to see which documents there are, and to open them."""

ADD: Final = "add-document"

BY_WHOM_AND_WHEN: Final = (
    "account = (SELECT walls.actor()) AND hat = (SELECT walls.hat()) AND added_on = (SELECT walls.day())"
)


def documents(*, activity: str, anchor: str, holds: Category) -> PersonalData:
    """The declaration of a child of `Filed`; `holds` is the most sensitive kind of data that stands in such documents."""
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
    kinds = ", ".join(f"'{kind}'" for kind in DocumentKind.values)
    return PersonalData(
        activity=activity,
        anchor=anchor,
        own=frozenset({"view"}),
        rights={"select": (VIEW,), "insert": (ADD,), "update": ()},
        checks={"insert": BY_WHOM_AND_WHEN},
        always=(f"kind IN ({kinds})",),
        fields=fields,
    )
