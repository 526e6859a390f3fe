"""Is this still the browser that signed in? Within ten minutes for every page, at once for a sensitive one (SUR-24)."""

from __future__ import annotations

import time
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huisvrede.foundation.people import browsers
from huisvrede.foundation.people.adapter import SINCE
from huisvrede.foundation.people.browsers import DEVICE
from huisvrede.foundation.register.declarations import sensitive
from huisvrede.foundation.walls.session import session

GOOD: Final = 600
"""Seconds that a proof, or a password where the browser has no key, holds for a page that is not sensitive."""
RENEWED: Final = 300
"""Seconds after which a session that proves itself gets another key, so that a copy of the cookie dies."""
OVERLAP: Final = 60
"""Seconds in which the old key still counts, for whoever clicked twice."""
FRESH: Final = (-30_000, 5_000)
"""Milliseconds around now in which a proof must have been made."""
MOMENT: Final = 60
"""Seconds in which a password counts for a page about signing in, where the browser has no key."""
UNTIL: Final = "until"
"""Key in a session that was replaced: the second at which it ends."""


class Unproved(Exception):
    """A sensitive row was asked for, and the browser did not prove that it is the one that signed in."""


def require_proof(activity: str | None = None) -> None:
    """Raise Unproved before a row of a sensitive activity is shown to what may be another browser.

    Where none is given, what follows is sensitive whatever it is about: an answer that holds everything, half of a code.
    """
    if (activity is None or sensitive(activity)) and not session().proved():
        raise Unproved


def proved(request: HttpRequest) -> int | None:
    """The millisecond of the proof that came with this request, if one did and it holds."""
    if not hasattr(request, "proof"):
        request.proof = _read(request)  # type: ignore[attr-defined]
    found: int | None = request.proof  # type: ignore[attr-defined]
    return found


def spend(request: HttpRequest) -> bool:
    """Whether this request came with a proof that was not used before; from now on it is used."""
    known: bool | None = getattr(request, "spent", None)
    if known is None:
        at, device = proved(request), request.session.get(DEVICE, {})
        known = at is not None and at > device["last"] and cache.add(f"proof:{device['nonce']}:{at}", 1, OVERLAP)
        if known:
            request.session[DEVICE] = {**device, "last": at}
        request.spent = known  # type: ignore[attr-defined]
    return known


def unproved(request: HttpRequest) -> HttpResponse | None:
    """What comes before the page for whoever is signed in and has proved nothing for ten minutes; else None."""
    device, now = request.session.get(DEVICE), int(time.time())
    if device is None:
        return None if now - _asked(request) <= GOOD else _password_first(request)
    at = proved(request)
    if at is None and now * 1000 - device["last"] > GOOD * 1000:
        return prove_first(request)
    due = now - device["renewed"] > RENEWED and UNTIL not in request.session
    if at is not None and due and _navigates(request) and spend(request):
        _renew(request, request.session[DEVICE], now)
    return None


def proved_now(request: HttpRequest) -> HttpResponse | None:
    """What comes before a page about how somebody signs in: a proof with this very request, or a password of a moment ago."""
    if DEVICE in request.session:
        return None if spend(request) else prove_first(request)
    return None if time.time() - _asked(request) <= MOMENT else _password_first(request)


def prove_first(request: HttpRequest) -> HttpResponse:
    """A page that proves by itself who asks and loads again; without a key, what to do instead.

    What the page before had to say is kept for the page that follows: this one goes by.
    """
    context = {"keyed": DEVICE in request.session, "again": request.method == "GET", "messages": ()}
    return render(request, "gates/prove.html", context, status=403)


def device_for(request: HttpRequest) -> dict[str, Any] | None:
    """What the script on the page needs to prove itself; None for a session without a key."""
    device = request.session.get(DEVICE)
    if device is None:
        return None
    return {"nonce": device["nonce"], "cookie": settings.PROOF_COOKIE_NAME, "now": int(time.time() * 1000)}


def _read(request: HttpRequest) -> int | None:
    device = request.session.get(DEVICE)
    at, _point, signature = request.COOKIES.get(settings.PROOF_COOKIE_NAME, "").partition(".")
    if device is None or not (at.isascii() and at.isdigit()) or len(at) > 15:
        return None
    if not FRESH[0] <= int(at) - int(time.time() * 1000) <= FRESH[1]:
        return None
    holds = browsers.proves(device, signature, method=str(request.method), path=request.path, at=int(at))
    return int(at) if holds else None


def _renew(request: HttpRequest, device: dict[str, Any], now: int) -> None:
    """Go on under another key; the old one counts for a minute more, since a second click may carry it."""
    old = request.session
    fresh = type(old)()
    fresh.update({name: value for name, value in old.items() if name != UNTIL})
    fresh[DEVICE] = {**device, "renewed": now}
    fresh.create()
    old[UNTIL] = now + OVERLAP
    old.save()
    browsers.moved(str(old.session_key), str(fresh.session_key))
    request.session = fresh


def _navigates(request: HttpRequest) -> bool:
    """A page that somebody opens, not one that the script fetches: only there the new cookie surely arrives."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _asked(request: HttpRequest) -> float:
    """The second at which a password was last given."""
    records = [float(one["at"]) for one in get_authentication_records(request, request.user)]
    return max([float(request.session.get(SINCE, 0)), *records])


def _password_first(request: HttpRequest) -> HttpResponse:
    wanted = request.path if request.method == "GET" else "/"
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': wanted})}")
