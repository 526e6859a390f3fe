"""The list of residents: what it shows, how it is narrowed and ordered; it has no export (CAR-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.lists.declaring import Facet, ListOf, Option, Sort, declare_list
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.ui.templatetags.ui import badge
from huisvrede.foundation.walls.session import session
from huisvrede.modules.care.models import Resident, Support
from huisvrede.modules.care.personal_data import ACTIVITY


def day_text(day: date | None) -> str:
    """A day in words, or a dash."""
    return date_format(day, "DATE_FORMAT") if day else "–"


def state(resident: Resident) -> tuple[str, str]:
    """The state in a word, and the kind of its badge."""
    return (gettext("Running"), "ok") if resident.ended_on is None else (gettext("Ended"), "neutral")


def _states() -> list[Option]:
    return [
        Option("lopend", _("Running"), Q(ended_on=None)),
        Option("beeindigd", _("Ended"), Q(ended_on__isnull=False)),
    ]


def _supported() -> list[Option]:
    acting = session().acting
    mine = Support.objects.filter(running(acting.day), worker=acting.hat).values("resident")
    return [Option("mij", _("By me"), Q(pk__in=mine))]


def _cells(rows: Sequence[Resident]) -> list[Row]:
    return [
        Row(
            cells=[
                one.full_name,
                one.number,
                day_text(one.started_on),
                day_text(one.last_contact_on),
                badge(*state(one)),
            ],
            url=reverse("care:file", args=[one.pk]),
        )
        for one in rows
    ]


RESIDENTS = declare_list(
    ListOf(
        key="bewoners",
        name=_("Residents"),
        activity=ACTIVITY,
        purpose="care-plan",
        page="care:list",
        rows=Resident.objects.all,
        columns=(_("Name"), _("File number"), _("Support since"), _("Last contact"), _("State")),
        cells=_cells,
        empty=_("There is nobody here. You see a resident from the day on which you support them."),
        facets=(Facet("staat", _("State"), _states), Facet("begeleiding", _("Supported"), _supported)),
        sorts=(
            Sort("nieuwste", _("Newest first"), ("-started_on", "-id")),
            Sort("oudste", _("Oldest first"), ("started_on", "id")),
            Sort("naam", _("Surname"), ("search_name", "started_on", "id")),
        ),
    )
)
