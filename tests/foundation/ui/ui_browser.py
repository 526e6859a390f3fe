"""Shows pages of the look in the system's Chromium, served from memory: no network, no database.

`PYTHONPATH=src:. python -m tests.foundation.ui.ui_browser DIR` saves a picture of every template in DIR.
"""

import mimetypes
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.test import override_settings
from django.urls import include, path
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from huisvrede.foundation.gates.headers import CSP
from huisvrede.foundation.ui import build

PO = build.HERE / "locale/nl/LC_MESSAGES/django.po"
ORIGIN = "http://huisvrede.test"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
SCHEMES = ("light", "dark")
Show = Callable[..., Page]
"""What the fixture `show` is: show(html, size=(390, 844), scheme="dark", script=False)."""


def configure() -> None:
    """Set Django up: with the settings of the process, where it has none with the look alone."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(
            INSTALLED_APPS=["django.forms", "huisvrede.foundation.ui"],
            TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
            FORM_RENDERER="huisvrede.foundation.ui.renderer.UiRenderer",
        )
    if not apps.ready:
        django.setup()


@contextmanager
def texts() -> Iterator[None]:
    """Use the Dutch texts as they stand in the source, and the one address of the look."""
    urls = (path("ui/", include("huisvrede.foundation.ui.urls")),)
    with TemporaryDirectory() as folder:
        target = Path(folder, "nl/LC_MESSAGES/django.mo")
        target.parent.mkdir(parents=True)
        with PO.open("rb") as source, target.open("wb") as compiled:
            write_mo(compiled, read_po(source, locale="nl"))
        with override_settings(LOCALE_PATHS=[folder], ROOT_URLCONF=urls, STATIC_URL="/static/"):
            yield


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def opened(
    browser: Browser,
    html: str,
    *,
    size: tuple[int, int],
    scheme: str = "light",
    script: bool = True,
    touch: bool = False,
) -> BrowserContext:
    """Show `html` in a context of its own, under the policy of our own server; the caller closes it."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
        has_touch=touch,
        reduced_motion="reduce",
    )
    context.route("**/*", lambda route: _answer(route, html))
    page = context.new_page()
    page.goto(f"{ORIGIN}/page")
    if script:
        page.evaluate("document.fonts.ready.then(() => true)")
    return context


def _answer(route: Route, html: str) -> None:
    """Serve the page itself, an accent or an asset; anything else is missing."""
    address = route.request.url.removeprefix(ORIGIN).partition("?")[0]
    asset = build.OUT / address.removeprefix("/static/ui/")
    if address == "/page":
        route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": CSP.format(nonce=NONCE)})
    elif address.startswith("/ui/accent/"):
        request = HttpRequest()
        request.method = "GET"
        route.fulfill(body=accent(request, Path(address).stem).content, content_type="text/css")
    elif address.startswith("/static/ui/") and asset.is_file():
        kind = "font/woff2" if asset.suffix == ".woff2" else mimetypes.guess_type(asset.name)[0]
        route.fulfill(body=asset.read_bytes(), content_type=kind)
    else:
        route.fulfill(status=404, body="")


def save_pictures(folder: Path) -> None:
    """Save a full-page picture of every template, at phone and desktop size, in light and in dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with texts(), chromium() as browser:
        for name, (template, context) in pages().items():
            html = rendered(template, context)
            for device, size in SIZES.items():
                for scheme in SCHEMES:
                    shown = opened(browser, html, size=size, scheme=scheme)
                    shown.pages[0].screenshot(path=folder / f"{name}-{device}-{scheme}.png", full_page=True)
                    shown.close()


configure()

from huisvrede.foundation.ui.views import accent
from tests.foundation.ui.ui_samples import NONCE, pages, rendered

if __name__ == "__main__":
    build.build()
    save_pictures(Path(sys.argv[1]))
