"""The list of the files that were brought, one for each kind of table: by whom, when, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from huisvrede.foundation.imports.models import Import, TakingBack
from huisvrede.foundation.imports.queries import brought, mine
from huisvrede.foundation.imports.services import FINAL
from huisvrede.foundation.imports.shapes import ImportShape, offered
from huisvrede.foundation.lists.declaring import Facet, ListOf, Option, Sort, declare_list, list_named
from huisvrede.foundation.people.models import Hat, named
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.ui.templatetags.ui import badge

STATES: Final = {
    "checking": (gettext_noop("being read"), "info"),
    "choosing": (gettext_noop("waits for a choice of columns"), "warning"),
    "checked": (gettext_noop("checked, waits for a yes"), "warning"),
    "storing": (gettext_noop("being stored"), "info"),
    "stored": (gettext_noop("stored"), "ok"),
    "refused": (gettext_noop("not taken in"), "neutral"),
}
"""How far a file is -> in words, and the kind of its badge."""
BACK: Final = (gettext_noop("taken back"), "neutral")
KEY: Final = "importen-{}"


def of(shape: ImportShape) -> ListOf[Any]:
    """The list of the files of a kind."""
    return list_named(KEY.format(shape.slug))


def _cells(shape: ImportShape, rows: Sequence[Import]) -> list[Row]:
    runs = [one.pk for one in rows]
    back = set(TakingBack.objects.filter(run__in=runs, outcome=TakingBack.OUT).values_list("run_id", flat=True))
    names = dict(Hat.objects.filter(pk__in={one.hat_id for one in rows}).values_list("pk", "name"))
    return [_row(shape, one, BACK if one.pk in back else STATES[one.state], names) for one in rows]


def _row(shape: ImportShape, one: Import, state: tuple[str, str], names: dict[Any, str]) -> Row:
    said, kind = state
    who = named(names.get(one.hat_id, "")) if one.hat_id else gettext("the command line")
    day = date_format(one.made_on, "DATE_FORMAT")
    cells = (one.filename, day, who, badge(gettext(said), kind), one.total, one.stored, one.known, one.faulty)
    return Row(cells, reverse(f"imports:{shape.key}-run", args=[one.pk]))


def _states() -> list[Option]:
    return [
        Option("bezig", gettext_lazy("not done yet"), ~Q(state__in=FINAL)),
        Option("opgeslagen", gettext_lazy("stored"), Q(state="stored")),
        Option("niet", gettext_lazy("not taken in"), Q(state="refused")),
    ]


def _by_whom() -> list[Option]:
    return [Option("mij", gettext_lazy("You"), mine()), Option("anderen", gettext_lazy("Others"), ~mine())]


for _shape in offered():
    declare_list(
        ListOf(
            key=KEY.format(_shape.slug),
            name=gettext_lazy("Files that were brought"),
            activity=_shape.activity,
            purpose=_shape.purpose,
            needs="import",
            page=f"imports:{_shape.key}-list",
            rows=partial(brought, _shape),
            columns=[
                gettext_lazy("File name"),
                gettext_lazy("Brought on"),
                gettext_lazy("Brought by"),
                gettext_lazy("State"),
                gettext_lazy("Rows"),
                gettext_lazy("Stored"),
                gettext_lazy("Known already"),
                gettext_lazy("With a problem"),
            ],
            cells=partial(_cells, _shape),
            empty=gettext_lazy("No file is in this list. Bring one, or choose other answers."),
            facets=(
                Facet("door", gettext_lazy("Brought by"), _by_whom),
                Facet("staat", gettext_lazy("State"), _states),
            ),
            sorts=(
                Sort("nieuwste", gettext_lazy("Newest first"), ("-made_on", "-id")),
                Sort("oudste", gettext_lazy("Oldest first"), ("made_on", "id")),
            ),
        )
    )
