"""No script runs but ours, and nothing of a page stays behind or goes elsewhere."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.headers import CSP, Headers
from tests.browsing import visiting

NONCE = re.compile(r"script-src 'nonce-([\w-]{22})';")


def test_a_nonce_is_for_one_answer(organisation: Organisation) -> None:
    client = visiting(organisation)
    pages = [client.get("/") for _ in range(2)]
    found = [NONCE.search(page.headers["Content-Security-Policy"]) for page in pages]
    nonces = [one.group(1) for one in found if one]
    assert len(set(nonces)) == 2
    for page, nonce in zip(pages, nonces, strict=True):
        scripts = re.findall(r"<script\b[^>]*>", page.content.decode())
        assert len(scripts) == 1
        assert f'nonce="{nonce}"' in scripts[0]


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/health/live", "/static/nothing.js"])
def test_every_answer_is_for_this_host_alone(organisation: Organisation, path: str) -> None:
    headers = visiting(organisation).get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'nonce-")
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_policy_allows_nothing_that_stands_within_a_page() -> None:
    assert not re.search(r"unsafe|\*|https?:", CSP)


def test_an_answer_keeps_a_stricter_policy_of_its_own() -> None:
    def respond(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    answer = Headers(respond)(RequestFactory().get("/werk/"))
    assert answer.headers["Content-Security-Policy"] == "sandbox"
