"""The list of certificates of destruction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy

from huisvrede.core.duration import Language
from huisvrede.engines.retention import queries
from huisvrede.foundation.disposal.models import Certificate
from huisvrede.foundation.disposal.rules import in_words
from huisvrede.foundation.lists.declaring import ListOf, Sort, declare_list
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
