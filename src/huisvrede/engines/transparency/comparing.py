"""What the register said on two days, and what became different in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.transparency.drafts import Changed, differing
from huisvrede.engines.transparency.forms import DaysForm
from huisvrede.foundation.gates.page import page
from huisvrede.foundation.register.entries import Said, said_in, served_in, settings_in
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.register.queries import NoPolicy, version_on
from huisvrede.foundation.register.words import language
from huisvrede.foundation.walls.session import session


@dataclass(frozen=True)
class Part:
    """Of one of both records, or of what holds for all: which entries are new, which are gone, and what differs."""

    added: list[str]
    gone: list[str]
    changed: list[Changed]

    @property
    def same(self) -> bool:
        """Whether it said the same on both days."""
        return not (self.added or self.gone or self.changed)


@dataclass(frozen=True)
class Compared:
    """Two days: the version of each, and what became of both records; always as many queries."""

    before: Version
    after: Version
    own: Part
    served: Part
    general: Part

    @property
    def same(self) -> bool:
        """Whether the register said the same on both days."""
        return self.own.same and self.served.same and self.general.same


def compared(since: date, until: date) -> Compared:
    """The register of two days side by side; NoPolicy for a day on which none was in force."""
    before, after = version_on(since), version_on(until)
    return Compared(
        before=before,
        after=after,
        own=_part(said_in(before), said_in(after)),
        served=_part(served_in(before), served_in(after)),
        general=_part(settings_in(before), settings_in(after)),
    )


def _part(was: dict[str, Said], now: dict[str, Said]) -> Part:
    tongue = language()
    return Part(
        added=sorted(said["name"][tongue] for key, said in now.items() if key not in was),
        gone=sorted(said["name"][tongue] for key, said in was.items() if key not in now),
        changed=differing(was, {key: said for key, said in now.items() if key in was}),
    )


@page(kind=Kind.STAFF, purpose="register")
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two days from the address (`van`, `tot`), and what the register said on either."""
    day = session().acting.day
    asked = {"van": request.GET.get("van", ""), "tot": request.GET.get("tot") or day.isoformat()}
    form = DaysForm(asked if asked["van"] else None, initial={"tot": day})
    context: dict[str, object] = {"form": form}
    if form.is_bound and form.is_valid():
        first, last = sorted((form.cleaned_data["van"], form.cleaned_data["tot"]))
        context |= {"first": first, "last": last}
        try:
            context["compared"] = compared(first, last)
        except NoPolicy:
            form.add_error("van", _("On this day no policy was in force here yet. Choose a later day."))
    return render(request, "transparency/compare.html", context)
