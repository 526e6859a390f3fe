"""Every page that opens for anybody, in a real browser: full, with all its details open, in dark, on a phone, and with its fields left empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browser import DESKTOP, PHONE, Visitor, chromium, findings, web
from tests.browsing import signed_in, visiting
from tests.hostile import Walk
from tests.signing_in import letterbox
from tests.stories.test_hostile_input import scene

Copies = Callable[[str], AbstractContextManager[Organisation]]
STATES = [
    (size, scheme, contrast)
    for size in (PHONE, DESKTOP)
    for scheme, contrast in (("light", "no-preference"), ("dark", "no-preference"), ("light", "more"))
]
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
FORMS = "main form[method=post]:not([data-passkey]):has(input:not([type=hidden]), textarea, select)"
LEFT_EMPTY = """form => {
  form.noValidate = true
  for (const one of form.elements)
    if (one.matches('input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), textarea')) one.value = ''
  form.requestSubmit()
}"""


def wrong(page: Page, what: str) -> Iterator[str]:
    """What axe finds with every detail open, and whether the page is wider than the screen."""
    page.evaluate(OPEN_ALL)
    yield from (f"{page.url} ({what}): {one}" for one in findings(page))
    if not page.evaluate(FITS):
        yield f"{page.url} ({what}): wider than the screen"


def opened(page: Page, address: str) -> None:
    """Open a page, and wait where it is asked first whether this is the same browser."""
    page.goto(address)
    page.wait_for_selector("body:not([aria-busy]):not(:has([data-prove]))")


def states(page: Page, address: str) -> Iterator[str]:
    """A page in each of its states."""
    opened(page, address)
    for size, scheme, contrast in STATES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme, contrast=contrast)  # type: ignore[arg-type]
        yield from wrong(page, f"{size['width']}, {scheme}, {contrast}")
    place = 0
    while place < page.locator(FORMS).count():  # one that was sent may take another one away
        with page.expect_navigation():
            page.locator(FORMS).nth(place).evaluate(LEFT_EMPTY)
        yield from wrong(page, f"form {place} left empty")
        opened(page, address)
        place += 1


@pytest.mark.soak
@pytest.mark.browser
@pytest.mark.parametrize(
    ("profile", "who"),
    [(profile, who) for profile in ("allocation-service", "care-group") for who in ("", "sanne", "tariq", "anna", "bram", "petra", "dirk", "ada", "noor")],
)  # fmt: skip
def test_axe_finds_nothing_on_any_page_in_any_state(
    copies: Copies, tmp_path: Path, profile: str, who: str
) -> None:
    with copies(profile) as organisation, letterbox(tmp_path), web() as port, chromium() as browser:
        scene(organisation)
        come_in = partial(signed_in, organisation, who) if who else partial(visiting, organisation)
        addresses = [address for address, _ in Walk(come_in).pages()]
        visitor = Visitor(browser, organisation, port)
        if who:
            visitor.come_in(come_in())
        found = [one for address in addresses for one in states(visitor.page, f"{visitor.base}{address}")]
        assert (found, len(addresses) > 5) == ([], True)
