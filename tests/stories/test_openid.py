"""Staff sign in with the account of their work, in a real browser, at a provider that really runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browser import PHONE, Visitor, chromium, web
from tests.browsing import visiting
from tests.openid import configured
from tests.openid_provider import become, provider
from tests.signing_in import code, outcomes


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with web() as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.mark.browser
@pytest.mark.slow
def test_staff_sign_in_with_the_account_of_their_work(
    organisation: Organisation, browser: Browser, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    visiting(organisation)  # the copy is on the list of organisations that are served
    monkeypatch.setenv("HUISVREDE_ORIGIN", f"http://{{host}}:{port}")
    with provider() as issuer:
        # Given an organisation whose staff have an account elsewhere
        configured(organisation, issuer)
        anna, phone = Visitor(browser, organisation, port), Visitor(browser, organisation, port, size=PHONE)

        # When somebody without an account here comes from there
        become(issuer, sub="s-7", email="nobody@example.org")
        phone.go("/aanmelden/", shot="openid-01-sign-in-phone")
        phone.press("Inloggen met Werkaccount")
        phone.page.wait_for_url("**/aanmelden/?openid=unknown")
        # then they read what somebody with a wrong password reads
        phone.look("openid-02-unknown-phone")
        assert "U bent niet ingelogd." in phone.text()
        assert outcomes(organisation) == ["failed"]

        # When Anna comes, and the provider asked no second factor
        become(issuer)
        anna.go("/aanmelden/?next=/werk/", shot="openid-03-sign-in")
        anna.page.route(f"{issuer}/**", lambda route: route.fulfill(status=204))
        anna.page.get_by_role("button", name="Inloggen met Werkaccount").click()
        anna.page.get_by_role("heading", name="Verder naar Werkaccount").wait_for()
        anna.look("openid-04-leave")
        anna.page.unroute(f"{issuer}/**")
        anna.page.get_by_role("link", name="Verder", exact=True).click()
        anna.page.wait_for_url("**/account/2fa/code/")
        anna.page.fill("[name=code]", code())
        anna.page.locator("main form .nl-button--primary").first.click()
        # then she comes in with a code of ours, where she wanted to be
        anna.page.wait_for_url(f"{anna.base}/werk/")
        anna.arrive()
        # and this browser is bound to the session as with a password
        assert anna.page.locator("meta[name=hv-device]").count() == 1

        # When it did ask one
        become(issuer, amr=["mfa"])
        anna.go("/afmelden/")
        anna.page.locator("main form button").first.click()
        anna.page.wait_for_url(f"{anna.base}/")
        anna.go("/aanmelden/")
        anna.press("Inloggen met Werkaccount")
        # then nothing else is asked
        anna.page.wait_for_url(f"{anna.base}/werk/")
        assert outcomes(organisation) == ["failed", "passed", "out", "passed"]
    # And when it is gone
    phone.go("/aanmelden/")
    phone.press("Inloggen met Werkaccount")
    phone.page.wait_for_url("**/aanmelden/?openid=down")
    phone.look("openid-05-down-phone")
    assert "niet bereikbaar" in phone.text()
