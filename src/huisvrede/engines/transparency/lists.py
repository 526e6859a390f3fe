"""The lists of the policy: the record of processing activities in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from huisvrede.engines.transparency import queries
from huisvrede.foundation.lists.declaring import Facet, ListOf, Option, Sort, declare_list
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.queries import in_force, version_on
from huisvrede.foundation.register.words import WORDS, how_long, vocabulary
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.ui.templatetags.ui import badge
from huisvrede.foundation.walls.session import session

BADGES = {"open": "ok", "closed": "warning", "elsewhere": "neutral", "planned": "neutral"}


def _rows() -> QuerySet[Activity]:
    return queries.listed(in_force(session().acting.day))


def _version() -> str:
    return str(version_on(session().acting.day).pk)


def _options(kind: str, where: Callable[[str], Q]) -> Callable[[], list[Option]]:
    """Every code of a kind of word as an answer; asked once, since no code depends on who reads."""
    known = {code: where(code) for code in WORDS[kind]}
    return lambda: [Option(code, text, known[code]) for code, text in vocabulary(kind).items()]


def _cells(rows: Sequence[Activity]) -> list[Row]:
    """What is the same in every row is looked up once: a page of 100 has 2,000 words."""
    here = reverse("transparency:register")
    states = {code: badge(text, BADGES[code]) for code, text in vocabulary("state").items()}
    bases, kinds = vocabulary("basis"), vocabulary("category")
    return [
        Row(
            cells=(
                one.name,
                states[one.state],
                "; ".join(one.purposes),
                ", ".join(bases[basis] for basis in one.bases),
                ", ".join(kinds[category] for category in one.categories),
                ", ".join(how_long(period) for period in one.periods) or "–",
                one.recipients,
            ),
            url=f"{here}{one.key}/",
        )
        for one in queries.in_short(rows)
    ]


REGISTER = declare_list(
    ListOf(
        key="register",
        name=gettext_lazy("Processing activities"),
        activity="",
        needs="",
        purpose="register",
        page="transparency:register",
        rows=_rows,
        columns=(
            gettext_lazy("Activity"),
            gettext_lazy("State"),
            gettext_lazy("Purposes"),
            gettext_lazy("Legal bases"),
            gettext_lazy("Kinds of personal data"),
            gettext_lazy("Kept for"),
            gettext_lazy("Recipients"),
        ),
        cells=_cells,
        empty=gettext_lazy("No activity has all of this."),
        facets=(
            Facet("staat", gettext_lazy("State"), _options("state", queries.in_state)),
            Facet("grondslag", gettext_lazy("Legal basis"), _options("basis", queries.on_basis)),
            Facet("gegevens", gettext_lazy("Kind of personal data"), _options("category", queries.with_category)),
        ),
        sorts=(Sort("naam", gettext_lazy("Name"), queries.by_name),),
        sizes=queries.SIZES,
        steady=_version,
    )
)
