"""Who can see a file is what the walls say, and told to whoever sees it themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.insight import who_sees
from huisvrede.foundation.people.models import Bond, Grant
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Resident, Support
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def seers(house: Organisation, who: str, name: str) -> list[tuple[str, bool]]:
    with acting(house, member(who).acting("care-plan", TODAY)):
        row = Resident.objects.get(pk=member(name).file)
        return [(one.hat.name, one.assigned) for one in who_sees(row)]


def test_the_walls_say_who_sees_a_file(care_group: Organisation) -> None:
    everything = [name for name, _assigned in seers(care_group, "anna", "sanne")]
    assert "Anna" in everything
    assert "Bram" not in everything
    assert seers(care_group, "bram", "tariq")[0] == ("Bram", True)
    assert seers(care_group, "anna", "tariq") == seers(care_group, "bram", "tariq")


@pytest.mark.parametrize("ended", ["support", "role", "bond"])
def test_whoever_sees_it_no_more_is_not_named(care_group: Organisation, ended: str) -> None:
    before, hat = TODAY - timedelta(days=1), member("bram").hat
    with as_login(care_group, "worker"), acting(care_group, system("cast", TODAY)):
        if ended == "support":
            Support.objects.filter(worker=hat).update(ends_on=before)
        elif ended == "role":
            Grant.objects.filter(hat=hat).update(ends_on=before)
        else:
            Bond.objects.filter(hat=hat).update(ends_on=before)
    assert ("Bram", True) not in seers(care_group, "anna", "tariq")


def test_whoever_does_not_see_a_file_learns_of_nobody(care_group: Organisation) -> None:
    with acting(care_group, member("bram").acting("care-plan", TODAY)), connections[care_group.key].cursor() as cursor:
        cursor.execute("SELECT walls.assigned_care_resident(%s)", [member("sanne").file])
        assert cursor.fetchone()[0] == []
    with acting(care_group, member("chris").acting("care-plan", TODAY)), connections[care_group.key].cursor() as cursor:
        cursor.execute("SELECT walls.seers('care-files', 'organisation'), walls.assigned_care_resident(%s)", [member("tariq").file])
        assert cursor.fetchone() == ([], [])
