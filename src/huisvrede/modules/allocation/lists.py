"""The list of home seekers: what it shows, how it is narrowed and ordered, what a file of it holds."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.lists.declaring import Facet, ListOf, Option, Sort, declare_list
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.ui.templatetags.ui import badge
from huisvrede.foundation.walls.session import session
from huisvrede.modules.allocation.models import Assignment, Registration
from huisvrede.modules.allocation.personal_data import ACTIVITY
from huisvrede.modules.allocation.views.showing import day_text, state


def _states() -> list[Option]:
    return [
        Option("lopend", _("Running"), Q(ended_on=None)),
        Option("beeindigd", _("Ended"), Q(ended_on__isnull=False)),
    ]


def _handled() -> list[Option]:
    acting = session().acting
    mine = Assignment.objects.filter(running(acting.day), worker=acting.hat).values("registration")
    return [Option("mij", _("By me"), Q(pk__in=mine))]


def _cells(rows: Sequence[Registration]) -> list[Row]:
    return [
        Row(
            cells=[
                one.full_name,
                one.number,
                day_text(one.birth_date),
                one.postcode,
                day_text(one.registered_on),
                badge(*state(one)),
            ],
            url=reverse("allocation:record", args=[one.pk]),
        )
        for one in rows
    ]


SEEKERS = declare_list(
    ListOf(
        key="woningzoekenden",
        name=_("Home seekers"),
        activity=ACTIVITY,
        purpose="registration",
        page="allocation:list",
        rows=Registration.objects.all,
        columns=(
            _("Name"),
            _("Registration number"),
            _("Date of birth"),
            _("Postcode"),
            _("Registered on"),
            _("State"),
        ),
        cells=_cells,
        empty=_("Nobody was found. Try fewer filters, or register somebody who asks for it."),
        facets=(Facet("staat", _("State"), _states), Facet("behandeling", _("Handled"), _handled)),
        sorts=(
            Sort("nieuwste", _("Newest first"), ("-registered_on", "-id")),
            Sort("oudste", _("Oldest first"), ("registered_on", "id")),
            Sort("naam", _("Surname"), ("search_name", "registered_on", "id")),
        ),
        exported=(
            "number",
            "given_name",
            "name_prefix",
            "family_name",
            "birth_date",
            "postcode",
            "registered_on",
            "ended_on",
            "end_reason",
        ),
    )
)
