"""What somebody sends from elsewhere, or writes into a field, does nothing: forged forms, scripts, pieces of SQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.addresses import filled, plain
from tests.browser import Visitor, chromium, web
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login

SCRIPT = "<script>window.hit=1</script><img src=x onerror=window.hit=1>"
SCRIPTS = (SCRIPT, "'\"><svg onload=window.hit=1>", "javascript:window.hit=1", "{{ 7 }}{% csrf_token %}")
PIECES = ("' OR '1'='1", "'; DROP TABLE allocation_registration; --", "\\", "%' --", "1) UNION SELECT 1,2,3 --")


def forging(client: Client) -> Client:
    """The same session in a browser that checks as a browser does: a form from elsewhere has no token."""
    client.handler.enforce_csrf_checks = True
    return client


@pytest.mark.clause("SUR-26")
@pytest.mark.parametrize("name", ["petra", "sanne"])
def test_a_form_from_elsewhere_changes_nothing(organisation: Organisation, name: str) -> None:
    client = forging(signed_in(organisation, name))
    addresses = {*plain(), *filled((str(member("tariq").file), "7"))}
    answers = {one: client.post(one, {"login": "x", "family_name": "Forged"}) for one in addresses}
    refused = {one for one, answer in answers.items() if answer.status_code in {401, 403, 404, 405}}
    led_to_another_hat = {
        one for one, answer in answers.items() if answer.headers.get("Location", "").startswith("/aan/?next=")
    }
    assert addresses - refused - led_to_another_hat == set()
    assert sum(answer.status_code == 403 for answer in answers.values()) > 30


@pytest.mark.clause("SUR-26")
@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_of_sql_in_a_search_finds_nobody_and_breaks_nothing(
    organisation: Organisation, piece: str
) -> None:
    client = signed_in(organisation, "anna")
    assert "Zandmarker" in client.post("/werk/woningzoekenden/", {"name": "Zandmarker"}).content.decode()
    for field in ("name", "number", "birth_date", "postcode"):
        page = client.post("/werk/woningzoekenden/", {field: piece})
        assert page.status_code == 200
        assert "Zandmarker" not in page.content.decode()
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        assert Registration.objects.count() == 2


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with web() as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.mark.browser
@pytest.mark.clause("SUR-26")
def test_a_name_that_is_a_script_is_shown_as_a_name(
    organisation: Organisation, port: int, browser: Browser
) -> None:
    # Given: somebody whose names are scripts.
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        Registration.objects.filter(pk=member("sanne").file).update(
            given_name=SCRIPTS[0], family_name=SCRIPTS[1], city=SCRIPTS[2], street=SCRIPTS[3]
        )
    client = signed_in(organisation, "sanne")
    visitor = Visitor(browser, organisation, port)
    visitor.context.add_cookies(
        [{"name": name, "value": one.value, "url": visitor.base} for name, one in client.cookies.items()]
    )
    told: list[str] = []
    visitor.page.on("console", lambda said: told.append(said.text))
    # When: they look at their own page.
    for path in ("/mijn/", "/mijn/gegevens/wijzigen/", "/mijn/inzien/"):
        page = visitor.page
        page.goto(f"{visitor.base}{path}")
        # Then: it is text, and nothing ran.
        assert page.evaluate("window.hit") is None
        assert page.locator("svg[onload], img[onerror]").count() == 0
    # And: even where a piece gets into a page, the browser runs none of it.
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.hit=1>')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.hit=1'}))")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {src: '/static/ui/huisvrede.js'}))")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    assert sum("Content Security Policy" in one for one in told) == 3
