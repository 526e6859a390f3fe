"""The database is gone for a while, to real processes: an answer with a number, and then everything goes on by itself."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import OperationalError

from huisvrede.faces.letterbox.keeping import Letterbox, letters
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.imports import services
from huisvrede.foundation.imports.tasks import run_waiting
from huisvrede.foundation.jobs.services import wake
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.browser import begin, free_port, until_up
from tests.browsing import signed_in
from tests.cast import SUBJECTS, member, system
from tests.conftest import TODAY, VAR, as_login
from tests.cord import Cord, cord, environment_of
from tests.forms import Reader
from tests.importing import checked, confirm, counts, file_of, names, row, state_of

PATIENCE = 180
"""Seconds until what must happen by itself has happened: the worker looks everywhere each minute."""
OWN = "/mijn/gegevens/wijzigen/"


@dataclass
class Visitor:
    """Somebody with a browser that is signed in already."""

    organisation: Organisation
    port: int
    cookies: dict[str, str]

    def ask(self, method: str, path: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and page; a health check comes by the bare address, as a balancer's does."""
        host = "localhost" if path.startswith("/health/") else self.organisation.host
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = {"Host": host, "Cookie": cookies, "Accept-Language": "en"}
        if sent is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, urlencode(sent) if sent is not None else None, head)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                name, _, rest = line.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return answer.status, answer.read().decode()

    def change(self, page: str, city: str) -> int:
        """Send the form of one's own data with another city."""
        form = next(one for one in Reader(page, OWN).forms if "city" in one.fields)
        return self.ask("POST", OWN, {**form.fields, "city": city, "rooms_wanted": ""})[0]


@dataclass
class House:
    """A web server and a worker of an installation whose database can be taken away."""

    organisation: Organisation
    line: Cord
    sanne: Visitor
    worker: subprocess.Popen[str]
    told: list[str]
    mail: Path


@contextmanager
def running(organisation: Organisation, folder: Path) -> Iterator[House]:
    port, smtp, told = free_port(), free_port(), list[str]()
    with cord(organisation) as line, Letterbox(folder, smtp):
        environment = {**environment_of(line), "HUISVREDE_SMTP": f"127.0.0.1:{smtp}"}
        web = begin("serve", "--bind", f"127.0.0.1:{port}", "--workers", "1", environment=environment)
        worker = begin("worker", environment=environment, told=subprocess.PIPE)
        listener = Thread(target=lambda: told.extend(worker.stderr or ()), daemon=True)
        listener.start()
        try:
            until_up(port)
            cookies = {
                settings.SESSION_COOKIE_NAME: signed_in(organisation, "sanne")
                .cookies[settings.SESSION_COOKIE_NAME]
                .value
            }
            yield House(organisation, line, Visitor(organisation, port, cookies), worker, told, folder)
        finally:
            for process in (web, worker):
                process.terminate()
                process.wait(timeout=30)
            listener.join()
            assert worker.stderr is not None
            worker.stderr.close()


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen by itself"
        time.sleep(0.05)


def city_of_sanne(organisation: Organisation) -> str:
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        return str(Registration.objects.get(pk=member("sanne").file).city)


def tell(house: House, name: str) -> None:
    """Somebody is to be told, and the worker tells them."""
    with acting(house.organisation, member("sanne").acting("rights", TODAY)):
        notify(account=member(name).account, notice="request-received", path="/werk/")
        wake("messages")
    until(lambda: member(name).email in [str(letter["To"]) for letter in letters(house.mail)])


def gone_and_back(house: House, seconds: float) -> None:
    """Everything the story tells; the gap lasts until each has met it, and at least so many seconds."""
    sanne, line = house.sanne, house.line
    assert city_of_sanne(house.organisation) == "Zeggedam"
    until(lambda: sanne.ask("GET", "/health/ready")[0] == 200)
    status, page = sanne.ask("GET", OWN)
    assert status == 200
    tell(house, "anna")
    line.cut()
    began = time.monotonic()
    until(lambda: any("worker lost its database" in one for one in house.told))
    while True:
        for status, said in (sanne.ask("GET", OWN), sanne.ask("GET", "/privacy/")):
            assert (status, re.findall(r"\b[0-9a-f]{8}\b", said) != []) == (500, True)
            assert [
                word
                for word in (
                    "Traceback",
                    "psycopg",
                    "OperationalError",
                    str(SUBJECTS["sanne"]["family_name"]),
                )
                if word in said
            ] == []
        assert sanne.change(page, "Nergens") == 500
        assert sanne.ask("GET", "/health/live") == (200, "live\n")
        status, said = sanne.ask("GET", "/health/ready")
        assert (status, json.loads(said)) == (503, {"databases": 3, "answered": 0})
        if time.monotonic() - began >= seconds:
            break
        time.sleep(0.5)
    line.mend()
    until(lambda: sanne.ask("GET", "/health/ready")[0] == 200)
    assert city_of_sanne(house.organisation) == "Zeggedam"
    status, page = sanne.ask("GET", OWN)
    assert (status, sanne.change(page, "Elders")) == (200, 302)
    assert city_of_sanne(house.organisation) == "Elders"
    tell(house, "petra")
    assert house.worker.poll() is None


@pytest.mark.slow
@pytest.mark.xdist_group("control")
def test_a_database_that_is_gone_for_a_moment_stops_nobody(
    organisation: Organisation, tmp_path: Path
) -> None:
    with running(organisation, tmp_path) as house:
        gone_and_back(house, 0)


@pytest.mark.soak
@pytest.mark.xdist_group("control")
def test_a_database_that_is_gone_for_ten_seconds_stops_nobody(
    organisation: Organisation, tmp_path: Path
) -> None:
    with running(organisation, tmp_path) as house:
        gone_and_back(house, 10)


@pytest.mark.slow
def test_an_import_whose_database_goes_amid_storing_stores_nothing_and_goes_on(
    organisation: Organisation,
) -> None:
    run = checked(organisation, file_of(*(row(Inschrijfnummer=str(n)) for n in range(2500))))
    confirm(organisation, run)
    with cord(organisation) as line:
        join(organisation, line.var, "worker")
        with (
            pytest.raises(OperationalError),
            acting(organisation, member("anna").acting("registration", TODAY)),
        ):
            services.store(run=run, tell=lambda _rows: line.cut())
        with pytest.raises(OperationalError):
            run_waiting(organisation, on=TODAY)
        line.mend()
        with acting(organisation, system("test", TODAY)):
            assert Registration.objects.filter(source_system="oud").count() == 0
        # The cord to the vault was cut as well: the look that finds that out takes a new one, for the next.
        assert [run_waiting(organisation, on=TODAY) for _look in range(2)] == [0, 1]
        join(organisation, VAR, "web")
    assert counts(state_of(organisation, run)) == ("stored", 2500, 0, 0)
    assert len(names(organisation)) == 2500
