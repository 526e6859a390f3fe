"""Killed at any point and run again, or run twice at once: each row that went has one line, each kind one certificate."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from django.db import connections

from huisvrede.core.proof import verify_certificate_leaves
from huisvrede.core.proof.statements import Certificate
from huisvrede.engines.retention.verification import verify_organisation
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.models import Line
from tests.conftest import as_login
from tests.foundation.disposal.files import DUE, certificates, leaves, left, lines, system
from tests.foundation.disposal.run_night import main as night

ROOT = Path(__file__).parents[3]
FILES = 3000
BATCH = 20
MANY = """WITH p AS (INSERT INTO people_person (id) SELECT gen_random_uuid() FROM generate_series(1, %s) RETURNING id)
INSERT INTO allocation_registration (id, person_id, number, given_name, name_prefix, family_name, search_name,
  birth_date, email, phone, street, house_number, postcode, city, source_system, source_number, registered_on,
  ended_on, end_reason, household_size, version)
SELECT gen_random_uuid(), id, 'T' || left(id::text, 13), 'M', '', 'T', 't', '1980-01-01', '', '', '', '', '', '', '',
  '', '2020-01-06', '2024-02-29', 'deregistered', 1, 1 FROM p RETURNING id"""


def many(organisation: Organisation, count: int) -> list[tuple[str, bytes]]:
    """So many files that are due, as the lines they must leave."""
    with system(organisation), connections[organisation.key].cursor() as cursor:
        cursor.execute(MANY, [count])
        return leaves([key for (key,) in cursor.fetchall()])


def begin(organisation: Organisation, batch: int = BATCH) -> subprocess.Popen[str]:
    """A worker in a process of its own."""
    words = [json.dumps(asdict(organisation)), DUE.isoformat(), str(batch)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.foundation.disposal.run_night", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(worker: subprocess.Popen[str], word: str) -> None:
    assert worker.stdout is not None
    for line in worker.stdout:
        if line.strip() == word:
            return
    raise AssertionError(f"the worker ended before it was {word}")


def kill(worker: subprocess.Popen[str]) -> None:
    worker.kill()
    worker.communicate()


def whole(organisation: Organisation, expected: list[tuple[str, bytes]]) -> None:
    """Everything gone, one line a row, one certificate over them all, and nothing found wrong."""
    assert left(organisation) == set()
    assert lines(organisation) == expected
    (statement,) = certificates(organisation)
    assert (
        verify_certificate_leaves(Certificate.from_json(statement), [digest for _, digest in expected]) == []
    )
    with as_login(organisation, "worker"):
        assert verify_organisation(organisation) == []


@pytest.mark.slow
def test_a_sweep_killed_again_and_again_ends_as_if_it_never_was(organisation: Organisation) -> None:
    expected = many(organisation, FILES)
    seen = []
    for pause in (0.02, 0.11, 0.23, None):
        worker = begin(organisation)
        wait_for(worker, "begun")
        while pause is None and worker.poll() is None and len(lines(organisation)) <= max(seen):
            time.sleep(0.01)
        time.sleep(pause or 0)
        kill(worker)
        there, gone = left(organisation), lines(organisation)
        assert sorted([*leaves(list(there)), *gone]) == expected
        seen.append(len(gone))
    assert (0 < max(seen) < FILES, seen) == (True, sorted(seen))
    worker = begin(organisation)
    worker.communicate()
    whole(organisation, expected)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["swept", "copied"])
def test_a_night_killed_between_its_steps_is_finished_by_the_next(
    organisation: Organisation, word: str
) -> None:
    expected = many(organisation, 500)
    worker = begin(organisation, batch=500)
    wait_for(worker, word)
    kill(worker)
    worker = begin(organisation)
    worker.communicate()
    whole(organisation, expected)


@pytest.mark.slow
def test_two_workers_at_once_share_the_work(organisation: Organisation) -> None:
    expected = many(organisation, FILES)
    workers = [begin(organisation), begin(organisation)]
    for worker in workers:
        worker.communicate()
    assert [worker.returncode for worker in workers] == [0, 0]
    whole(organisation, expected)


FEW = 300
KILLS = 25
PROCESSES = multiprocessing.get_context(
    "forkserver"
)  # a process that has everything loaded already makes the workers
PROCESSES.set_forkserver_preload(["tests.foundation.disposal.run_night"])


def nights(organisation: Organisation, seconds: float | None = None) -> float:
    """A worker that is killed after so many seconds, or never; how long it lived."""
    words = (json.dumps(asdict(organisation)), DUE.isoformat(), str(BATCH))
    worker, began = PROCESSES.Process(target=night, args=words), time.monotonic()
    worker.start()
    worker.join(seconds)
    worker.kill()
    worker.join()
    lived = time.monotonic() - began
    worker.close()
    return lived


def right(organisation: Organisation, expected: list[tuple[str, bytes]]) -> int:
    """What is gone has one line, what has a line is gone, certificates count what they certify; how many are gone."""
    gone = lines(organisation)
    assert sorted([*leaves(list(left(organisation))), *gone]) == sorted(expected)
    with system(organisation):
        certified = Line.objects.exclude(certificate=None).count()
    assert sum(int(str(one["count"])) for one in certificates(organisation)) == certified
    with as_login(organisation, "worker"):
        assert verify_organisation(organisation) == []
    return len(gone)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_a_night_killed_at_any_moment_leaves_rows_lines_and_certificates_right(
    organisation: Organisation, seed: int
) -> None:
    chance, expected = random.Random(seed), many(organisation, 1)
    nights(organisation)  # the first one also waits for what makes the workers
    expected += many(organisation, FEW)
    longest = nights(organisation)
    amid = 0
    for _ in range(KILLS):
        before = len(lines(organisation))
        expected += many(organisation, FEW - len(left(organisation)))
        nights(organisation, chance.uniform(0, longest))
        amid += before < right(organisation, expected) < len(expected)
    nights(organisation)
    assert (right(organisation, expected), left(organisation), amid > 0) == (len(expected), set(), True)
