"""Pages that go wrong in every way a page can, for the tests of what stands around pages."""

from __future__ import annotations

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import include, path

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.gates.bearing import door
from huisvrede.foundation.gates.doors import Refused, open_one
from huisvrede.foundation.gates.page import View, page
from huisvrede.foundation.gates.proving import require_proof
from huisvrede.modules.allocation.models import Registration
from tests.cast import member

MARKER = "Kwartelmarker"
"""A name that stands in an exception and must stand nowhere else."""
CITY = "Elders"


@page(kind=Kind.STAFF, activity="home-seekers", purpose="registration")
def changed(_request: HttpRequest, what: str) -> HttpResponse:
    """Change a row, then end as asked."""
    Registration.objects.filter(number="W-SANNE").update(city=CITY)
    if what == "refused":
        raise Refused("home-seekers", "edit")
    if what == "not-yours":
        open_one(Registration, uuid4())
    if what == "failed":
        raise ValueError(f"{MARKER} has no such thing")
    if what == "database":
        Registration.objects.filter(number="W-TARIQ").update(number="W-SANNE", family_name=MARKER)
    if what == "template":
        return HttpResponse(Template("{% include name %}").render(Context({"name": MARKER})))
    if what == "absent":
        raise Http404(MARKER)
    if what == "denied":
        raise PermissionDenied(MARKER)
    return HttpResponse(f"{what} done", status=500 if what == "broken" else 200)


@page(kind=Kind.STAFF, activity="home-seekers", purpose="registration", needs="import")
def importing(_request: HttpRequest) -> HttpResponse:
    """For who may import."""
    return HttpResponse("to import")


def silent(_request: HttpRequest, how: str) -> HttpResponse:
    """A view that declared nothing, and asks for rows all the same."""
    if how == "model":
        return HttpResponse(str(Registration.objects.count()))
    with connections[current().key].cursor() as cursor:
        cursor.execute(
            "SELECT family_name FROM allocation_registration WHERE id = %s", [member("sanne").file]
        )
        return HttpResponse(str(cursor.fetchall()))


@page(kind=Kind.STAFF, activity="home-seekers", purpose="registration", needs="view", scope="register")
def told(request: HttpRequest, what: str) -> HttpResponse:
    """The same for a program; and what asks for the proof of a browser."""
    if what == "sensitive":
        require_proof()
    return changed(request, what)


@page(kind=Kind.STAFF, activity="home-seekers", purpose="registration", needs="import", scope="register")
def brought(_request: HttpRequest) -> HttpResponse:
    """For a program of who may import."""
    return HttpResponse("to import")


@page(kind=Kind.VISITOR)
def known(_request: HttpRequest) -> HttpResponse:
    """For everybody's program."""
    return HttpResponse("for everybody")


def spoken(view: View) -> View:
    """A view of the API that is read alone."""
    return door(view, {"GET": view.page})  # type: ignore[attr-defined]


handler500 = "huisvrede.foundation.gates.middleware.unforeseen"
urlpatterns = [
    path("", include("huisvrede.foundation.gates.urls")),
    path("", include("huisvrede.foundation.people.urls")),
    path("ui/", include("huisvrede.foundation.ui.urls")),
    path("api/proef/<slug:what>", spoken(told)),
    path("api/importeren", spoken(brought)),
    path("api/bekend", spoken(known)),
    path("api/bladzijde", changed, {"what": "well"}),
    path("werk/proef/<slug:what>/", changed),
    path("werk/importeren/", importing),
    path("stil/<slug:how>/", silent),
]
