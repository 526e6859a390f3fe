"""Pages of the house itself: its front door, the language it speaks, who can use it, and staying longer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import read
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.gates.pages import HOME
from huisvrede.foundation.people.queries import open_to_register, said
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.ui.terms import by_name
from huisvrede.foundation.walls.session import session


@page(kind=Kind.VISITOR)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door of an organisation: who it is, what one can do here, and where."""
    offers = [
        {
            "name": said({"nl": one.name_nl, "en": one.name_en}),
            "description": said(one.content["description"]),
        }
        for one in open_to_register()
    ]
    organisation = version_on(session().acting.day).organisation
    inside = HOME.get(request.worn.kind, "")  # type: ignore[attr-defined]
    return render(request, "gates/home.html", {"offers": offers, "policy": organisation, "inside": inside})


@page(kind=Kind.VISITOR)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (EN 301 549), with whom to tell what does not work."""
    organisation = version_on(session().acting.day).organisation
    return render(request, "gates/accessibility.html", {"policy": organisation})


@page(kind=Kind.VISITOR)
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Every word of the law that our pages explain, each with an address of its own."""
    return render(request, "gates/words.html", {"terms": by_name()})


@page(kind=Kind.VISITOR)
@require_POST
def still_here(_request: HttpRequest) -> HttpResponse:
    """Somebody stays signed in; the middleware has stamped the session, or ended it."""
    return HttpResponse(status=204)


@page(kind=Kind.VISITOR)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the other language from now on, in mail too; then back, never to another site."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        Account.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Which organisations this installation serves; the one page that belongs to none of them."""
    doors = [{"name": one.name, "url": f"{one.origin}/"} for one in read(settings.VAR).values()]
    return render(request, "gates/organisations.html", {"doors": doors})
