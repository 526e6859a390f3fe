"""A notice reaches who can still sign in, once, and says nothing of anybody; what can't be sent now is sent later."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from huisvrede.faces.letterbox.keeping import Letterbox, letters
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.messages.sending import (
    BATCH,
    KEPT_AFTER_SENDING,
    TRIES,
    forget_sent,
    link,
    send_waiting,
)
from huisvrede.foundation.messages.services import notify
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login

PATH = "/mijn/verzoeken/"


class Refusing:
    """A mail server that takes no letter."""

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:
        return "550 no"


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one, as_login(one, "worker"):
        yield one


@pytest.fixture(autouse=True)
def empty(house: Organisation) -> None:
    with acting(house, system("messages", TODAY)):
        Message.objects.all().delete()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def mail(folder: Path) -> Iterator[Path]:
    """A mail server that keeps what it gets."""
    with (
        Letterbox(folder, free_port()) as box,
        override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=box.port),
    ):
        yield folder


@contextmanager
def no_mail() -> Iterator[None]:
    """Where the mail server was, nobody listens."""
    with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=free_port()):
        yield


@contextmanager
def refusing_mail() -> Iterator[None]:
    controller = Controller(Refusing(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=controller.port):
            yield
    finally:
        controller.stop()


def told(house: Organisation, *names: str, notice: str = "request-answered") -> None:
    with acting(house, system("messages", TODAY)):
        for name in names:
            notify(account=member(name).account, notice=notice, path=PATH)


def waiting(house: Organisation) -> list[tuple[bool, int]]:
    """(is it sent, tries) of each message."""
    with acting(house, system("messages", TODAY)):
        return [(m.sent_at is not None, m.tries) for m in Message.objects.order_by("made_at")]


def sent(house: Organisation) -> int:
    return send_waiting(house, on=TODAY)


def text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_notice_is_sent_once_to_the_address_of_its_account(house: Organisation, tmp_path: Path) -> None:
    told(house, "sanne", "anna")
    with mail(tmp_path):
        assert (sent(house), sent(house)) == (2, 0)
    assert {str(letter["To"]) for letter in letters(tmp_path)} == {"sanne@example.org", "anna@example.org"}
    assert waiting(house) == [(True, 1)] * 2


def test_nothing_of_anybody_stands_in_a_mail(house: Organisation, tmp_path: Path) -> None:
    told(house, "sanne")
    with mail(tmp_path):
        sent(house)
    (letter,) = letters(tmp_path)
    assert str(letter["From"]) == f"Woonloket Zeggeland <no-reply@{house.key}.example>"
    assert text(letter).strip().replace("\r\n", "\n") == (
        "Er staat een antwoord voor u klaar. U leest het na het inloggen:\n\n"
        f"{link(house, PATH)}\n\nMet vriendelijke groet,\nWoonloket Zeggeland"
    )
    whole = letter.as_string().lower().replace("sanne@example.org", "")
    assert [word for word in ("sanne", "zandmarker", str(member("sanne").person)) if word in whole] == []


def test_a_mail_speaks_the_language_of_its_reader(house: Organisation, tmp_path: Path) -> None:
    told(house, "tariq")
    with inside(house):
        Account.objects.filter(pk=member("tariq").account).update(language="en")
    with mail(tmp_path):
        sent(house)
    assert [str(letter["Subject"]) for letter in letters(tmp_path)] == ["An answer is ready for you"]


def test_a_name_with_a_comma_is_a_name(house: Organisation, tmp_path: Path) -> None:
    told(house, "sanne")
    with mail(tmp_path):
        assert sent(replace(house, name='De Kade, "Zeggedam" (stichting)')) == 1
    (letter,) = letters(tmp_path)
    assert letter["From"].addresses[0].display_name == 'De Kade, "Zeggedam" (stichting)'


def test_while_the_mail_server_is_away_nothing_is_lost(house: Organisation, tmp_path: Path) -> None:
    """However long: an outage of an hour is sixty rounds."""
    told(house, "sanne", "anna")
    with no_mail():
        assert [sent(house) for _ in range(TRIES + 2)] == [0] * (TRIES + 2)
    assert waiting(house) == [(False, 0)] * 2
    with mail(tmp_path):
        assert sent(house) == 2


def test_a_mail_that_is_refused_is_tried_a_number_of_times(house: Organisation, tmp_path: Path) -> None:
    told(house, "sanne")
    with refusing_mail():
        assert [sent(house) for _ in range(TRIES + 2)] == [0] * (TRIES + 2)
    assert waiting(house) == [(False, TRIES)]
    told(house, "anna")
    with mail(tmp_path):
        assert sent(house) == 1
    assert [str(letter["To"]) for letter in letters(tmp_path)] == ["anna@example.org"]


def test_who_can_no_longer_sign_in_gets_no_mail(house: Organisation, tmp_path: Path) -> None:
    told(house, "chris", "anna")
    with inside(house):
        Account.objects.filter(pk=member("chris").account).update(is_active=False)
    with mail(tmp_path):
        assert sent(house) == 1
    assert [str(letter["To"]) for letter in letters(tmp_path)] == ["anna@example.org"]
    assert [done for done, _tries in waiting(house)] == [True, True]


def test_two_senders_at_once_send_each_message_once(house: Organisation, tmp_path: Path) -> None:
    names = ["sanne", "tariq", "anna", "bram", "petra", "dirk"]
    told(house, *names)
    together, counts = threading.Barrier(2, timeout=30), []

    def send() -> None:
        together.wait()
        counts.append(sent(house))
        for one in connections.all(initialized_only=True):
            one.close()

    with mail(tmp_path):
        threads = [threading.Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(counts) == len(names)
    assert sorted(str(letter["To"]) for letter in letters(tmp_path)) == sorted(
        f"{name}@example.org" for name in names
    )


def test_a_round_has_an_end(house: Organisation, tmp_path: Path) -> None:
    told(house, *["anna"] * (BATCH + 1))
    with mail(tmp_path):
        assert (sent(house), sent(house)) == (BATCH, 1)


def test_what_was_sent_a_month_ago_is_forgotten_and_what_waits_is_not(house: Organisation) -> None:
    told(house, "anna", "bram", "petra")
    with acting(house, system("messages", TODAY)):
        old, fresh, _unsent = Message.objects.order_by("made_at")
        Message.objects.filter(pk=fresh.pk).update(sent_at=timezone.now())
        Message.objects.filter(pk=old.pk).update(
            sent_at=timezone.now() - KEPT_AFTER_SENDING - timedelta(days=1)
        )
    assert forget_sent(house, on=timezone.localdate()) == 1
    assert [done for done, _tries in waiting(house)] == [True, False]
