"""Between signing in and the work: choosing a hat, the bond, a refusal, an error, a form that went stale."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.gates.wearing import bind, put_on
from huisvrede.foundation.people import queries as people
from huisvrede.foundation.people import services as people_services
from huisvrede.foundation.people.models import BOND_VERSION, Hat
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import session

HOME = {Kind.STAFF: "/werk/", Kind.SUBJECT: "/mijn/"}


@page(kind=Kind.VISITOR, purpose="session")
@require_http_methods(["GET", "POST"])
def choose_hat(request: HttpRequest) -> HttpResponse:
    """After signing in: one hat is put on by itself, of several one is chosen; a new account becomes a subject."""
    if not request.user.is_authenticated:
        return redirect(f"/aanmelden/?{urlencode({'next': request.GET.get('next', '')})}")
    hats = people.hats_of_actor()
    if not hats and people.registration_is_open() and not people.has_ended():
        hats = [people_services.begin_subject()]
    chosen = next((h for h in hats if str(h.pk) == request.POST.get("hat")), None)
    if chosen is None and len(hats) == 1:
        chosen = hats[0]
    if chosen is None:
        return render(request, "gates/hats.html", {"hats": hats, "next": request.GET.get("next", "")})
    return _worn(request, chosen, several=len(hats) > 1)


@page(kind=Kind.VISITOR, purpose="session")
@require_http_methods(["GET", "POST"])
def for_myself(request: HttpRequest) -> HttpResponse:
    """Whoever works here goes on as the data subject they are as well: to ask what we hold of them (article 15, COR-16)."""
    if not people.hats_of_actor():
        return redirect(f"/aan/?{urlencode({'next': request.path})}")
    if not people.can_ask():
        raise Refused("rights", "create")
    if request.method == "POST":
        return _worn(request, people_services.begin_subject(), several=True)
    return render(request, "gates/for_myself.html")


def _worn(request: HttpRequest, hat: Hat, *, several: bool) -> HttpResponse:
    idle, second_factor = people.sign_in_rules(hat)
    put_on(request, hat, idle=idle, second_factor=second_factor, bound=people.is_bound(hat), several=several)
    people_services.wear(hat)
    return redirect(_next(request, Kind(hat.kind)))


@page(kind=Kind.STAFF, purpose="account-management")
@require_http_methods(["GET", "POST"])
def sign_bond(request: HttpRequest) -> HttpResponse:
    """Read the confidentiality undertaking and give it; before that nothing opens, nor in the database."""
    if request.method == "POST" and request.POST.get("promise") == BOND_VERSION:
        people_services.sign_bond(on=session().acting.day)
        bind(request)
        return redirect(HOME[Kind.STAFF])
    context = {"version": BOND_VERSION, "asked_again": request.method == "POST"}
    return render(request, "gates/bond.html", context)


def _next(request: HttpRequest, kind: Kind) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    home = HOME.get(kind, "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe and wanted.startswith(home) else home


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The same page, whether the row exists or not: it speaks of the activity and whom to ask (ALL-05)."""
    found = Activity.objects.filter(version=version_on(session().acting.day), key=refusal.activity)
    name = found.values_list("name_en" if get_language() == "en" else "name_nl", flat=True).first() or ""
    return render(
        request,
        "gates/refused.html",
        {"activity": name, "ask": people.ask_whom(refusal.activity)},
        status=404,
    )


def broken(reference: str) -> HttpResponse:
    """Something failed on our side: a number to quote, nothing else.

    Made without the frame's links and menu, without a query and without the session: any of them may be what failed.
    """
    page = render_to_string("gates/broken.html", {"reference": reference})
    return HttpResponse(page, status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django gives the reason
    """The form was open too long or came from elsewhere; nothing was changed."""
    return render(request, "gates/stale.html", {"bare": True}, status=403)
