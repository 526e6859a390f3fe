"""The first thing a request meets: whose house is this? An unknown host gets a plain 404."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from huisvrede.foundation.cluster.connections import close_least_used, known
from huisvrede.foundation.cluster.organisations import Organisation, inside

BARE = frozenset({"localhost", "127.0.0.1"})
Respond = Callable[[HttpRequest], HttpResponse]


class ByHost:
    """Puts the request inside the organisation of its host name; without one, only the bare host answers."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for the organisation, for the bare host, or 404."""
        host = request.META.get("HTTP_HOST", "").rsplit(":", 1)[0].lower()
        organisation = known(settings.VAR, settings.LOGIN).get(host)
        if organisation is not None:
            if settings.SECURE and not request.is_secure():
                return _over_https(request, organisation)
            close_least_used(organisation)
            with inside(organisation):
                return self.respond(request)
        if host == "mail.localhost" and settings.LETTERBOX:
            request.urlconf = "huisvrede.config.mail"
            return self.respond(request)
        if host in BARE or request.path.startswith("/health/"):
            request.urlconf = "huisvrede.config.bare"
            return self.respond(request)
        return HttpResponse("404 Not found\n", status=404, content_type="text/plain")


def _over_https(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Plain HTTP gets the same page's address over HTTPS and nothing else (source 0, annex 2).

    What was sent in a form has been on the wire already: it is not sent on, and nothing is done with it.
    """
    if request.method in {"GET", "HEAD"}:
        return HttpResponsePermanentRedirect(f"{organisation.origin}{request.get_full_path()}")
    return HttpResponse("403 Only over HTTPS\n", status=403, content_type="text/plain")
