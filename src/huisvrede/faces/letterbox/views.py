"""The letters, newest first; only where the demo's letterbox runs."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from huisvrede.faces.letterbox.keeping import letters

SHOWN = 50
LINK = re.compile(r"https?://[^\s<>\"]+")


def box(request: HttpRequest) -> HttpResponse:
    """One page with the newest letters."""
    shown = [
        {"to": m["To"], "subject": m["Subject"], "date": m["Date"], "text": _linked(_text(m))}
        for m in letters(settings.VAR / "letterbox")[:SHOWN]
    ]
    return render(request, "letterbox/box.html", {"letters": shown})


def _text(message: object) -> str:
    body = message.get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content()) if body else ""


def _linked(text: str) -> SafeString:
    """The text with its addresses as links; everything else escaped."""
    parts, last = [], 0
    for found in LINK.finditer(text):
        parts += [escape(text[last : found.start()]), format_html('<a href="{0}">{0}</a>', found.group())]
        last = found.end()
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308  every part is escaped above
