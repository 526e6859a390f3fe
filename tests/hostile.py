"""Somebody who sends what no page of ours would ever send: into addresses, query strings, fields and headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.addresses import filled, plain, routes
from tests.conftest import ROOT
from tests.forms import Form, Reader

KEEN = {
    "a NUL": "a\x00b",
    "bytes that are no text": b"\xff\xfe\x80",
    "a hundred kilobytes": "x" * 100_000,
    "emoji and right to left": "👩‍👩‍👧 עדן \u202egnp.exe\u202c",
    "year 9999": "9999-12-31",
    "a number too large": "9" * 30,
    "twice": ["1", "b"],
}
"""What is put into each field in turn, by what is wrong with it, while the other fields hold what they should."""
BLUNT = {
    "nothing": "",
    "year 0": "01-01-0000",
    "year 1": "0001-01-01",
    "a number below": "-1",
    "digits of another script": "١٢",
    "a UUID of nothing": str(uuid4()),
    "a formula": "=HYPERLINK(A1)",
    "a quote and a brace": "'\"; --{{ 7 }}{% x %}<b>",
    "another house": "https://elsewhere.example/%0d%0aX: y",
}
"""What is put into everything at once, mixed."""
SHORT = {what: value for what, value in (KEEN | BLUNT).items() if what != "a hundred kilobytes"}
FILLINGS = (
    "%00", "%FF%FE", "-1", "0", "9" * 30, "%D9%A1", "..%2F..", "%0D%0AX:y", "x" * 4000, "%F0%9F%98%80", "a-set-password",
)  # fmt: skip
SOURCE = ROOT / "src" / "huisvrede"
INLINE = re.compile(r"<[^>]+\s(on\w+|style)\s*=|<script(?![^>]*\snonce=)|javascript:", re.IGNORECASE)
"""A script or a style that stands in a page itself, where the policy of the page would have to allow it."""
READ = re.compile(r"(?:GET|POST)(?:\.get(?:list)?\(|\[)\"(\w+)\"")
PER_ROUTE = 2
"""Pages with the same route that are opened: the third row of a table is no other page than the second."""


class Walk:
    """One person at every address; what answered 500 or worse is kept, with what was sent.

    `inline`: pages that held a script or a style of their own, whatever was sent.
    """

    def __init__(self, come_in: Callable[[], Client], *, turns: int = 1) -> None:
        """`turns`: how many values each field and parameter gets; with as many as there are values, each gets all."""
        self._come_in, self._turns = come_in, turns
        self.failed: list[tuple[int, str, str, str]] = []
        self.inline: set[str] = set()
        self.asked = 0
        self._names = {
            name for path in SOURCE.rglob("*.py") for name in READ.findall(path.read_text(encoding="utf-8"))
        }
        self._filled: set[tuple[str, ...]] = set()
        self._enter()

    def _enter(self) -> None:
        self._client = self._come_in()
        self._client.raise_request_exception = False

    def addresses(self) -> None:
        """Hostile addresses: what leaves room for a key is given none."""
        for address in filled(FILLINGS):
            self.ask("get", address, "the address")
        for address in filled((str(uuid4()), "7")):
            self.ask("post", address, "the address")

    def everywhere(self) -> int:
        """Each page that opens for this person with hostile parameters, and each of its forms; how many pages opened."""
        pages = list(self.pages())
        for place, (address, _) in enumerate(pages):
            for turn in range(self._turns):
                self.ask("get", address, f"mix {place + turn}", self.mix(place + turn))
        for address, page in pages:
            for form in page.forms:
                self.fill_in(address, form)
        for place, (address, _) in enumerate(pages):
            for turn in range(self._turns):
                self.ask("post", address, f"mix {place + turn}", self.mix(place + turn))
        return len(pages)

    def mix(self, turn: int) -> dict[str, object]:
        """Every name with a value of its own; in as many turns as there are values, each name with each value."""
        values = list(SHORT.values())
        return {name: values[(turn + place) % len(values)] for place, name in enumerate(sorted(self._names))}

    def pages(self) -> Iterator[tuple[str, Reader]]:
        """Pages that open: those with an address of their own, and those they lead to."""
        waiting = plain()
        known, often = set(waiting), dict.fromkeys(shapes(), 0)
        while waiting:
            address = waiting.pop(0)
            answer = self.ask("get", address, "nothing wrong")
            if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                continue
            read = Reader(answer.content.decode(), address)
            for link in sorted(read.links | {form.action for form in read.forms}):
                path, query = urlsplit(link).path, urlsplit(link).query
                self._names |= {name for name, _ in parse_qsl(query)}
                route = next((one for one in often if one.fullmatch(path)), None)
                if path not in known and route is not None and often[route] < PER_ROUTE:
                    often[route] += 1
                    known.add(path)
                    waiting.append(path)
            yield address, read

    def fill_in(self, address: str, form: Form) -> None:
        """Each field in turn holds each value, the others what they should; a form that stands on every page once."""
        alike = (form.action.split("?")[0] if len(form.fields) < 4 else address, *sorted(form.fields))
        if alike in self._filled:
            return
        self._filled.add(alike)
        self._names |= form.fields.keys()
        for place, name in enumerate(form.fields):
            for turn in range(min(self._turns, len(KEEN))):
                what = list(KEEN)[(place + turn) % len(KEEN)]
                sent = {**form.fields, name: KEEN[what]}
                answer = self.ask(form.method, form.action, f"{name}: {what}", sent)
                if answer.status_code == 302 and form.method == "post":
                    form = self.again(address, form)

    def again(self, address: str, form: Form) -> Form:
        """The same form as it stands there after a change, or as it stood."""
        answer = self.ask("get", address, "nothing wrong")
        now = Reader(answer.content.decode(), address).forms if answer.status_code == 200 else []
        same = [one for one in now if (one.action, one.fields.keys()) == (form.action, form.fields.keys())]
        return same[0] if same else form

    def ask(
        self, method: str, address: str, what: str, sent: Mapping[str, object] | None = None
    ) -> HttpResponse:
        """Send it; keep it when the answer says that something failed on our side. Who was signed out comes in anew."""
        self.asked += 1
        body = urlencode(sent or {}, doseq=True)
        if method == "post":
            answer = self._client.post(address, body, content_type="application/x-www-form-urlencoded")
        else:
            answer = self._client.get(f"{address}{'&' if '?' in address else '?'}{body}" if body else address)
        if answer.status_code >= 500:
            self.failed.append((answer.status_code, method, address[:200], what))
        if "html" in answer.headers.get("Content-Type", "") and INLINE.search(answer.content.decode()):
            self.inline.add(address[:200])
        if settings.SESSION_COOKIE_NAME in answer.cookies:
            self._enter()
        return answer


def shapes() -> list[re.Pattern[str]]:
    """What addresses with room in them look like."""
    return [re.compile(re.escape(one).replace("<>", "[^/]+")) for one in routes() if "<>" in one]
