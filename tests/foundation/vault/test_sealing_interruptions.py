"""Killed between any two commits of vault and main: no row without a key, no key without a row after a day (decision 16)."""

from __future__ import annotations

import json
import multiprocessing
import random
import time
from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone

from huisvrede.core.proof import leaf
from huisvrede.engines.retention.verification import verify_organisation
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.keys import forget_orphans
from huisvrede.foundation.disposal.models import Certificate, Line
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier, Resident
from tests.cast import system
from tests.conftest import as_login
from tests.foundation.vault.run_life import main as life
from tests.foundation.vault.sealed import house, keys

__all__ = ["house"]
ON = date(2026, 11, 23)
FEW = 12
KILLS = 25
MANY = """WITH p AS (INSERT INTO people_person (id) SELECT gen_random_uuid() FROM generate_series(1, %s) RETURNING id)
INSERT INTO care_resident (id, person_id, number, given_name, name_prefix, family_name, search_name, birth_date, email, phone,
  street, house_number, postcode, city, started_on, last_contact_on, ended_on, version)
SELECT gen_random_uuid(), id, 'K' || left(id::text, 13), 'M', '', 'T', 't', '1960-01-01', '', '', '', '', '', '', '2000-01-03',
  '2001-02-28', '2001-02-28', 1 FROM p"""
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.foundation.vault.run_life"])


def many(organisation: Organisation, count: int) -> None:
    """So many residents' files whose periods have long passed."""
    with as_login(organisation, "worker"), acting(organisation, system("test", ON)):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(MANY, [count])


def lived(organisation: Organisation, seconds: float | None = None) -> float:
    """A life that is cut off after so many seconds, or never; how long it was."""
    words = (json.dumps(asdict(organisation)), ON.isoformat())
    worker, began = PROCESSES.Process(target=life, args=words), time.monotonic()
    worker.start()
    worker.join(seconds)
    worker.kill()
    worker.join()
    took = time.monotonic() - began
    worker.close()
    return took


def right(organisation: Organisation) -> tuple[int, int]:
    """What must hold at every moment; how many files still have a sealed number, and how many went."""
    with as_login(organisation, "worker"), acting(organisation, system("test", ON)):
        sealed = set(Identifier.objects.values_list("pk", flat=True))
        stamped = {bytes(one) for one in Line.objects.exclude(stamped_at=None).values_list("digest", flat=True)}
        certified = Line.objects.exclude(certificate=None).count()
        promised = sum(int(str(one.statement["count"])) for one in Certificate.objects.all())
        gone = Line.objects.filter(model="care.resident").count()
    held = set(keys(organisation))
    assert sealed <= held
    assert {key for key in held if leaf("care.identifier", key) in stamped} == set()
    assert promised == certified
    with as_login(organisation, "worker"):
        assert verify_organisation(organisation) == []
    return len(sealed), gone


def files(organisation: Organisation) -> set[UUID]:
    with as_login(organisation, "worker"), acting(organisation, system("test", ON)):
        return set(Resident.objects.values_list("pk", flat=True))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_killed_between_vault_and_main_nothing_is_left_open(house: Organisation, seed: int) -> None:
    chance = random.Random(seed)
    many(house, 1)
    lived(house)  # the first one also waits for what makes the workers
    many(house, FEW)
    longest = lived(house)
    places = set()
    for _ in range(KILLS):
        many(house, FEW - len(files(house)) + 2)  # the two of the cast stay
        lived(house, chance.uniform(0, longest))
        sealed, gone = right(house)
        places.add((sealed, gone > 0))
    lived(house)
    assert right(house)[0] == 0
    with as_login(house, "worker"):
        forget_orphans(house, on=ON, now=timezone.now() + timedelta(days=2))
    assert keys(house) == {}
    assert len(places) > 3  # it was cut off at different places


def test_a_life_that_nobody_cuts_off_leaves_neither_rows_nor_keys(house: Organisation) -> None:
    before = files(house)
    many(house, 3)
    lived(house)
    assert right(house) == (0, 3)
    assert files(house) == before
    assert set(keys(house)) == set()
