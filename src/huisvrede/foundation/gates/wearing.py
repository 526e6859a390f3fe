"""Which hat a session wears, and what must happen before a page is shown: sign in, choose, second factor, bond."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit import signin
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.gates.page import Page
from huisvrede.foundation.gates.proving import UNTIL, unproved
from huisvrede.foundation.people.adapter import SINCE
from huisvrede.foundation.people.browsers import moved
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.queries import activities_of_actor
from huisvrede.foundation.people.second_factor import FACTORS
from huisvrede.foundation.walls.session import session
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
    several: bool = False
    activities: frozenset[str] = frozenset()


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
        several=kept["several"],
        activities=frozenset(kept.get("activities", ())),
    )


def remember_activities(request: HttpRequest) -> None:
    """What the hat reaches, once per session, for the menu alone: the database decides at each page anew."""
    kept = request.session.get("hat")
    if kept and "activities" not in kept and session().acting.kind.value == kept["kind"]:
        request.session["hat"] = {**kept, "activities": activities_of_actor()}
        request.worn = worn_by(request)  # type: ignore[attr-defined]


def put_on(
    request: HttpRequest, hat: Hat, *, idle: int, second_factor: bool, bound: bool, several: bool = False
) -> None:
    """Wear a hat from now on; the session gets a new key. `several`: there are others to change to."""
    old = str(request.session.session_key)
    request.session.cycle_key()
    moved(old, str(request.session.session_key))
    request.session["hat"] = {
        "hat": str(hat.pk),
        "kind": hat.kind,
        "name": hat.name,
        "idle": idle,
        "second_factor": second_factor,
        "bound": bound,
        "several": several,
    }
    request.session["stamp"] = int(time.time())


def bind(request: HttpRequest) -> None:
    """The bond is signed: remember it, so that the pages open."""
    request.session["hat"] = {**request.session["hat"], "bound": True}


def elsewhere(request: HttpRequest, declared: Page) -> HttpResponse | None:
    """Where somebody must go first, if anywhere."""
    worn: Worn = request.worn  # type: ignore[attr-defined]
    if declared.kind is Kind.VISITOR:
        return None
    if worn.account == NOBODY:
        return _to_sign_in(request)
    if asked := unproved(request):
        return asked
    if worn.kind is not declared.kind:
        return redirect(f"/aan/?{urlencode({'next': request.path})}")
    if worn.second_factor and (asked := _second_factor_first(request, worn)):
        return asked
    return redirect(BOND_PATH) if not worn.bound and request.path != BOND_PATH else None


BOND_PATH = "/werk/geheimhouding/"


def _to_sign_in(request: HttpRequest, **said: int) -> HttpResponse:
    wanted = request.path if request.method == "GET" else ""
    return redirect(f"/aanmelden/?{urlencode({'next': wanted, **said})}")


def _second_factor_first(request: HttpRequest, worn: Worn) -> HttpResponse | None:
    """Take a second factor; or, for a session that gave none because there was none to give yet, sign in anew."""
    if any(step["method"] == "mfa" for step in get_authentication_records(request, request.user)):
        return None
    if not Authenticator.objects.filter(user_id=worn.account, type__in=FACTORS).exists():
        return redirect("mfa_index")
    logout(request)
    return _to_sign_in(request)


def ended(request: HttpRequest) -> HttpResponse:
    """Sign out whoever wears a hat that the database knows no more: it ended while they were at work."""
    return _out(request, signin.Outcome.OUT, ended=1)


def _out(request: HttpRequest, outcome: signin.Outcome, **said: int) -> HttpResponse:
    worn: Worn = request.worn  # type: ignore[attr-defined]
    attempt = signin.Attempt(login="", address=str(request.META["REMOTE_ADDR"]), account=worn.account)
    logout(request)
    signin.note(current(), attempt, outcome, at=timezone.now())
    return _to_sign_in(request, **said)


def over(request: HttpRequest) -> HttpResponse | None:
    """Sign out whoever did nothing for as long as the role allows, or has been here all day."""
    worn: Worn = request.worn  # type: ignore[attr-defined]
    if worn.account == NOBODY:
        return None
    now, kept = int(time.time()), request.session
    if now > kept.get(UNTIL, now):
        return _out(request, signin.Outcome.REPLACED)
    began, stamp = kept.setdefault(SINCE, now), kept.get("stamp", now)
    all_day, idle = now - began > settings.SESSION_COOKIE_AGE, bool(worn.idle) and now - stamp > worn.idle
    if all_day or idle:
        return _out(request, signin.Outcome.IDLE, **({"idle": 1} if idle else {"day": 1}))
    if now - stamp > STAMP_EVERY or "stamp" not in kept:
        kept["stamp"] = now
    return None
