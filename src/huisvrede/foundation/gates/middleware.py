"""Around every page: who acts, under which purpose; the transaction with the ticket, rendering included."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import structlog
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.gates.doors import Refused, require
from huisvrede.foundation.gates.page import Page, page_of
from huisvrede.foundation.gates.pages import broken, refused
from huisvrede.foundation.gates.proving import Unproved, prove_first, proved_now, spend, unproved
from huisvrede.foundation.gates.wearing import NOTHING, elsewhere, ended, over, remember_activities, worn_by
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

Respond = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("huisvrede")
SIGN_IN = ("account_", "mfa_")
"""How allauth names its pages: no row of anybody is shown there, but a session ends there too."""
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
"""Pages where somebody says who they are, or goes: a browser proves nothing there."""
ANSWERED = (
    Http404,
    PermissionDenied,
    BadRequest,
    SuspiciousOperation,
    ImmediateHttpResponse,
    ReauthenticationRequired,
)
"""Exceptions that are answers: Django and allauth know the page that belongs to them."""


class Walls:
    """Resolves the page, makes the ticket of its declaration and opens the transaction around view and rendering."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A view without a declaration gets no ticket: it can show nothing of anyone."""
        if hasattr(request, "urlconf"):
            return self.respond(request)
        try:
            found = resolve(request.path_info)
        except Resolver404:
            return self.respond(request)
        declared = page_of(found.func)
        if declared is None and not (found.url_name or "").startswith(SIGN_IN):
            return self.respond(request)
        request.worn = worn_by(request)  # type: ignore[attr-defined]
        if gone := over(request):
            return gone
        if declared is None:
            free = found.url_name in OPEN or request.worn is NOTHING  # type: ignore[attr-defined]
            return (None if free else unproved(request) or proved_now(request)) or self.respond(request)
        return elsewhere(request, declared) or self._within(request, declared)

    def _within(self, request: HttpRequest, declared: Page) -> HttpResponse:
        """Commit what a page did before its first byte; undo it when the page refused or failed."""
        who = _acting(request, declared)
        organisation = current()
        response: HttpResponse | None = None
        refusal: Refused | None = None
        with acting(organisation, who, proved=partial(spend, request)) as running:
            if running.stands or who.kind is Kind.VISITOR:
                response, refusal = self._answer(request, declared)
                if refusal or response.status_code >= 500 or getattr(request, "undone", False):
                    transaction.set_rollback(True, using=organisation.key)
        if refusal:
            with acting(organisation, replace(who, kind=Kind.VISITOR)):
                record(refusal.activity, refusal.action, [], refused=True)
        return ended(request) if response is None else response

    def _answer(self, request: HttpRequest, declared: Page) -> tuple[HttpResponse, Refused | None]:
        """The page, or that it is refused."""
        try:
            remember_activities(request)
            if declared.needs:
                require(declared.activity, declared.needs, declared.reach)
            return self.respond(request), getattr(request, "refusal", None)
        except Refused as problem:
            return refused(request, problem), problem

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """A refusal gets its page, any other exception a reference number; no text of it goes anywhere."""
        if isinstance(problem, Refused):
            request.refusal = problem  # type: ignore[attr-defined]
            return refused(request, problem)
        if isinstance(problem, Unproved):
            request.undone = True  # type: ignore[attr-defined]
            return prove_first(request)
        if isinstance(problem, ANSWERED):
            request.undone = True  # type: ignore[attr-defined]
            return None
        return failed(request, problem)


def failed(request: HttpRequest, problem: BaseException) -> HttpResponse:
    """The error page, with the number under which it was noted."""
    return broken(noted(request, problem))


def noted(request: HttpRequest, problem: BaseException) -> str:
    """The number of a failure; the log has it with the kind of error and the place, never its text."""
    reference = secrets.token_hex(4)
    place = _place(problem)
    log.error(
        "page failed", reference=reference, error=type(problem).__name__, place=place, method=request.method
    )
    return reference


def unforeseen(request: HttpRequest) -> HttpResponse:
    """What failed outside a page, such as a database that is gone: the same page, with a number."""
    return failed(request, sys.exc_info()[1] or RuntimeError())


def _place(problem: BaseException) -> str:
    """The deepest line of our own code in the trace."""
    trace, place = problem.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "huisvrede" in code.co_filename:
            place = f"{code.co_filename.rsplit('huisvrede', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _acting(request: HttpRequest, declared: Page) -> Acting:
    worn = request.worn  # type: ignore[attr-defined]
    kind = declared.kind if worn.kind is declared.kind else Kind.VISITOR
    return Acting(
        account=worn.account, hat=worn.hat, kind=kind, purpose=declared.purpose, day=timezone.localdate()
    )
