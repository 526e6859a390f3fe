"""A browser without a screen, in which somebody of the cast has signed in and put on their hat."""

from __future__ import annotations

import fcntl

from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from huisvrede.foundation.cluster.organisations import Organisation, inside, read, write
from huisvrede.foundation.gates.wearing import put_on
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.queries import is_bound, sign_in_rules
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import acting

from tests.cast import member
from tests.conftest import TODAY


def visiting(organisation: Organisation) -> Client:
    """Somebody at the organisation's address who has not signed in; pages are in English."""
    _serve(organisation)
    return Client(HTTP_HOST=organisation.host, HTTP_ACCEPT_LANGUAGE="en")


def signed_in(organisation: Organisation, name: str) -> Client:
    """Somebody of the cast, by name, with their hat on."""
    client, who = visiting(organisation), member(name)
    with inside(organisation):
        client.force_login(Account.objects.get(pk=who.account))
    with acting(organisation, who.acting("sign-in", TODAY)):
        hat = Hat.objects.get(pk=who.hat)
        request = HttpRequest()
        request.session = client.session
        idle, second_factor = sign_in_rules(hat)
        put_on(request, hat, idle=idle, second_factor=second_factor, bound=is_bound(hat))
        request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def _serve(organisation: Organisation) -> None:
    """Put a copy on the list of organisations that are served, and take those off that are gone."""
    var = settings.VAR
    with (var / "organisations.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        listed = {key: one for key, one in read(var).items() if (var / "secrets" / f"{key}.toml").exists()}
        if organisation.key not in listed:
            write(var, listed | {organisation.key: organisation})
