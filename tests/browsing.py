"""A browser without a screen, in which somebody of the cast has signed in and put on their hat."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import HttpRequest
from django.test.client import Client, FakePayload
from django.utils import timezone

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation, inside, read, write
from huisvrede.foundation.gates.wearing import put_on
from huisvrede.foundation.people.browsers import DEVICE
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.queries import is_bound, sign_in_rules
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting
from tests.cast import SUBJECTS, member
from tests.conftest import TODAY
from tests.proving import Key
from tests.template import alone

MARKERS = {card["family_name"]: member(name).person for name, card in SUBJECTS.items()}
"""Each invented person has a name that stands nowhere else."""
SEEN = """
SELECT DISTINCT s.subject FROM audit_seen s JOIN audit_look l ON l.id = s.look
 WHERE l.account = %s AND l.at >= %s
"""


class Watched(Client):
    """Reads every answer: whose marker stands in it without a line in the log has been looked at unseen (decision 25)."""

    organisation: Organisation
    key: Key | None = None
    account: str | None = None
    """Whose key is sent, where it is no browser that asks."""

    def request(self, **request: Any) -> Any:
        """Ask, then compare what is shown with what is logged."""
        began = timezone.now()
        body = request["wsgi.input"].read() if "wsgi.input" in request else b""
        typed = body + str(request.get("QUERY_STRING", "")).encode()
        if body:
            request["wsgi.input"] = FakePayload(body)
        self._prove(request)
        response = super().request(**request)
        if response.streaming:
            response.streaming_content = [response.getvalue()]
        names = {name: person for name, person in MARKERS.items() if str(name).encode() not in typed}
        shown = {person for name, person in names.items() if str(name).encode() in (b"" if response.streaming else response.content)}
        account = self.session.get("_auth_user_id") if self.cookies else self.account
        unseen = shown - self._seen(account, began) if shown else set()
        assert unseen == set(), f"{request['PATH_INFO']} shows somebody without a line in the log"
        return response

    def _prove(self, request: dict[str, Any]) -> None:
        """Sign what is asked, as a browser with a key does."""
        device = self.session.get(DEVICE) if self.key and self.cookies else None
        if self.key and device:
            proof = self.key.proof(device["nonce"], request["REQUEST_METHOD"], get_path_info(request))
            self.cookies[settings.PROOF_COOKIE_NAME] = proof

    def _seen(self, account: str | None, since: datetime) -> set[UUID]:
        server = postgres.running(settings.VAR)
        assert server is not None
        with psycopg.connect(server.dsn(dbname=self.organisation.main)) as superuser:
            rows = superuser.execute(SEEN, [account, since]).fetchall()
        return {subject for (subject,) in rows}


def visiting(organisation: Organisation) -> Watched:
    """Somebody at the organisation's address who has not signed in; pages are in English."""
    _serve(organisation)
    client = Watched(HTTP_HOST=organisation.host, HTTP_ACCEPT_LANGUAGE="en")
    client.organisation = organisation
    return client


def signed_in(organisation: Organisation, name: str) -> Watched:
    """Somebody of the cast, by name, with their hat on."""
    client, who = visiting(organisation), member(name)
    with inside(organisation):
        client.force_login(Account.objects.get(pk=who.account))
    with acting(organisation, who.choosing(TODAY)):
        hat = Hat.objects.get(pk=who.hat)
        request = HttpRequest()
        request.session = client.session
        idle, second_factor = sign_in_rules(hat)
        put_on(request, hat, idle=idle, second_factor=second_factor, bound=is_bound(hat))
        record_authentication(request, Account(pk=who.account), "mfa")
        client.key = Key()
        request.session[DEVICE] = client.key.device()
        request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def _serve(organisation: Organisation) -> None:
    """Put a copy on the list of organisations that are served, and take those off that are gone."""
    var = settings.VAR
    settings.STATIC_ROOT.mkdir(
        parents=True, exist_ok=True
    )  # else whitenoise warns that nothing was collected
    with alone(var, "organisations"):
        listed = {key: one for key, one in read(var).items() if (var / "secrets" / f"{key}.toml").exists()}
        if organisation.key not in listed:
            write(var, listed | {organisation.key: organisation})
