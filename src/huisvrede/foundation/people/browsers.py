"""The browsers somebody signs in with (source 0, annex 2: a stolen session cookie is of no use from another browser).

At sign-in a browser makes a key that it can use and can't give away, and shows its public half. From then on it signs
what it asks for; somebody who has only its cookies can't.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.signin.models import Account, Browser

FIELD: Final = "device_key"
"""The field of a form around signing in that holds the key, and its place in the session until somebody is in."""
DEVICE: Final = "device"
"""Its place in the session from then on: key, nonce, the millisecond of the last proof, the second of the last renewal."""
HALF: Final = 32
"""Bytes in each half of a signature by P-256."""

BROWSERS: Final[Mapping[str, str]] = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS: Final[Mapping[str, str]] = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}
"""What stands in the name a browser gives itself, in the order in which it tells most."""


def remember(request: HttpRequest) -> None:
    """Keep the key a browser showed beside a right password, until all that is asked was answered."""
    request.session[FIELD] = key_in(str(request.POST.get(FIELD, "")))


def begin(request: HttpRequest, account: Account) -> bool:
    """Somebody is in: from now on the session is this browser's. Whether its owner must still be told of a new one."""
    key = request.session.pop(FIELD, "") or key_in(str(request.POST.get(FIELD, "")))
    request.session.pop(DEVICE, None)
    if key:
        now = int(time.time())
        request.session[DEVICE] = {"key": key, "nonce": secrets.token_urlsafe(16), "last": now * 1000, "renewed": now}
    request.session.save()
    _note(account, key, str(request.headers.get("User-Agent", "")), str(request.session.session_key))
    return Browser.objects.filter(account=account, told=False).exists()


def told(account: Account) -> None:
    """The message about new browsers has gone."""
    Browser.objects.filter(account=account, told=False).update(told=True)


def moved(old: str, new: str) -> None:
    """A session goes on under another key."""
    Browser.objects.filter(session_key=old).update(session_key=new, seen_at=timezone.now())


def _note(account: Account, key: str, agent: str, session_key: str) -> None:
    now = timezone.now()
    with transaction.atomic(using=current().signin_alias):
        Account.objects.select_for_update().get(pk=account.pk)
        known = Browser.objects.filter(account=account)
        values = {"label": called(agent), "session_key": session_key, "seen_at": now}
        if not key or not known.filter(key=key).update(**values):
            Browser.objects.create(account=account, key=key, first_at=now, told=not known.exists(), **values)


@dataclass(frozen=True)
class Kept:
    """A browser as its owner sees it: signed in or not, and whether it is the one that asks."""

    browser: Browser
    signed_in: bool
    this: bool


def browsers_of(request: HttpRequest) -> list[Kept]:
    """The browsers of whoever asks, the last seen first."""
    rows = list(Browser.objects.filter(account_id=str(request.user.pk)))
    running = set(
        Session.objects.filter(
            session_key__in=[one.session_key for one in rows], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    here = request.session.session_key
    return [Kept(one, one.session_key in running, one.session_key == here) for one in rows]


def forget(request: HttpRequest, which: UUID | None) -> int:
    """Sign out one of one's own other browsers, or all others, and forget them; how many there were."""
    rows = Browser.objects.filter(account_id=str(request.user.pk)).exclude(session_key=request.session.session_key)
    if which is not None:
        rows = rows.filter(pk=which)
    keys = list(rows.values_list("session_key", flat=True))
    with transaction.atomic(using=current().signin_alias):
        Session.objects.filter(session_key__in=keys).delete()
        rows.delete()
    return len(keys)


def key_in(text: str) -> str:
    """The public key in a field, as text; "" for anything that is no key of P-256."""
    try:
        key = load_der_public_key(_bytes(text))
    except (ValueError, binascii.Error, TypeError):
        return ""
    return text if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1" else ""


def proves(device: dict[str, Any], signature: str, *, method: str, path: str, at: int) -> bool:
    """Whether the browser's own key signed that it asks this, in this session, at this millisecond."""
    key = load_der_public_key(_bytes(device["key"]))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    try:
        raw = _bytes(signature)
        halves = int.from_bytes(raw[:HALF], "big"), int.from_bytes(raw[HALF:], "big")
        key.verify(encode_dss_signature(*halves), said(device["nonce"], method, path, at), ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return len(raw) == 2 * HALF


def said(nonce: str, method: str, path: str, at: int) -> bytes:
    """What a browser signs; device.js makes the same text."""
    return f"{nonce}|{method}|{path}|{at}".encode()


def called(agent: str) -> str:
    """What a person calls this browser, from the name it gives itself; nothing that tells one of a kind from another."""
    program = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return " · ".join(filter(None, (program, system))) or _("Unknown browser")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
