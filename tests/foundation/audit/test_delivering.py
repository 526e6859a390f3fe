"""Every line reaches the collector, in order; what it did not take counts as not sent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connections

from huisvrede.foundation.audit import delivering
from huisvrede.foundation.audit.collector import path_of
from huisvrede.foundation.audit.delivering import deliver
from huisvrede.foundation.audit.lines import pseudonym
from huisvrede.foundation.audit.models import Delivery
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.postgres import Server
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.collector import Running, collecting, named
from tests.conftest import TODAY, as_login
from tests.foundation.audit.test_seals import settled

SANNE, BOB = uuid4(), uuid4()
ROOT = Path(__file__).parents[3]
LATE = """
INSERT INTO audit_look (id, at, day, account, hat, activity, purpose, action, refused, subjects)
VALUES (gen_random_uuid(), now(), now(), gen_random_uuid(), gen_random_uuid(), 'home-seekers', 'registration', 'view', false, 0)
"""


@pytest.fixture
def collector(organisation: Organisation) -> Iterator[Running]:
    """A collector that runs, and the organisation knows it."""
    with collecting() as running:
        named(organisation, running.endpoint)
        with as_login(organisation, "worker"):
            yield running
    path_of(organisation).unlink()


def sent(server: Server, organisation: Organisation) -> int:
    settled(server, organisation)
    return deliver(organisation, on=TODAY)


def looked(organisation: Organisation, times: int = 1) -> None:
    for _time in range(times):
        with acting(organisation, system("logging", TODAY)):
            record("home-seekers", "view", [SANNE, BOB])


def test_each_act_and_each_data_subject_arrives_once(
    server: Server, organisation: Organisation, collector: Running
) -> None:
    looked(organisation)
    assert sent(server, organisation) >= 3
    act, *children = [one for one in collector.spans if one.trace_id == collector.spans[-1].trace_id]
    assert {one.parent_span_id for one in children} == {act.span_id}
    told = {a.key: a.value.string_value for one in children for a in one.attributes}
    whose = {
        a.value.string_value
        for one in children
        for a in one.attributes
        if a.key == "dpl.core.data_subject_id"
    }
    assert whose == {pseudonym(organisation, SANNE), pseudonym(organisation, BOB)}
    assert told["dpl.core.processing_activity_id"].endswith("/home-seekers")
    assert act.start_time_unix_nano == act.end_time_unix_nano > 1_790_000_000 * 10**9
    assert collector.headers[0]["Authorization"] == "Bearer x"
    count = len(collector.spans)
    assert sent(server, organisation) == 0
    assert len(collector.spans) == count
    looked(organisation)
    assert sent(server, organisation) == 3


def test_nobody_who_acted_stands_in_a_line(
    server: Server, organisation: Organisation, collector: Running
) -> None:
    anna = member("anna")
    with as_login(organisation, "web"):
        with acting(organisation, anna.acting("registration", TODAY)):
            record("home-seekers", "view", [SANNE])
    with as_login(organisation, "worker"):
        sent(server, organisation)
    said = b"".join(one.SerializeToString() for one in collector.spans)
    for key in (anna.account, anna.hat, SANNE):
        assert key.bytes not in said
        assert str(key).encode() not in said
        assert key.hex.encode() not in said


def test_a_long_log_goes_in_pieces_and_in_order(
    server: Server, organisation: Organisation, collector: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "BATCH", 2)
    looked(organisation, 5)
    sent(server, organisation)
    acts = [one for one in collector.spans if not one.parent_span_id]
    assert len({(one.trace_id, one.span_id) for one in collector.spans}) == len(collector.spans)
    assert [one.start_time_unix_nano for one in acts] == sorted(one.start_time_unix_nano for one in acts)
    assert len([one for one in collector.spans if one.parent_span_id]) >= 10


@pytest.mark.parametrize(
    "trouble", [{"status": 503}, {"rejected": 1}, {"nonsense": b"\xff\xff<html>"}, {"status": 302}]
)
def test_what_it_did_not_take_goes_again(
    server: Server, organisation: Organisation, collector: Running, trouble: dict[str, object]
) -> None:
    looked(organisation)
    for name, value in trouble.items():
        setattr(collector, name, value)
    assert sent(server, organisation) == 0
    assert collector.spans == []
    collector.status, collector.rejected, collector.nonsense = 200, 0, b""
    assert sent(server, organisation) >= 3


def test_a_collector_that_is_away_loses_nothing(
    server: Server, organisation: Organisation, collector: Running
) -> None:
    looked(organisation)
    endpoint = collector.endpoint
    with collecting() as gone:
        named(organisation, gone.endpoint)
    assert sent(server, organisation) == 0
    named(organisation, endpoint)
    assert sent(server, organisation) >= 3


def test_a_line_of_a_transaction_that_still_runs_is_not_passed_by(
    server: Server, organisation: Organisation, collector: Running
) -> None:
    settled(server, organisation)
    deliver(organisation, on=TODAY)
    with psycopg.connect(server.dsn(dbname=organisation.main)) as late:
        late.execute(LATE)
        looked(organisation)
        assert deliver(organisation, on=TODAY) == 0
    settled(server, organisation)
    before = len(collector.spans)
    assert deliver(organisation, on=TODAY) == 4
    assert len(collector.spans) == before + 4


def test_killed_before_the_answer_the_same_lines_go_again_under_the_same_names(
    server: Server, organisation: Organisation, collector: Running
) -> None:
    looked(organisation)
    settled(server, organisation)
    words = [json.dumps(asdict(organisation)), TODAY.isoformat()]
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.foundation.audit.run_delivery", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    collector.kills = worker.pid
    assert worker.wait(timeout=60) == -signal.SIGKILL
    collector.kills = 0
    first = {(one.trace_id, one.span_id) for one in collector.spans}
    assert first
    assert sent(server, organisation) >= 3
    again = [(one.trace_id, one.span_id) for one in collector.spans]
    assert len(again) > len(set(again))
    assert first <= set(again)


def test_without_a_collector_nothing_leaves_and_web_moves_no_position(organisation: Organisation) -> None:
    with as_login(organisation, "worker"):
        assert deliver(organisation, on=TODAY) == 0
    petra = member("petra")
    with (
        pytest.raises(DatabaseError) as refused,
        acting(organisation, petra.acting("accountability", TODAY)),
        connections[organisation.key].cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {Delivery._meta.db_table} SET to_tx = 0")
    assert refused.value.__cause__.sqlstate == "42501"
