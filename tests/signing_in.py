"""Steps of signing in, as a browser without JavaScript takes them."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone

from huisvrede.faces.letterbox.keeping import Letterbox
from huisvrede.foundation.audit.models import SignIn
from huisvrede.foundation.audit.signin import Attempt, Outcome, note
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.walls.session import acting
from tests.cast import PASSWORD, SECRET, member, system
from tests.conftest import as_login

PERIOD = 30
"""Seconds that a code holds."""
HERE = "127.0.0.1"
"""The address a test client comes from."""


def code(secret: str = SECRET, *, ago: int = 0) -> str:
    """The code of this moment, or of so many periods ago; never one that ends before it is sent."""
    if time.time() % PERIOD > PERIOD - 5:
        time.sleep(PERIOD - time.time() % PERIOD)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD - ago))


def give_password(client: Client, name: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Send the form of /aanmelden/."""
    login = name if "@" in name else member(name).email
    return client.post("/aanmelden/", {"login": login, "password": password, **more})


def give_code(client: Client, digits: str | None = None) -> HttpResponse:
    """Send the form of the second factor."""
    return client.post("/account/2fa/code/", {"code": digits or code()})


def sign_in(client: Client, name: str) -> HttpResponse:
    """Password, code where one is asked, and the hat; what comes last."""
    answer = give_password(client, name)
    if answer.headers.get("Location") == "/account/2fa/code/":
        give_code(client)
    return client.get("/aan/")


def outcomes(organisation: Organisation) -> list[str]:
    """The sign-in log, oldest first, as the worker reads it."""
    with as_login(organisation, "worker"), acting(organisation, system("sign-in", timezone.localdate())):
        return list(SignIn.objects.order_by("at").values_list("outcome", flat=True))


def failed_before(
    organisation: Organisation, minutes: list[float], *, login: str = "", address: str = "203.0.113.9"
) -> None:
    """Failed attempts of so many minutes ago, in the log as attempts of that time stand in it."""
    for ago in minutes:
        note(organisation, Attempt(login, address), Outcome.FAILED, at=timezone.now() - timedelta(minutes=ago))


def text(response: HttpResponse) -> str:
    """A page without what differs at each request: the token of its form and nonce and moment for its script."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|data-now)="[^"]+"', "", response.content.decode())


def kept(client: Client, organisation: Organisation, **changes: object) -> None:
    """Change what the server keeps of a session, such as the second at which somebody was last seen."""
    with inside(organisation):
        session = client.session
        session.update(changes)
        session.save()


def sessions(organisation: Organisation) -> int:
    """How many sessions the server keeps."""
    with inside(organisation):
        return Session.objects.count()


@contextmanager
def letterbox(folder: Path) -> Iterator[Path]:
    """A mail server of this test's own; the letters are in the folder."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port = probe.getsockname()[1]
    with Letterbox(folder, port), override_settings(EMAIL_HOST=HERE, EMAIL_PORT=port):
        yield folder
