"""What the API says when it does not do what was asked: one form for every error (RFC 9457), never a value that was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

KIND: Final = "application/problem+json"
SAID: Final[Mapping[HTTPStatus, tuple[Any, Any]]] = {
    HTTPStatus.BAD_REQUEST: (
        _("The request is not right"),
        _("Something in it is missing, too much or of another form. See `errors` and the description of this address."),
    ),
    HTTPStatus.UNAUTHORIZED: (
        _("No key that works"),
        _("Send a key as “Authorization: Bearer” with each request. Make one on the page of your account."),
    ),
    HTTPStatus.FORBIDDEN: (
        _("The key does not open this"),
        _("Make a key that opens this part, or open it in the browser."),
    ),
    HTTPStatus.NOT_FOUND: (
        _("It is not here"),
        _("There is nothing at this address that this key opens. Addresses have no slash at the end."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        _("This can't be done here"),
        _("See the header `Allow` for what this address answers to."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        _("The request is too large"),
        _("Send no more than 64 kB."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        _("Too many wrong keys"),
        _("From this address a wrong key was sent too often. Wait as long as the header `Retry-After` says, in seconds."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        _("Something went wrong here"),
        _("Nothing was changed. Tell us the number in `reference`."),
    ),
}
"""Status -> title, and what to do."""


def problem(
    status: HTTPStatus,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    **more: str,
) -> HttpResponse:
    """An error in the language of the reader; `errors` name each what was wrong, and where."""
    title, detail = SAID[status]
    body: dict[str, Any] = {"title": str(title), "status": status.value, "detail": str(detail), **more}
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(json.dumps(body), status=status.value, content_type=KIND, headers=dict(headers or {}))
