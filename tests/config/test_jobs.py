"""What the worker does, and what it does when something goes wrong."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.db import connections
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from huisvrede.config import jobs
from huisvrede.faces.letterbox.keeping import Letterbox, letters
from huisvrede.foundation.cluster.organisations import Organisation, write
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login, leave


@pytest.fixture
def house(organisation: Organisation, tmp_path: Path) -> Iterator[Organisation]:
    """One of two organisations on the list; the databases of the first are gone."""
    broken = replace(organisation, key=f"{organisation.key}-gone", host="gone.localhost", logins="")
    write(tmp_path, {broken.key: broken, organisation.key: organisation})
    with as_login(organisation, "worker"), override_settings(VAR=tmp_path, LOGIN="worker"):
        yield organisation
    for alias in (broken.key, broken.signin_alias, broken.vault_alias, broken.mailer_alias):
        leave(alias)


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[Path]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = int(listening.getsockname()[1])
    with Letterbox(tmp_path / "mail", port), override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        yield tmp_path / "mail"


def told(house: Organisation) -> None:
    with acting(house, system("messages", TODAY)):
        notify(account=member("anna").account, notice="request-received", path="/werk/")


def test_the_kinds_of_work_end_with_the_mail_that_the_others_write() -> None:
    assert list(jobs.WORK) == ["imports", "answers", "exports", "openings", "policy", "ledger", "log", "keys", "messages"]


def test_a_wake_up_has_the_work_of_one_organisation_done(house: Organisation, mail: Path) -> None:
    told(house)
    jobs.work(organisation=house.key, work="messages")
    assert [str(letter["To"]) for letter in letters(mail)] == ["anna@example.org"]
    jobs.work(organisation=house.key, work="messages")
    assert len(letters(mail)) == 1


def test_a_wake_up_of_an_organisation_that_is_gone_does_nothing(house: Organisation, mail: Path) -> None:
    told(house)
    jobs.work(organisation="nobody", work="messages")
    assert letters(mail) == []


def test_what_fails_at_one_organisation_does_not_keep_the_others_waiting(
    house: Organisation, mail: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """No wake-up came through; the look of the minute finds the row, though the first organisation is out of reach.

    It has no collector, so that nothing of its log is asked for.
    """
    told(house)
    jobs.look_everywhere(0)
    assert [str(letter["To"]) for letter in letters(mail)] == ["anna@example.org"]
    failed = [json.loads(line.getMessage()) for line in caplog.records if "work failed" in line.getMessage()]
    assert [(line["work"], line["error"]) for line in failed] == [
        (work, "OperationalError") for work in jobs.WORK if work != "log"
    ]


@pytest.mark.xdist_group("control")
def test_the_job_of_a_worker_that_was_killed_goes_back_into_the_queue() -> None:
    with connections["control"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour'), (now()) RETURNING id"
        )
        dead, alive = (key for (key,) in cursor.fetchall())
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status, worker_id, attempts) VALUES"
            " ('work', 'default', 'doing', %s, 0), ('work', 'default', 'doing', %s, 0) RETURNING id",
            [dead, alive],
        )
        keys = [key for (key,) in cursor.fetchall()]
        async_to_sync(jobs.rescue.func)(0)
        states = dict(ProcrastinateJob.objects.filter(pk__in=keys).values_list("pk", "status"))
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY (%s)", [keys])
        cursor.execute("DELETE FROM procrastinate_workers WHERE id IN (%s, %s)", [dead, alive])
    assert [states[key] for key in keys] == ["todo", "doing"]
