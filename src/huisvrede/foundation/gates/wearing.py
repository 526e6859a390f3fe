"""Which hat a session wears, and what must happen before a page is shown: sign in, choose, second factor, bond."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.gates.page import Page
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.walls.ticket import NOBODY

STAMP_EVERY = 20
"""Seconds between two stamps of activity: a session is not rewritten at every page."""


@dataclass(frozen=True)
class Worn:
    """What a session wears."""

    account: UUID = NOBODY
    hat: UUID = NOBODY
    kind: Kind = Kind.VISITOR
    name: str = ""
    idle: int = 0
    second_factor: bool = False
    bound: bool = True


NOTHING = Worn()


def worn_by(request: HttpRequest) -> Worn:
    """The hat in the session; the database looks it up again and believes only itself."""
    if not request.user.is_authenticated:
        return NOTHING
    account = UUID(str(request.user.pk))
    kept = request.session.get("hat")
    if not kept:
        return Worn(account=account)
    return Worn(
        account=account,
        hat=UUID(kept["hat"]),
        kind=Kind(kept["kind"]),
        name=kept["name"],
        idle=kept["idle"],
        second_factor=kept["second_factor"],
        bound=kept["bound"],
    )


def put_on(request: HttpRequest, hat: Hat, *, idle: int, second_factor: bool, bound: bool) -> None:
    """Wear a hat from now on; the session gets a new key."""
    request.session.cycle_key()
    request.session["hat"] = {
        "hat": str(hat.pk),
        "kind": hat.kind,
        "name": hat.name,
        "idle": idle,
        "second_factor": second_factor,
        "bound": bound,
    }
    request.session["stamp"] = int(time.time())


def bind(request: HttpRequest) -> None:
    """The bond is signed: remember it, so that the pages open."""
    request.session["hat"] = {**request.session["hat"], "bound": True}


def elsewhere(request: HttpRequest, declared: Page) -> HttpResponse | None:
    """Where somebody must go first, if anywhere."""
    worn: Worn = request.worn  # type: ignore[attr-defined]
    if worn.account != NOBODY and _idle(request, worn):
        return redirect(f"/aanmelden/?{urlencode({'next': request.path, 'idle': 1})}")
    if declared.kind is Kind.VISITOR:
        return None
    if worn.account == NOBODY:
        return redirect(f"/aanmelden/?{urlencode({'next': request.path})}")
    if worn.kind is not declared.kind:
        return redirect(f"/aan/?{urlencode({'next': request.path})}")
    if worn.second_factor and not Authenticator.objects.filter(user_id=worn.account).exists():
        return redirect("/account/2fa/totp/activate/")
    if not worn.bound and request.path != BOND_PATH:
        return redirect(BOND_PATH)
    return None


BOND_PATH = "/werk/geheimhouding/"


def _idle(request: HttpRequest, worn: Worn) -> bool:
    """Sign out whoever did nothing for as long as the role allows, and write it down."""
    now, stamp = int(time.time()), request.session.get("stamp", 0)
    if worn.idle and stamp and now - stamp > worn.idle:
        attempt = signin.Attempt(login="", address=str(request.META["REMOTE_ADDR"]), account=worn.account)
        logout(request)
        signin.note(current(), attempt, signin.IDLE, at=timezone.now())
        return True
    if now - stamp > STAMP_EVERY:
        request.session["stamp"] = now
    return False
