"""The lists of the policy: the record of processing activities in force, and the changes of the policy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from huisvrede.engines.transparency import queries
from huisvrede.engines.transparency.checks import known_ends
from huisvrede.engines.transparency.drafts import policies
from huisvrede.engines.transparency.rules import ACTIVITY, PURPOSE
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.lists.declaring import Facet, ListOf, Option, Sort, declare_list
from huisvrede.foundation.register.models import Activity, Version
from huisvrede.foundation.register.words import WORDS, how_long, vocabulary
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.ui.templatetags.ui import badge
from huisvrede.foundation.walls.session import session

STATES: Final = {
    "draft": gettext_noop("Draft"),
    "sent": gettext_noop("Waits for advice"),
    "advised": gettext_noop("Waits for a decision"),
    "granted": gettext_noop("Adopted, the version is being made"),
    "adopted": gettext_noop("Adopted"),
    "refused": gettext_noop("Not adopted"),
    "dropped": gettext_noop("Given up"),
    "failed": gettext_noop("Decided, but it can't be read as a policy"),
}
"""How far a change of the policy is -> in words."""
BADGES = {"open": "ok", "closed": "warning", "elsewhere": "neutral", "planned": "neutral"}


def _rows() -> QuerySet[Activity]:
    return queries.listed([queries.version_today()])


def _version() -> str:
    """The counts hold for a version, and for a day: on the next, another look may be due."""
    return f"{queries.version_today().pk}:{session().acting.day}"


def _attention() -> list[Option]:
    """The entries that somebody has to do something about; the pages of each say what."""
    ends = known_ends()
    asking, closing = {end.activity for end in ends if end.asks}, {end.activity for end in ends if end.closes}
    return [
        Option("aanvullen", gettext_lazy("To be completed or looked at again"), Q(key__in=asking)),
        Option("besluiten", gettext_lazy("Closed until somebody decides"), Q(key__in=closing)),
    ]


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
            Facet("aandacht", gettext_lazy("To be done"), _attention),
            Facet("grondslag", gettext_lazy("Legal basis"), _options("basis", queries.on_basis)),
            Facet("gegevens", gettext_lazy("Kind of personal data"), _options("category", queries.with_category)),
        ),
        sorts=(Sort("naam", gettext_lazy("Name"), queries.by_name),),
        sizes=queries.SIZES,
        steady=_version,
    )
)


def _changes(rows: Sequence[Case]) -> list[Row]:
    numbers = dict(Version.objects.filter(adopted_in__in=[case.pk for case in rows]).values_list("adopted_in", "number"))
    return [
        Row(
            (
                date_format(case.received_on, "DATE_FORMAT"),
                gettext(STATES[case.state]),
                date_format(case.closed_on, "DATE_FORMAT") if case.closed_on else None,
                numbers.get(case.pk),
            ),
            reverse("transparency:draft", args=[case.pk]),
        )
        for case in rows
    ]


def _outcomes() -> list[Option]:
    return [
        Option("loopt", gettext_lazy("Running"), Q(closed_on=None)),
        Option("vastgesteld", gettext_lazy("Adopted"), Q(state="adopted")),
        Option("niet", gettext_lazy("Not adopted"), Q(closed_on__isnull=False) & ~Q(state="adopted")),
    ]


CHANGES = declare_list(
    ListOf(
        key="beleid",
        name=gettext_lazy("Changes of the policy"),
        activity=ACTIVITY,
        purpose=PURPOSE,
        page="transparency:drafts",
        rows=policies,
        columns=[gettext_lazy("Begun on"), gettext_lazy("State"), gettext_lazy("Closed on"), gettext_lazy("Version")],
        cells=_changes,
        empty=gettext_lazy("No change is in this list. Before the first, the policy is as it was when Huisvrede was set up."),
        facets=(Facet("staat", gettext_lazy("State"), _outcomes),),
        sorts=(
            Sort("nieuwste", gettext_lazy("Newest first"), ("-received_on", "-id")),
            Sort("oudste", gettext_lazy("Oldest first"), ("received_on", "id")),
        ),
    )
)
