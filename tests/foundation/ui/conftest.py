"""One browser, and the look built and spoken in Dutch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from huisvrede.foundation.ui import build
from tests.foundation.ui.ui_browser import Show, chromium, opened, texts


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them in one process: one browser, and the settings they change are given back before others run."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("look"))


@pytest.fixture(scope="module", autouse=True)
def look() -> Iterator[None]:
    """Speak Dutch as it stands in the source."""
    with texts():
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Build the look and start the browser once."""
    build.build()
    with chromium() as running:
        yield running


@pytest.fixture
def show(browser: Browser) -> Iterator[Show]:
    """Open a rendered page: show(html, size=(390, 844), scheme="dark", script=True)."""
    contexts: list[BrowserContext] = []

    def _show(
        html: str, size: tuple[int, int] = (1280, 900), scheme: str = "light", script: bool = True
    ) -> Page:
        context = opened(browser, html, size=size, scheme=scheme, script=script)
        contexts.append(context)
        return context.pages[0]

    yield _show
    for context in contexts:
        context.close()
