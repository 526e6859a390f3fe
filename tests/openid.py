"""Signing in at a provider that runs, as a browser without a screen does it."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from huisvrede.foundation.cluster.organisations import Organisation
from tests.openid_provider import CLIENT, SECRET

NEXT = re.compile(r'content="0;url=([^"]+)"')


def file_of(organisation: Organisation) -> Path:
    """Where the providers of an organisation stand."""
    found: Path = settings.VAR / "secrets" / f"{organisation.key}.oidc.toml"
    return found


def configured(organisation: Organisation, issuer: str, *more: str) -> None:
    """Let an organisation know a provider; `more` are lines of the file."""
    lines = [
        "[[provider]]",
        'key = "work"',
        'name = "Werkaccount"',
        f'issuer = "{issuer}"',
        f'client_id = "{CLIENT}"',
        f'client_secret = "{SECRET}"',
        'domains = ["example.org"]',
        *more,
    ]
    path = file_of(organisation)
    path.write_text("\n".join(lines), encoding="utf-8")
    path.chmod(0o600)


def leave(client: Client, **more: str) -> str:
    """Press the button; the address of the provider's own page."""
    page = client.post("/aanmelden/bij/work/", more)
    found = NEXT.search(page.content.decode())
    assert found is not None, page.headers
    return unescape(found[1])


def back(address: str) -> str:
    """What the provider sends somebody back to: path and query on our side."""
    parts = urlsplit(_redirected(address))
    return f"{parts.path}?{parts.query}"


def by_provider(client: Client, **more: str) -> HttpResponse:
    """There and back."""
    return client.get(back(leave(client, **more)))


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        """Follow nothing: the address is what we came for."""


def _redirected(address: str) -> str:
    opener = urllib.request.build_opener(_Stay)
    try:
        opener.open(address, timeout=5)
    except urllib.error.HTTPError as answer:
        return str(answer.headers["Location"])
    raise AssertionError
