"""Everything goes over HTTPS: whoever comes by plain HTTP is shown the way, and what they sent is not used."""

from __future__ import annotations

import http.client
import re
import signal
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browser import begin, free_port
from tests.cast import PASSWORD, member
from tests.cord import cord, environment_of
from tests.signing_in import outcomes

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HERE = "127.0.0.1"


@dataclass
class Doors:
    """Two addresses of one server."""

    host: str
    var: Path
    secure: int
    plain: int

    def ask(
        self, method: str, path: str, *, plain: bool = False, body: str = "", **headers: str
    ) -> http.client.HTTPResponse:
        """An answer, read to its end; over HTTPS the certificate is verified, name included."""
        if plain:
            connection = http.client.HTTPConnection(HERE, self.plain, timeout=60)
        else:
            trusted = ssl.create_default_context(cafile=self.var / "tls" / "certificate.pem")
            connection = http.client.HTTPSConnection(HERE, self.secure, timeout=60, context=trusted)
        head = {"Host": self.host, "Content-Type": "application/x-www-form-urlencoded", **headers}
        with closing(connection):
            connection.request(method, path, body or None, head)
            answer = connection.getresponse()
            answer.page = answer.read().decode()  # type: ignore[attr-defined]
            return answer


@pytest.fixture
def doors(organisation: Organisation) -> Iterator[Doors]:
    """`huisvrede serve --tls` with an address for plain HTTP beside it."""
    with cord(organisation) as line:
        found = Doors(organisation.host, line.var, free_port(), free_port())
        environment = {k: v for k, v in environment_of(line).items() if k != "HUISVREDE_ORIGIN"}
        words = ["--bind", f"{HERE}:{found.secure}", "--plain", f"{HERE}:{found.plain}", "--workers", "1"]
        process = begin("serve", "--tls", *words, environment=environment)
        try:
            for plain in (False, True):
                until_open(found, plain=plain)
            yield found
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0


def until_open(doors: Doors, *, plain: bool) -> None:
    for _ in range(1200):
        try:
            assert doors.ask("GET", "/health/live", plain=plain, Host="localhost").status == 200
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the web server did not come up")


@pytest.mark.slow
@pytest.mark.clause("SUR-21")
def test_plain_http_leads_to_https_and_is_good_for_nothing_else(
    organisation: Organisation, doors: Doors
) -> None:
    # Given: somebody types the address without https.
    led = doors.ask("GET", "/aanmelden/?next=/mijn/", plain=True)
    # Then: the same page over HTTPS, and no cookie on the way.
    assert (led.status, led.getheader("Location")) == (
        301,
        f"https://{organisation.host}:{doors.secure}/aanmelden/?next=/mijn/",
    )
    assert led.getheader("Set-Cookie") is None
    # When: a form arrives by plain HTTP all the same, then: nothing is done with it.
    typed = urlencode({"login": member("sanne").email, "password": PASSWORD})
    assert doors.ask("POST", "/aanmelden/", plain=True, body=typed).status == 403
    assert outcomes(organisation) == []
    # Then: other names than the house's own lead nowhere.
    assert doors.ask("GET", "/aanmelden/", plain=True, Host="elsewhere.example").status == 404


@pytest.mark.slow
@pytest.mark.clause("SUR-21")
def test_over_https_somebody_signs_in_with_cookies_that_never_leave_it(
    organisation: Organisation, doors: Doors
) -> None:
    page = doors.ask("GET", "/aanmelden/")
    token = TOKEN.search(page.page)  # type: ignore[attr-defined]
    assert token is not None
    first = str(page.getheader("Set-Cookie")).partition(";")[0]
    typed = {"login": member("sanne").email, "password": PASSWORD, "csrfmiddlewaretoken": token.group(1)}
    came_in = doors.ask(
        "POST", "/aanmelden/", body=urlencode(typed), Cookie=first, Referer=f"https://{organisation.host}/aanmelden/"
    )
    cookies = came_in.headers.get_all("Set-Cookie") or []
    assert came_in.status == 302
    assert {one.partition("=")[0] for one in cookies} == {"__Host-session", "__Host-csrf"}
    assert all(("; Secure" in one and "; HttpOnly" in one) or one.startswith("__Host-csrf") for one in cookies)
    assert all("SameSite=Lax" in one and "Domain=" not in one for one in cookies)
    for answer in (page, came_in):
        assert answer.getheader("Strict-Transport-Security") == "max-age=31536000; includeSubDomains"
