"""Holding back, by the verbs: by whoever advises, once, and of requests for access alone."""

from __future__ import annotations

import pytest

from huisvrede.engines.rights.holding_back import carried, give_after_all, held_back_from, hold_back
from huisvrede.engines.rights.models import Withheld
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.walls.session import acting
from tests.asking import asked, restricted
from tests.cast import member
from tests.conftest import TODAY
from tests.foundation.gates.test_filing import added
from tests.foundation.vault.sealed import house

__all__ = ["house"]


def test_once_and_by_who_advises(house: Organisation) -> None:
    row, key = added(house), asked(house, "tariq")
    with acting(house, member("petra").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        assert [one.key for one in carried(case)] == [row.pk]
        for _again in range(2):
            hold_back(case=case, document=row.pk, ground=Withheld.OTHERS, reason="x")
        assert [one.document for one in held_back_from(case)] == [row.pk]
    with acting(house, member("anna").acting("rights", TODAY)):
        assert carried(case) == []
        with pytest.raises(Refused):
            hold_back(case=case, document=row.pk, ground=Withheld.OTHERS, reason="x")
        with pytest.raises(Refused):
            give_after_all(case=case, document=row.pk)


def test_a_request_for_restriction_carries_nothing(house: Organisation) -> None:
    added(house)
    key = restricted(house, "tariq")
    with acting(house, member("petra").acting("rights", TODAY)):
        assert carried(Case.objects.get(pk=key)) == []
