"""Of two who are there at once one is first; what a stopped process leaves on disk the night takes away."""

from __future__ import annotations

from typing import cast
from uuid import uuid4

import pytest
from django.db import DataError

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents.models import Wrong
from huisvrede.foundation.gates import taking_out
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.taking_out import FirstDone, Wrongly, ask_out, decide, take_out_at_once
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document, OutOfFile, Resident
from tests.cast import member
from tests.conftest import TODAY
from tests.foundation.gates.test_filing import added, files
from tests.foundation.vault.sealed import house
from tests.foundation.walls.test_removing import asked, there

__all__ = ["house"]
PATH = "/werk/bewoners/"


def test_of_two_who_ask_or_decide_one_is_first(house: Organisation) -> None:
    row = added(house)
    out = asked(house, row)
    with acting(house, member("anna").acting("care-plan", TODAY)):
        file = Resident.objects.get(pk=row.resident_id)
        with pytest.raises(FirstDone):
            ask_out(file=file, document=row, reason=Wrong.NOT_HERE, path=PATH)
        decide(file=file, asked=out, document=row, out=True)
        with pytest.raises(FirstDone):
            decide(file=file, asked=out, document=row, out=False)
        assert taking_out.taken_out_of([]) == {}
    assert (there(house), files(house)) == (0, [])


def test_who_may_not_add_may_not_take_out(house: Organisation) -> None:
    row = added(house)
    out = asked(house, row)
    file = Resident(pk=row.resident_id, person_id=member("tariq").person)
    for who in ("chris", "petra", "tariq"):
        with acting(house, member(who).acting("care-plan", TODAY)):
            with pytest.raises(Refused):
                ask_out(file=file, document=row, reason=Wrong.NOT_HERE, path=PATH)
            with pytest.raises(Refused):
                decide(file=file, asked=out, document=row, out=True)
    with acting(house, member("anna").acting("care-plan", TODAY)), pytest.raises(Refused):
        take_out_at_once(file=file, document=Document(pk=uuid4(), added_on=TODAY), reason=Wrong.NOT_HERE)
    assert there(house) == 1


def test_what_is_undone_leaves_the_file_on_disk(house: Organisation) -> None:
    row = added(house)
    with pytest.raises(OSError, match="stopped"), acting(house, member("bram").acting("care-plan", TODAY)):
        file = Resident.objects.get(pk=row.resident_id)
        take_out_at_once(file=file, document=row, reason=Wrong.NOT_HERE)
        raise OSError("stopped")
    assert (there(house), len(files(house)), files(house)[0].stat().st_size > 0) == (1, 1, True)


def test_alone_is_who_brought_it_today(house: Organisation) -> None:
    row = added(house)
    with acting(house, member("bram").acting("care-plan", TODAY)):
        assert (Wrongly(row, None).alone, Wrongly(row, OutOfFile()).alone, Wrongly(None, None).mine) == (True, False, False)
    with acting(house, member("anna").acting("care-plan", TODAY)):
        assert Wrongly(row, None).alone is False


def test_what_the_database_says_besides_is_no_refusal(house: Organisation) -> None:
    with acting(house, member("bram").acting("care-plan", TODAY)), pytest.raises(DataError):
        ask_out(
            file=Resident(pk=uuid4(), person_id=member("tariq").person),
            document=Document(pk=uuid4(), added_on=TODAY),
            reason=cast("Wrong", "x" * 30),
            path=PATH,
        )
