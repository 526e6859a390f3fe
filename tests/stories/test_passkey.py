"""A passkey in a real browser: added once, then enough to come in, at one organisation's own address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, CDPSession

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browser import PHONE, Visitor, chromium, web
from tests.browsing import visiting
from tests.cast import PASSWORD, member
from tests.signing_in import code, outcomes

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with web() as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


class Device:
    """A phone that the browser takes for a real one."""

    def __init__(self, visitor: Visitor) -> None:
        self.wire: CDPSession = visitor.context.new_cdp_session(visitor.page)
        self.wire.send("WebAuthn.enable")
        self.key = self.wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def verified(self, whether: bool) -> None:
        """Whether the finger on the device is the right one."""
        self.wire.send("WebAuthn.setUserVerified", {"authenticatorId": self.key, "isUserVerified": whether})

    def passkeys(self) -> list[dict[str, object]]:
        """What the device holds."""
        held = self.wire.send("WebAuthn.getCredentials", {"authenticatorId": self.key})["credentials"]
        return list(held)

    def carry(self, passkey: dict[str, object]) -> None:
        """Put a passkey on the device, such as one of another host or an older copy."""
        self.wire.send("WebAuthn.addCredential", {"authenticatorId": self.key, "credential": passkey})

    def forget(self) -> None:
        """Empty the device."""
        self.wire.send("WebAuthn.clearCredentials", {"authenticatorId": self.key})


def with_password(visitor: Visitor, name: str) -> None:
    """Address and password; what is asked next is on the screen."""
    visitor.go("/aanmelden/")
    visitor.page.fill("[name=login]", member(name).email)
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.press("Inloggen")
    visitor.page.wait_for_load_state("load")
    visitor.look()


def out(visitor: Visitor) -> None:
    """Sign out, wherever one is."""
    visitor.go("/afmelden/")
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_url(f"{visitor.base}/")
    visitor.arrive()


@contextmanager
def sent(visitor: Visitor) -> Iterator[list[str]]:
    """What the browser sends as answers of the device."""
    found: list[str] = []
    visitor.page.on("request", lambda one: found.append(one.post_data) if one.post_data else None)
    yield found


@pytest.mark.browser
@pytest.mark.slow
def test_somebody_adds_a_passkey_and_needs_nothing_else_from_then_on(
    organisation: Organisation, browser: Browser, port: int
) -> None:
    visiting(organisation)  # the copy is on the list of organisations that are served

    # Given staff who came in with password and code
    anna = Visitor(browser, organisation, port)
    device = Device(anna)
    with_password(anna, "anna")
    anna.page.fill("[name=code]", code())
    anna.press("Inloggen")
    anna.page.wait_for_url("**/werk/")

    # When they add a passkey, at first with the wrong finger
    anna.go("/account/2fa/", shot="passkey-01-factors")
    anna.follow("Passkey toevoegen")
    anna.page.wait_for_url("**/account/2fa/passkey/")
    anna.look("passkey-02-add")
    anna.press("Passkey toevoegen")
    assert device.passkeys() == []
    anna.page.fill("[name=name]", "Mijn telefoon")
    device.verified(False)
    anna.press("Passkey toevoegen")
    said = anna.page.locator("[data-passkey-said]")
    said.get_by_text("U bent gestopt").wait_for()
    device.verified(True)
    anna.press("Passkey toevoegen")
    anna.page.wait_for_url("**/account/2fa/herstelcodes/")
    assert len(device.passkeys()) == 1
    anna.go("/account/2fa/", shot="passkey-03-added")
    assert "Mijn telefoon" in anna.text()
    anna.follow("Naam wijzigen Mijn telefoon")
    anna.page.wait_for_url("**/naam/")
    anna.look("passkey-04-rename")
    anna.go("/account/2fa/")
    anna.follow("Weghalen Mijn telefoon")
    anna.page.wait_for_url("**/weg/")
    anna.look("passkey-05-remove")

    # and the same device once more
    anna.go("/account/2fa/passkey/")
    anna.page.fill("[name=name]", "Nog eens")
    anna.press("Passkey toevoegen")
    said.get_by_text("al een passkey").wait_for()

    # and is asked whether it is still them
    anna.go("/account/2fa/passkey/opnieuw/?next=/account/2fa/", shot="passkey-08-again")
    anna.press("Passkey gebruiken")
    anna.page.wait_for_url(f"{anna.base}/account/2fa/")

    # Then the passkey alone lets them in, and binds the session to this browser
    out(anna)
    anna.go("/aanmelden/", shot="passkey-06-sign-in")
    anna.press("Passkey gebruiken")
    anna.page.wait_for_url("**/werk/")
    anna.arrive()
    assert anna.page.locator("meta[name=hv-device]").count() == 1
    out(anna)

    # and is the second factor after the password
    with_password(anna, "anna")
    anna.look("passkey-07-second-factor")
    anna.press("Passkey gebruiken")
    anna.page.wait_for_url("**/werk/")
    assert outcomes(organisation)[-3:] == ["out", "password", "passed"]


@pytest.mark.browser
@pytest.mark.slow
def test_a_passkey_that_is_not_right_stays_out_and_says_so(
    organisation: Organisation, browser: Browser, port: int
) -> None:
    visiting(organisation)
    sanne = Visitor(browser, organisation, port, size=PHONE)
    device = Device(sanne)
    with_password(sanne, "sanne")
    sanne.go("/account/2fa/", shot="passkey-11-factors-phone")
    sanne.go("/account/2fa/passkey/", shot="passkey-12-add-phone")
    sanne.page.fill("[name=name]", "Telefoon")
    sanne.press("Passkey toevoegen")
    sanne.page.wait_for_url("**/account/2fa/herstelcodes/")
    passkey = device.passkeys()[0]
    out(sanne)

    # Given an answer that somebody kept
    sanne.go("/aanmelden/")
    with sent(sanne) as answers:
        sanne.press("Passkey gebruiken")
        sanne.page.wait_for_url("**/mijn/**")
    out(sanne)

    # When it is sent again, then it is refused
    sanne.go("/aanmelden/")
    sanne.page.evaluate(
        """async answer => {
          const form = document.querySelector("form[data-passkey]");
          await fetch(form.dataset.questionUrl, { headers: { "X-Requested-With": "XMLHttpRequest" } });
          form.elements.credential.value = new URLSearchParams(answer).get("credential");
          form.submit();
        }""",
        answers[0],
    )
    sanne.page.get_by_text("Deze passkey werkt hier niet").wait_for()
    sanne.look("passkey-13-refused-phone")
    assert outcomes(organisation)[-1] == "failed"

    # and a copy from before, whose counter is behind
    device.forget()
    device.carry({**passkey, "signCount": 0})
    sanne.go("/aanmelden/")
    sanne.press("Passkey gebruiken")
    sanne.page.get_by_text("Deze passkey werkt hier niet").wait_for()
    assert outcomes(organisation)[-2:] == ["failed", "failed"]

    # and one of another organisation's host is not offered
    device.forget()
    device.carry({**passkey, "rpId": "another-organisation.localhost"})
    sanne.go("/aanmelden/")
    sanne.press("Passkey gebruiken")
    sanne.page.locator("[data-passkey-said]").get_by_text("U bent gestopt").wait_for()
    sanne.look("passkey-14-cancelled-phone")


@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_with_older_passkeys_or_none_is_served_too(
    organisation: Organisation, browser: Browser, port: int
) -> None:
    visiting(organisation)
    old = Visitor(browser, organisation, port)
    device = Device(old)
    old.context.add_init_script(
        """delete PublicKeyCredential.parseCreationOptionsFromJSON;
           delete PublicKeyCredential.parseRequestOptionsFromJSON;
           PublicKeyCredential.prototype.toJSON = undefined;"""
    )
    with_password(old, "sanne")
    for name in ("Een", "Nog een"):
        old.go("/account/2fa/passkey/")
        old.page.fill("[name=name]", name)
        old.press("Passkey toevoegen")
        if name == "Een":
            old.page.wait_for_url("**/account/2fa/herstelcodes/")
    old.page.locator("[data-passkey-said]").get_by_text("al een passkey").wait_for()
    assert len(device.passkeys()) == 1
    out(old)
    for _n in range(2):
        old.go("/aanmelden/")
        old.press("Passkey gebruiken")
        old.page.wait_for_url("**/mijn/**")
        out(old)
    none = Visitor(browser, organisation, port)
    none.context.add_init_script("delete window.PublicKeyCredential")
    none.go("/aanmelden/", shot="passkey-15-unsupported")
    assert none.page.get_by_role("button", name="Passkey gebruiken").is_disabled()
    assert "kan geen passkeys gebruiken" in none.text()
    without = Visitor(browser, organisation, port)
    without.context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    without.page = without.context.new_page()
    without.page.goto(f"{without.base}/aanmelden/")
    assert "alleen als uw browser scripts uitvoert" in without.text()
