"""When a file has had its time, by the clocks of its declaration."""

from __future__ import annotations

from dataclasses import replace

from huisvrede.core.declaration import PersonalData
from huisvrede.foundation.register.declarations import of
from huisvrede.foundation.walls.due import due
from huisvrede.modules.care.models import Resident


def test_a_file_that_only_has_clocks_that_move_needs_one_that_stands() -> None:
    declared = of(Resident)
    assert isinstance(declared, PersonalData)
    moving = replace(declared, clocks={"last-contact": "last_contact_on"}, activity_from="")
    assert due(Resident, moving, cuts="cuts", activity="one") == (
        "(a.last_contact_on IS NULL OR ((cuts)[1] IS NULL OR a.last_contact_on <= (cuts)[1]))"
        " AND (a.last_contact_on IS NOT NULL)"
    )
