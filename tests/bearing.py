"""A program without a screen, with a key of somebody of the cast."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.utils import timezone

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.keys import SCOPES, Worn, make
from huisvrede.foundation.signin.models import Account
from tests.browsing import Watched, visiting
from tests.cast import member


def key_of(organisation: Organisation, name: str, scopes: Collection[str] = ()) -> str:
    """A key of a member of the cast, for one day, that opens all that their hat may open unless said otherwise."""
    who, last = member(name), timezone.localdate() + timedelta(days=1)
    with inside(organisation):
        owner = Worn(Account.objects.get(pk=who.account), who.hat, who.kind)
        return make(owner=owner, name=name, scopes=scopes or SCOPES[who.kind], last=last)


class Program(Watched):
    """Sends the key with every request; each answer is watched as a browser's, and is of the form that all are."""

    def request(self, **request: Any) -> Any:
        """Ask, and look at what every answer must have."""
        response = super().request(**request)
        assert response.headers["API-Version"] == "1.0.0"
        assert response.headers["Cache-Control"] == "private, no-store"
        if response.status_code >= 400:
            assert response.headers["Content-Type"] == "application/problem+json", request["PATH_INFO"]
            if response.content:
                assert {"title", "status", "detail"} <= set(response.json()), request["PATH_INFO"]
        return response


def program(organisation: Organisation, name: str = "", scopes: Collection[str] = (), *, key: str = "") -> Program:
    """A program that bears a key of somebody of the cast, or this one, or none."""
    visiting(organisation)
    shown = key or (key_of(organisation, name, scopes) if name else "")
    head = {"HTTP_AUTHORIZATION": f"Bearer {shown}"} if shown else {}
    client = Program(HTTP_HOST=organisation.host, HTTP_ACCEPT_LANGUAGE="en", **head)
    client.organisation = organisation
    client.account = str(member(name).account) if name else None
    return client
