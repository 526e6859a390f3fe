"""The list of what waits: for the reader and for others, the soonest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from huisvrede.engines.access import tasks
from huisvrede.engines.access.queries import names_of_hats
from huisvrede.engines.rights.rules import PAPER_PATH, STAFF_PATH, WORKFLOWS
from huisvrede.engines.transparency import rules
from huisvrede.engines.transparency.queries import names_of_entries
from huisvrede.engines.transparency.tasks import LOOK_AGAIN
from huisvrede.foundation.cases.models import KEPT
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.duties.queries import open_duties, running
from huisvrede.foundation.lists.declaring import Facet, ListOf, Option, Sort, declare_list
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.queries import in_force
from huisvrede.foundation.register.words import language
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.ui.templatetags.ui import SOON, days_left
from huisvrede.foundation.walls.session import session

CASES: Final = dict.fromkeys(WORKFLOWS, STAFF_PATH) | {rules.POLICY.key: rules.STAFF_PATH}
"""Workflow -> address of its cases, with a place for the key."""
NAMED: Final[Mapping[str, Callable[[Sequence[UUID]], Mapping[UUID, str]]]] = {
    LOOK_AGAIN: names_of_entries,
    tasks.LOOK_AGAIN: names_of_hats,
}
"""What a clock asks -> how the rows that such clocks are about are called, for a reader who may see them."""
MINE, OTHERS = "mij", "anderen"


def which(duties: Sequence[Duty]) -> dict[UUID, str]:
    """What each of these clocks is about, in a word or two: a case by its reference, a row by its name; not all have one."""
    told = {one.pk: str(one.case_id)[:8].upper() for one in duties if one.case_id}
    for what, names in NAMED.items():
        about = {one.pk: one.about for one in duties if one.what == what and one.about}
        called = names(list(about.values())) if about else {}
        told |= {key: called[row] for key, row in about.items() if row in called}
    return told


def address_of(one: Any) -> str:
    """Where a clock is stopped; "" where the reader has nothing to do."""
    if one.case is None:
        return str(one.path)
    if one.mine and one.case.state == KEPT:
        return PAPER_PATH.format(one.case_id)
    found = CASES.get(one.case.workflow)
    return found.format(one.case_id) if found else ""


def waiting() -> QuerySet[Any]:
    """What is due, each with its case."""
    return open_duties().select_related("case")


def _activities() -> dict[str, str]:
    """The activities in which something waits, by key, as they are called today."""
    version = in_force(session().acting.day)
    asked = running().order_by().values("activity")
    name = f"name_{language()}"
    return dict(Activity.objects.filter(version__in=version, key__in=asked).order_by(name).values_list("key", name))


def _waits_for() -> list[Option]:
    return [Option(MINE, gettext_lazy("You"), Q(mine=True)), Option(OTHERS, gettext_lazy("Others"), Q(mine=False))]


def _terms() -> list[Option]:
    day = session().acting.day
    soon = day + timedelta(days=SOON)
    return [
        Option("te-laat", gettext_lazy("Late"), Q(due_on__lt=day)),
        Option("deze-week", gettext_lazy("Within a week"), Q(due_on__range=(day, soon))),
        Option("later", gettext_lazy("Later"), Q(due_on__gt=soon)),
    ]


def _in_activity() -> list[Option]:
    return [Option(key, name, Q(activity=key)) for key, name in _activities().items()]


def _cells(duties: Sequence[Any]) -> list[Row]:
    told, called, day = which(duties), _activities(), session().acting.day
    return [
        Row(
            (
                gettext(one.what),
                told.get(one.pk),
                called.get(one.activity, one.activity),
                gettext("You") if one.mine else gettext("Others"),
                f"{date_format(one.due_on, 'DATE_FORMAT')} ({days_left((one.due_on - day).days)})",
            ),
            address_of(one),
        )
        for one in duties
    ]


DUTIES = declare_list(
    ListOf(
        key="taken",
        name=gettext_lazy("What waits"),
        activity="",
        needs="",
        purpose="rights",
        page="desk:duties",
        rows=waiting,
        columns=[
            gettext_lazy("What is to be done"),
            gettext_lazy("Which"),
            gettext_lazy("Activity"),
            gettext_lazy("Waits for"),
            gettext_lazy("Last day"),
        ],
        cells=_cells,
        empty=gettext_lazy("Nothing of this waits. Choose another term or activity, or look what waits for others."),
        facets=(
            Facet("wie", gettext_lazy("Waits for"), _waits_for, usual=MINE),
            Facet("termijn", gettext_lazy("Last day"), _terms),
            Facet("activiteit", gettext_lazy("Activity"), _in_activity),
        ),
        sorts=(
            Sort("eerst", gettext_lazy("Soonest first"), ("due_on", "id")),
            Sort("laatst", gettext_lazy("Latest first"), ("-due_on", "-id")),
        ),
    )
)
