"""The lists of certificates of destruction, and of files that are held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy

from huisvrede.core.duration import Language
from huisvrede.engines.retention import queries
from huisvrede.foundation.disposal.models import Certificate, Hold, HoldReason
from huisvrede.foundation.disposal.rules import in_words
from huisvrede.foundation.lists.declaring import Facet, ListOf, Option, Sort, declare_list
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.walls.session import session

ACTIVITY, PURPOSE = "logging", "accountability"


def tongue() -> Language:
    """Dutch, unless the reader chose English."""
    return "en" if get_language() == "en" else "nl"


def name_of(names: Mapping[str, Activity], key: str) -> str:
    """What an activity is called; one that the policy names no more shows its key."""
    found = names.get(key)
    return getattr(found, f"name_{tongue()}") if found else key


def _cells(rows: Sequence[Certificate]) -> list[Row]:
    names = queries.activities(version_on(session().acting.day))
    return [_certificate(one, names) for one in rows]


def _certificate(one: Certificate, names: Mapping[str, Activity]) -> Row:
    stated = one.statement
    cells = [
        gettext("Certificate %(number)d") % {"number": one.number},
        date_format(one.executed_on),
        name_of(names, stated["activity"]),
        stated["count"],
        in_words(stated["rule"]),
    ]
    return Row(cells, url=reverse("retention:certificate", args=[one.number]))


CERTIFICATES = declare_list(
    ListOf(
        key="verklaringen",
        name=gettext_lazy("Certificates of destruction"),
        activity=ACTIVITY,
        purpose=PURPOSE,
        page="retention:certificates",
        rows=Certificate.objects.all,
        columns=[
            gettext_lazy("Certificate"),
            gettext_lazy("Destroyed on"),
            gettext_lazy("Activity"),
            gettext_lazy("Rows"),
            gettext_lazy("Rule"),
        ],
        cells=_cells,
        empty=gettext_lazy(
            "Nothing was destroyed yet. After the first night on which something was, its certificate stands here."
        ),
        sorts=(
            Sort("nieuwste", gettext_lazy("Newest first"), ("-number",)),
            Sort("oudste", gettext_lazy("Oldest first"), ("number",)),
        ),
    )
)


def number_of(one: Hold, files: Mapping[UUID, queries.File]) -> str:
    """The number by which whoever works with the file knows it."""
    found = files.get(one.anchor)
    return found.number if found else gettext("a file without a number")


def _holds(rows: Sequence[Hold]) -> list[Row]:
    files = queries.files_of(rows)
    return [
        Row(
            (
                number_of(one, files),
                one.get_reason_display(),
                date_format(one.starts_on),
                date_format(one.ends_on),
            ),
            reverse("retention:lift", args=[one.pk]),
        )
        for one in rows
    ]


def _reasons() -> list[Option]:
    return [Option(code, name, Q(reason=code)) for code, name in HoldReason.choices]


def _soon() -> list[Option]:
    until = session().acting.day + timedelta(days=30)
    return [Option("maand", gettext_lazy("Within 30 days"), Q(ends_on__lte=until))]


HOLDS = declare_list(
    ListOf(
        key="bewaard",
        name=gettext_lazy("Files that are held"),
        activity=ACTIVITY,
        purpose=PURPOSE,
        page="retention:holds",
        rows=queries.holds,
        columns=[
            gettext_lazy("Number of the file"),
            gettext_lazy("Why"),
            gettext_lazy("Since"),
            gettext_lazy("Look again before"),
        ],
        cells=_holds,
        empty=gettext_lazy("No file is held. Hold one when it must be kept longer, such as for a legal claim."),
        facets=(
            Facet("reden", gettext_lazy("Why"), _reasons),
            Facet("termijn", gettext_lazy("Look again before"), _soon),
        ),
        sorts=(
            Sort("eerst", gettext_lazy("First to be looked at again"), ("ends_on", "id")),
            Sort("nieuwste", gettext_lazy("Newest first"), ("-starts_on", "-id")),
        ),
    )
)
