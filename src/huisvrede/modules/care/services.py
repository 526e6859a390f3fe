"""Acts on a resident's file; each checks the right, changes the row and records it, in one transaction."""

from __future__ import annotations

from uuid import UUID

from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import Refused, open_one, require, walled
from huisvrede.foundation.vault.sealing import seal, unseal
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import session
from huisvrede.modules.care.models import Identifier, NumberKind, Resident
from huisvrede.modules.care.personal_data import ACTIVITY


def note_contact(*, resident: Resident, version: int) -> Resident:
    """There was contact today: the clock `last-contact` runs from this day (source 4, art. 11.2).

    `version` is the one the writer saw: raises Gone with the row as it stands if somebody was first, and
    Refused for a file out of reach. After the end of support contact still counts: a file ends when both of
    its periods have passed.
    """
    require(ACTIVITY, "edit")
    seen = Resident.objects.filter(pk=resident.pk, version=version)
    if not seen.update(last_contact_on=session().acting.day, version=version + 1):
        _say_who_was_first(resident.pk, version)
    record(ACTIVITY, "edit", [resident.person_id])
    return Resident.objects.get(pk=resident.pk)


def record_number(*, resident: Resident, kind: NumberKind, number: str) -> Identifier:
    """Keep a number of a resident, sealed; the one of this kind that was there is replaced (articles 9, 10 and 87).

    `number` is as `forms.NumberForm` leaves it. Refused without a right of its own.
    """
    require(ACTIVITY, "record-number")
    found = Identifier.objects.filter(resident=resident, kind=kind).first()
    row = found or Identifier(resident=resident, kind=kind)
    row.value, row.recorded_on = seal(row, "value", number), session().acting.day
    with walled(ACTIVITY, "record-number"):
        row.save(force_insert=found is None, force_update=found is not None)
    record(ACTIVITY, "record-number", [resident.person_id])
    return row


def remove_number(*, key: UUID) -> Identifier:
    """Take out a number that was wrongly recorded (article 5(1)(d)): its row, and with the line in the ledger its key.

    It comes back from no backup. Refused without a right of its own.
    """
    require(ACTIVITY, "remove-number")
    row = Identifier.objects.filter(pk=key).select_related("resident").first()
    with walled(ACTIVITY, "remove-number"):
        if row is None or not Identifier.objects.filter(pk=key).delete()[0]:
            raise Refused(ACTIVITY, "remove-number")
    record(ACTIVITY, "remove-number", [row.resident.person_id])
    return row


def open_number(*, key: UUID) -> tuple[Identifier, str]:
    """The number itself, with a line in the log under the purpose of the page (COR-16). Raises Shut when its key is gone."""
    row = open_one(Identifier, key, to="view-number")
    return row, unseal(row, "value")


def _say_who_was_first(key: UUID, version: int) -> None:
    theirs = Resident.objects.filter(pk=key).first()
    if theirs is None or theirs.version == version:
        raise Refused(ACTIVITY, "edit")
    raise Gone(theirs)
