"""Two take an import back, within a week, and the database lets nobody decide alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.imports import taking_back
from huisvrede.foundation.imports.models import Import, Mistake, TakingBack
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.stories.test_import_taken_back import SEEKERS, at, brought, two

__all__ = ["two"]


def test_nobody_decides_late_and_the_database_lets_nobody_decide_alone(two: Organisation) -> None:
    run, bram = brought(two, 1), member("bram")
    with acting(two, member("anna").acting("registration", TODAY)):
        asked = taking_back.ask(
            shape=SEEKERS, run=Import.objects.get(pk=run), reason=Mistake.WRONG_COLUMNS, path=at(run)
        )
        with pytest.raises(taking_back.TooLate):
            taking_back.ask(
                shape=SEEKERS, run=Import.objects.get(pk=run), reason=Mistake.WRONG_FILE, path=at(run)
            )
        with pytest.raises(Refused):
            taking_back.decide(asked=asked, out=True)
        assert TakingBack.objects.filter(pk=asked.pk).update(outcome="out") == 0
        assert taking_back.waiting(SEEKERS) == []
    with acting(two, bram.acting("registration", TODAY + timedelta(days=8))):
        assert taking_back.waiting(SEEKERS) == []
        with pytest.raises(taking_back.TooLate):
            taking_back.decide(asked=asked, out=True)
    alone = {"outcome": "out", "decided_account": asked.account, "decided_by": asked.hat, "decided_on": TODAY}
    for said in (alone, {"done_on": TODAY}):
        with (
            as_login(two, "worker"),
            pytest.raises(DatabaseError),
            acting(two, system("test", TODAY)),
        ):
            TakingBack.objects.filter(pk=asked.pk).update(**said)
    with pytest.raises(DatabaseError), acting(two, bram.acting("registration", TODAY)):
        TakingBack.objects.filter(pk=asked.pk).update(stored=0)
    with acting(two, bram.acting("registration", TODAY)):
        assert [one.pk for one in taking_back.waiting(SEEKERS)] == [asked.pk]
        taking_back.decide(asked=asked, out=False)
        with pytest.raises(Gone):
            taking_back.decide(asked=asked, out=True)
