"""Whose house is this? The host name says it; a host nobody knows gets a plain 404 and learns nothing."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.test.client import Client

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.postgres import Server
from tests import template
from tests.browsing import visiting
from tests.conftest import VAR

NOT_FOUND = (404, "text/plain", b"404 Not found\n")


@pytest.fixture(scope="session")
def server() -> Server:
    """The server with the template organisations, not the small one beside."""
    return template.ensure(VAR)


def asked(host: str, path: str = "/") -> tuple[int, str, bytes]:
    response = Client(HTTP_HOST=host, HTTP_ACCEPT_LANGUAGE="en").get(path)
    return response.status_code, response.headers["Content-Type"].split(";")[0], response.content


def test_a_host_opens_its_organisation_however_it_is_written(organisation: Organisation) -> None:
    visiting(organisation)
    for host in (organisation.host, organisation.host.upper(), f"{organisation.host}:8000"):
        status, _kind, page = asked(host)
        assert (status, b"Woonloket Zeggeland" in page) == (200, True), host


@pytest.mark.parametrize(
    "host", ["other.localhost", "evil.example", "localhost.evil.example", "127.0.0.2", ""]
)
@pytest.mark.parametrize("path", ["/", "/werk/", "/taal/", "/static/nothing.css"])
def test_a_host_nobody_knows_gets_a_plain_404(host: str, path: str) -> None:
    assert asked(host, path) == NOT_FOUND


def test_the_host_of_one_organisation_never_opens_by_a_longer_name(organisation: Organisation) -> None:
    visiting(organisation)
    assert [
        asked(f"{host}:8000") for host in (f"x{organisation.host}", f"{organisation.host}.evil.example")
    ] == [NOT_FOUND] * 2


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "LOCALHOST"])
def test_the_bare_host_opens_no_organisation(host: str) -> None:
    status, kind, _page = asked(host)
    assert (status, kind) == (200, "text/html")
    assert asked(host, "/werk/")[0] == 404


def test_the_bare_host_lists_the_organisations(organisation: Organisation) -> None:
    visiting(organisation)
    assert f'href="{organisation.origin}/"'.encode() in asked("localhost:8000")[2]


def test_health_answers_whatever_the_host() -> None:
    """A balancer asks by address."""
    assert asked("10.0.0.7:8000", "/health/live") == (200, "text/plain", b"live\n")


def test_the_letterbox_opens_in_the_demo_alone() -> None:
    assert asked("mail.localhost:8000") == NOT_FOUND
    with override_settings(LETTERBOX=True):
        assert asked("mail.localhost:8000")[0] == 200
        assert asked("mail.localhost:8000", "/werk/")[0] == 404
