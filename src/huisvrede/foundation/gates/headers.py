"""What every answer carries: nothing is kept in a cache, nothing of others is loaded, no script runs but ours."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse

CSP: Final = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No script but the one that carries this answer's nonce: not another one of this host, nor a piece within a page."""

API: Final = "/api/"
"""How the addresses of the API begin."""
API_VERSION: Final = "1.0.0"
"""In every answer of the API (NL API Design Rules, `version-header`), whoever made it and whatever went wrong."""

OTHERS: Final[Mapping[str, str]] = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class Headers:
    """The outermost middleware: `request.nonce` is for the frame of the page, and the headers for every answer."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers; an answer that came with a stricter policy of its own keeps it."""
        nonce = secrets.token_urlsafe(16)
        request.nonce = nonce  # type: ignore[attr-defined]
        response = self.respond(request)
        response.headers.setdefault("Content-Security-Policy", CSP.format(nonce=nonce))
        for name, value in OTHERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(API):
            response.headers["API-Version"] = API_VERSION
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
