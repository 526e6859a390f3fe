"""The worker reads what waits, forgets what nobody came back for; a failing file keeps no other waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import sqlstate
from huisvrede.foundation.imports import tasks
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.tasks import forget_old
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.importing import bring, checked, counts, file_of, imported, names, row, state_of, work


def test_the_first_look_proposes_what_the_columns_are(organisation: Organisation) -> None:
    run = bring(organisation, file_of(row()))
    assert work(organisation) == 1
    found = state_of(organisation, run)
    assert (found.state, found.mapping["mapped"]["Achternaam"]) == ("choosing", "family_name")
    assert work(organisation) == 0


def test_a_file_that_nobody_came_back_for_is_gone_after_a_day(organisation: Organisation) -> None:
    run, done = (
        checked(organisation, file_of(row())),
        imported(organisation, file_of(row(Inschrijfnummer="9"))),
    )
    with as_login(organisation, "worker"):
        assert forget_old(organisation, on=TODAY) == 0
        assert forget_old(organisation, on=TODAY + timedelta(days=1)) == 1
    found = state_of(organisation, run)
    assert (found.state, found.refusal, found.content) == ("refused", {"code": "too-old", "facts": {}}, None)
    assert state_of(organisation, done.pk).state == "stored"


def test_a_file_that_fails_is_told_and_the_next_one_is_read(organisation: Organisation) -> None:
    run, other = checked(organisation, file_of(row())), bring(organisation, file_of(row()))
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        broken = {**Import.objects.get(pk=run).mapping, "answers": 7}
        Import.objects.filter(pk=run).update(state="storing", mapping=broken)
    assert work(organisation) == 2
    found = state_of(organisation, run)
    assert (found.state, found.refusal, found.content) == ("refused", {"code": "failed", "facts": {}}, None)
    assert (state_of(organisation, other).state, names(organisation)) == ("choosing", [])


def test_a_file_without_any_good_row_stores_nothing(organisation: Organisation) -> None:
    assert counts(imported(organisation, file_of(row(Voornamen="")))) == ("stored", 0, 0, 1)


def test_what_the_walls_refuse_is_not_tried_for_ever(organisation: Organisation) -> None:
    """psycopg knows our SQLSTATEs as little as those of a database that is away."""
    late = timedelta(seconds=-5)
    with (
        pytest.raises(OperationalError) as refused,
        acting(organisation, member("anna").acting("registration", TODAY), life=late),
    ):
        Import.objects.count()
    assert sqlstate(refused.value) == "HV002"
    assert not tasks._passes(refused.value)
    assert tasks._passes(OperationalError("gone"))
