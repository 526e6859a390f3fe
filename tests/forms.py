"""What a page offers to whoever reads it: its links, and its forms as they would be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

SAMPLES = {
    "date": "2026-01-05",
    "email": "x@example.org",
    "tel": "0612345678",
    "number": "1",
    "time": "10:00",
}
"""What somebody types in a field of that type."""


@dataclass
class Form:
    """A form as a page offers it, filled in as somebody well-meaning would."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Reader(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self._address, self._select, self._form = address, "", Form("", "")
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what matters of it."""
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.add(given["href"] if given["href"][0] == "/" else self._address + given["href"])
        elif tag == "form":
            self._form = Form(given.get("action") or self._address, given.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "select":
            self._select = name
            self._form.fields.setdefault(name, "")
        elif tag == "option" and (not self._form.fields.get(self._select) or "selected" in given):
            self._form.fields[self._select] = given.get("value", "")
        elif tag in {"input", "textarea", "button"} and name:
            kind = "date" if given.get("size") == "12" else kind
            sample = SAMPLES.get(kind, "" if tag == "button" or kind == "file" else "Proef")
            if kind not in {"radio", "checkbox"} or not self._form.fields.get(name) or "checked" in given:
                self._form.fields[name] = given.get("value") or sample
