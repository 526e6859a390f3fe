"""How a record of what was passed on is declared: once, for whichever file it hangs on."""

from __future__ import annotations

from typing import Final

from huisvrede.core.declaration import KEY, FieldKind, PersonalData
from huisvrede.core.vocabulary import Category

ACTION: Final = "disclose"
"""The right to record that something was passed on."""

CONSENT: Final = r"(6\(1\)|9\(2\))\(a\)"
"""A provision that is the person's own consent; read by the database too."""

BY_WHOM_AND_WHEN = (
    "account = (SELECT walls.actor()) AND hat = (SELECT walls.hat()) AND recorded_on = (SELECT walls.day())"
)


def disclosures(*, activity: str, anchor: str) -> PersonalData:
    """The declaration of a child of `Disclosed`: only who may disclose adds a row, on a ground of the policy."""
    fields: dict[str, FieldKind] = {
        "id": KEY,
        anchor: KEY,
        "version": KEY,
        "given_on": Category.CORRESPONDENCE,
        "recipient": Category.IDENTITY,
        "standing": Category.CORRESPONDENCE,
        "ground": Category.CORRESPONDENCE,
        "provision": Category.CORRESPONDENCE,
        "agreed_on": Category.CORRESPONDENCE,
        "categories": Category.CORRESPONDENCE,
        "manner": Category.CORRESPONDENCE,
        "purpose": Category.CORRESPONDENCE,
        "bound_by": Category.CORRESPONDENCE,
        "recorded_on": Category.CORRESPONDENCE,
        "account": Category.EMPLOYMENT,
        "hat": Category.EMPLOYMENT,
    }
    stands = f"walls.discloses('{activity}', given_on, version_id, standing, provision, categories)"
    agreed = f"(ground = 'consent') = (standing <> '' AND provision ~ '{CONSENT}')"
    return PersonalData(
        activity=activity,
        anchor=anchor,
        own=frozenset({"view"}),
        rights={"insert": (ACTION,), "update": ()},
        checks={"insert": f"{BY_WHOM_AND_WHEN} AND {stands} AND {agreed} AND bound_by <> ''"},
        fields=fields,
    )
