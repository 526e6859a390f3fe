"""A real browser before the real web server: gunicorn, Chromium, a letterbox; every page it opens is checked by axe."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from huisvrede.faces.letterbox.keeping import Letterbox
from huisvrede.foundation.cluster.organisations import Organisation
from tests.conftest import ROOT, VAR

if TYPE_CHECKING:
    from tests.browsing import Watched

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver keeps a loop in this thread
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "build" / "ui" / "axe.min.js"
SHOTS = ROOT / "build" / "screenshots"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


TAKE_KEY = """async ([pkcs8, spki]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const kind = { name: "ECDSA", namedCurve: "P-256" };
  const privateKey = await crypto.subtle.importKey("pkcs8", bytes(pkcs8), kind, false, ["sign"]);
  const publicKey = await crypto.subtle.importKey("spki", bytes(spki), kind, true, ["verify"]);
  await stored("readwrite", (keys) => keys.put({ privateKey, publicKey }, "device"));
}"""
"""Put a key where device.js keeps this browser's own."""


@contextmanager
def web() -> Iterator[int]:
    """gunicorn as `huisvrede serve` starts it, with a letterbox; yields its port."""
    port, smtp = free_port(), free_port()
    letters = VAR / "letterbox"
    with Letterbox(letters, smtp):
        environment = {
            **os.environ,
            "HUISVREDE_VAR": str(VAR),
            "HUISVREDE_LOGIN": "web",
            "HUISVREDE_ORIGIN": f"http://{{host}}:{port}",
            "HUISVREDE_SMTP": f"127.0.0.1:{smtp}",
            "HUISVREDE_LETTERBOX": "1",
            "PYTHONPATH": str(ROOT / "src"),
        }
        process = begin("serve", "--bind", f"127.0.0.1:{port}", "--workers", "1", environment=environment)
        try:
            until_up(port)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def begin(*words: str, environment: dict[str, str], told: int | None = None) -> subprocess.Popen[str]:
    """The command `huisvrede` with these words, in a process of its own; what it tells goes to `told`."""
    command = [sys.executable, "-c", "from huisvrede.faces.cli.main import main; main()", *words]
    return subprocess.Popen(command, env=environment, stderr=told, text=True)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_up(port: int) -> None:
    """Wait until the web server answers."""
    for _ in range(1200):  # a machine that is busy with other tests takes long to begin
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the web server did not come up")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """One person at a screen."""

    def __init__(
        self, browser: Browser, organisation: Organisation, port: int, *, size: dict[str, int] = DESKTOP
    ) -> None:
        self.base = f"http://{organisation.host}:{port}"
        self.context = browser.new_context(viewport=size, locale="nl-NL")
        self.page: Page = self.context.new_page()
        self.page.on("dialog", lambda asked: asked.accept())  # leave what a form refused
        self.seen: set[str] = set()

    def go(self, path: str, *, shot: str = "") -> Page:
        """Open a page; the first time, axe reads it, and it must not be wider than the screen."""
        self.page.goto(f"{self.base}{path}")
        self.arrive()
        self.look(shot)
        return self.page

    def arrive(self) -> None:
        """Wait until the page that is on its way stands there: each step is signed first, and some are asked again."""
        self.page.wait_for_selector("body:not([aria-busy]):not(:has([data-prove]))")
        self.page.wait_for_load_state()

    def come_in(self, client: Watched) -> None:
        """Go on in this browser with the session and the key of somebody who signed in without a screen."""
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.base}])
        assert client.key is not None
        self.page.goto(f"{self.base}/toegankelijkheid/")
        self.page.evaluate(TAKE_KEY, list(client.key.pair))

    def look(self, shot: str = "") -> None:
        """Check what stands on the screen now."""
        place = self.page.url.partition("?")[0]
        if place not in self.seen:
            self.seen.add(place)
            assert findings(self.page) == [], place
            assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place
        if shot:
            SHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(SHOTS / f"{shot}.png"), full_page=True)

    def press(self, name: str) -> None:
        """Press the button with this name."""
        self.page.get_by_role("button", name=name, exact=True).click()
        self.arrive()

    def follow(self, name: str) -> None:
        """Follow the link with this name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.arrive()

    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()


def findings(page: Page) -> list[str]:
    """What axe finds, by rule and place."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [f"{v['id']}: {n['target']}" for v in found["violations"] for n in v["nodes"]]


def letters_to(address: str) -> list[str]:
    """The texts of the kept letters to an address, newest first."""
    found = []
    for path in sorted(Path(VAR / "letterbox").glob("*.eml"), reverse=True):
        text = path.read_text(encoding="utf-8", errors="replace")
        if address in text:
            found.append(text)
    return found
