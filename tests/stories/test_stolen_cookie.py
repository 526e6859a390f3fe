"""Somebody has every cookie of a support worker, and another browser: that is not enough."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.gates.proving import GOOD, RENEWED
from huisvrede.foundation.people.browsers import DEVICE
from tests.browser import PHONE, Visitor, chromium, web
from tests.browsing import visiting
from tests.cast import PASSWORD, member
from tests.signing_in import code, outcomes

FILE = f"/werk/bewoners/{member('tariq').file}/"
NAME = "Veldmarker"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with web() as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def come_in(visitor: Visitor, name: str) -> None:
    """Sign in as people do."""
    visitor.go("/aanmelden/")
    visitor.page.fill("[name=login]", member(name).email)
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.press("Inloggen")
    visitor.page.wait_for_selector("[name=code]")
    visitor.page.fill("[name=code]", code())
    visitor.press("Inloggen")
    visitor.page.wait_for_url("**/werk/")


def session_of(context: BrowserContext) -> SessionStore:
    """What the server keeps of the session of this browser."""
    [cookie] = [one for one in context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME]
    return SessionStore(cookie["value"])


def change(visitor: Visitor, organisation: Organisation, **changes: object) -> None:
    """Let the server believe that time has passed."""
    with inside(organisation):
        kept = session_of(visitor.context)
        kept[DEVICE] = {**kept[DEVICE], **changes}
        kept.save()


def copied(browser: Browser, victim: Visitor) -> BrowserContext:
    """Another browser, with all cookies and the name of this one."""
    context = browser.new_context(
        user_agent=victim.page.evaluate("navigator.userAgent"), locale="nl-NL", viewport=PHONE  # type: ignore[arg-type]
    )
    context.add_cookies(victim.context.cookies())  # type: ignore[arg-type]
    return context


@pytest.mark.browser
@pytest.mark.clause("SUR-24")
def test_a_stolen_jar_of_cookies_opens_nothing(care_group: Organisation, port: int, browser: Browser) -> None:
    visiting(care_group)
    # Given: a support worker who signed in on a phone and opens a file, by a link, by its address, and again.
    bram = Visitor(browser, care_group, port, size=PHONE)
    come_in(bram, "bram")
    bram.go("/werk/bewoners/")
    bram.follow(f"Tariq {NAME}")
    bram.page.wait_for_url(f"**{FILE}")
    assert NAME in bram.text()
    bram.page.reload()
    bram.page.wait_for_selector(f"h1:has-text('{NAME}')")
    bram.go(FILE)
    bram.page.wait_for_selector(f"h1:has-text('{NAME}')")
    # When: somebody takes all cookies to another browser.
    thief = copied(browser, bram).new_page()
    thief.goto(f"{bram.base}{FILE}")
    # Then: the file stays shut, and the page says what is the matter.
    thief.wait_for_selector("[data-failed]")
    thief.wait_for_timeout(1000)
    assert "Is dit nog uw browser?" in thief.content()
    assert NAME not in thief.content()
    assert thief.locator("[data-failed]").is_visible()
    thief.screenshot(path="build/screenshots/stolen-cookie.png", full_page=True)
    # And: after ten minutes the desk is shut too, whereas the worker notices nothing.
    change(bram, care_group, last=int(time.time() - GOOD - 1) * 1000)
    thief.goto(f"{bram.base}/werk/")
    thief.wait_for_timeout(1000)
    assert "Is dit nog uw browser?" in thief.content()
    bram.go("/werk/toegang/")
    assert "Is dit nog uw browser?" not in bram.text()
    bram.go(FILE)
    # And: while the worker goes on, the session changes its key, and the copy dies.
    change(bram, care_group, renewed=int(time.time()) - RENEWED - 1)
    bram.page.locator("main a[href='/werk/bewoners/']").first.click()
    bram.page.wait_for_url("**/werk/bewoners/")
    with inside(care_group):
        old = SessionStore(next(one["value"] for one in thief.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME))
        old["until"] = int(time.time()) - 1
        old.save()
    thief.goto(f"{bram.base}/")
    thief.goto(f"{bram.base}/werk/")
    assert "/aanmelden/" in thief.url
    assert "replaced" in outcomes(care_group)
    # And: the worker sees both browsers' names nowhere but their own, and a form still goes through.
    bram.follow(f"Tariq {NAME}")
    bram.page.wait_for_url(f"**{FILE}")
    bram.follow("Er was vandaag contact")
    bram.page.wait_for_url("**/contact/")
    bram.page.locator("main form .nl-button--primary").click()
    bram.page.wait_for_url(f"**{FILE}")
    bram.arrive()
    assert "Het contact van vandaag is vastgelegd." in bram.text()


@pytest.mark.browser
def test_the_browsers_of_an_account_are_a_list_one_can_act_on(
    care_group: Organisation, port: int, browser: Browser
) -> None:
    visiting(care_group)
    here, there = (Visitor(browser, care_group, port, size=PHONE) for _ in range(2))
    come_in(here, "bram")
    time.sleep(31)  # a code is good once
    come_in(there, "bram")
    here.go("/account/browsers/", shot="browsers-phone")
    assert here.page.get_by_text("deze browser").count() == 1
    here.press("Overal elders uitloggen")
    here.page.wait_for_selector("text=Die browser is uitgelogd.")
    there.page.goto(f"{there.base}/werk/")
    assert "/aanmelden/" in there.page.url
