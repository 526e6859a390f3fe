"""Around every address of the API: whose key is shown, as which hat it acts, for which purpose (ADR 25).

It stands before sessions and cookies are read, and answers all that begins with /api/ itself: so no cookie opens the
API, and no key a page. Behind a key stand the same walls as behind a browser; what asks for a browser's proof stays shut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit import signin
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.gates.doors import Refused, require
from huisvrede.foundation.gates.headers import API
from huisvrede.foundation.gates.middleware import noted
from huisvrede.foundation.gates.page import Page, View, by_method
from huisvrede.foundation.gates.problems import problem
from huisvrede.foundation.gates.proving import Unproved
from huisvrede.foundation.people import keys
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.people.queries import is_bound
from huisvrede.foundation.signin.models import Token
from huisvrede.foundation.walls.session import acting, session
from huisvrede.foundation.walls.ticket import Acting

Respond = Callable[[HttpRequest], HttpResponse]
MOST: Final = 64 * 1024
"""Bytes of a request's body: there is nothing to send that is longer."""
DIGITS: Final = 6
"""In which a size is written; no number is made of what is longer."""
ANYBODY: Final = Token(kind=Kind.VISITOR.value, scopes=[])
"""Who reads what is public, such as the description of the API."""


class Bearing:
    """Answers for the API; everything else goes on to the pages."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """An answer in the reader's language, as a problem where it is an error, and kept by nobody on the way."""
        if hasattr(request, "urlconf") or not request.path_info.startswith(API):
            return self.respond(request)
        asked = request.method
        with translation.override(translation.get_language_from_request(request)):
            try:
                response = answer(request)
            except Exception as failure:  # noqa: BLE001  what fails here has no page to say so
                response = problem(HTTPStatus.INTERNAL_SERVER_ERROR, reference=noted(request, failure))
            response.headers["Content-Language"] = translation.get_language()
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Vary"] = "Accept-Language, Authorization"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Content-Length"] = str(len(response.content))
        if asked == "HEAD":
            response.content = b""
        return response


class Stopped(Exception):
    """What is asked goes no further; `answer` says why."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


def answer(request: HttpRequest) -> HttpResponse:
    """Address, method, size and key are looked at in this order, before anything of anybody is."""
    try:
        declared, view = _asked(request)
        token = ANYBODY if declared.kind is Kind.VISITOR else _bearer(request)
    except Stopped as stopped:
        return stopped.answer
    return _within(request, declared, token, view)


def _asked(request: HttpRequest) -> tuple[Page, Callable[[], HttpResponse]]:
    """What an address declares for this method, and its view."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        raise Stopped(problem(HTTPStatus.NOT_FOUND)) from None
    doors = by_method(found.func)
    if not doors:
        raise Stopped(problem(HTTPStatus.NOT_FOUND))
    allow = {"Allow": ", ".join(sorted({*doors, "OPTIONS", *(["HEAD"] if "GET" in doors else [])}))}
    if request.method == "OPTIONS":
        raise Stopped(HttpResponse(status=HTTPStatus.NO_CONTENT, headers=allow))
    if request.method == "HEAD":
        request.method = "GET"
    if request.method is None or request.method not in doors:
        raise Stopped(problem(HTTPStatus.METHOD_NOT_ALLOWED, headers=allow))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()) or len(length) > DIGITS or int(length) > MOST:
        raise Stopped(problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
    return doors[request.method], partial(found.func, request, *found.args, **found.kwargs)


def _bearer(request: HttpRequest) -> Token:
    """The key that is shown, if it works."""
    token = keys.borne(_shown(request))
    if token is None:
        raise Stopped(_unknown(request))
    return token


def _shown(request: HttpRequest) -> str:
    scheme, _space, shown = request.headers.get("Authorization", "").partition(" ")
    return shown.strip() if scheme.lower() == "bearer" else ""


def _unknown(request: HttpRequest) -> HttpResponse:
    """The same for a key that is wrong, lapsed, withdrawn or somebody else's; too many of them lock the address (SUR-25).

    Counted apart from signing in: a program with an old key shuts nobody of the office out.
    """
    headers = {"WWW-Authenticate": "Bearer"}
    if not request.headers.get("Authorization"):
        return problem(HTTPStatus.UNAUTHORIZED, headers=headers)
    now, organisation = timezone.now(), current()
    address = str(request.META["REMOTE_ADDR"])
    if signin.locked(organisation, signin.Attempt(login=f"key {address}", address=""), at=now):
        wait = {"Retry-After": str(signin.lock_minutes(organisation, at=now) * 60)}
        return problem(HTTPStatus.TOO_MANY_REQUESTS, headers=wait)
    tried = signin.Attempt(login=f"key {address}", address=address)
    signin.note(organisation, tried, signin.Outcome.KEY_FAILED, at=now)
    return problem(HTTPStatus.UNAUTHORIZED, headers=headers)


def _within(request: HttpRequest, declared: Page, token: Token, view: Callable[[], HttpResponse]) -> HttpResponse:
    """One transaction in which the key's hat acts; what ends in an error has done nothing, and a refusal is in the log."""
    who = Acting(kind=Kind(token.kind), purpose=declared.purpose, day=timezone.localdate())
    if token is not ANYBODY:
        who = replace(who, account=token.account_id, hat=token.hat)
    organisation = current()
    response, refusal = None, None
    with acting(organisation, who, proved=bool) as running:
        if running.stands or token is ANYBODY:
            response, refusal = _answered(declared, token, view)
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                transaction.set_rollback(True, using=organisation.key)
    if refusal:
        with acting(organisation, replace(who, kind=Kind.VISITOR)):
            record(refusal.activity, refusal.action, [], refused=True)
    return _unknown(request) if response is None else response


def _answered(
    declared: Page, token: Token, view: Callable[[], HttpResponse]
) -> tuple[HttpResponse, Refused | None]:
    """What was asked, or that it isn't there: the same whether it is not yours, not allowed, or nothing.

    Only here, where the hat stands, is told what its key does not open, and kept that it was used.
    """
    if token is not ANYBODY:
        if token.kind != declared.kind.value or declared.scope not in token.scopes:
            return problem(HTTPStatus.FORBIDDEN), None
        keys.used(token)
    if declared.kind is Kind.STAFF and not is_bound(Hat(pk=session().acting.hat, kind=Kind.STAFF.value)):
        return problem(HTTPStatus.FORBIDDEN), None
    try:
        if declared.needs:
            require(declared.activity, declared.needs, declared.reach)
        response = view()
    except Refused as refusal:
        return problem(HTTPStatus.NOT_FOUND), refusal
    except Unproved:
        return problem(HTTPStatus.FORBIDDEN), None
    return response, None


def door(view: View, pages: dict[str, Page]) -> View:
    """A view of the API with what it declares for each method; the catalogue of pages reads the first."""
    view.by_method = pages  # type: ignore[attr-defined]
    view.page = next(iter(pages.values()))  # type: ignore[attr-defined]
    return view
