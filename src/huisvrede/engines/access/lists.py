"""The lists of who supervises: the access log, the sign-in log, colleagues, exceptional openings, who is let in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access import queries, recovery, staff
from huisvrede.engines.access.opening import REVIEW
from huisvrede.engines.access.services import ACTIVITY
from huisvrede.engines.access.staff import Colleague
from huisvrede.foundation.audit import signin
from huisvrede.foundation.audit.models import Look, SignIn
from huisvrede.foundation.gates.naming import Names, action, names
from huisvrede.foundation.lists.declaring import Facet, ListOf, Option, Sort, declare_list
from huisvrede.foundation.people.models import Bond, Hat, Opening, Recovery, named
from huisvrede.foundation.people.queries import running
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.ui.listing import Row
from huisvrede.foundation.ui.templatetags.ui import badge
from huisvrede.foundation.walls.session import session
from huisvrede.foundation.walls.ticket import NOBODY

LOGGING = "logging"
OUTCOMES: Mapping[str, tuple[str, str]] = {
    signin.Outcome.PASSWORD: (gettext_noop("password right, not signed in yet"), "neutral"),
    signin.Outcome.PASSED: (gettext_noop("signed in"), "ok"),
    signin.Outcome.FAILED: (gettext_noop("wrong address or password"), "warning"),
    signin.Outcome.CODE_FAILED: (gettext_noop("wrong code"), "warning"),
    signin.Outcome.LOCKED: (gettext_noop("locked after too many attempts"), "error"),
    signin.Outcome.OUT: (gettext_noop("signed out"), "neutral"),
    signin.Outcome.IDLE: (gettext_noop("signed out after doing nothing"), "neutral"),
    signin.Outcome.RECOVERED: (gettext_noop("new password by the code of two colleagues"), "info"),
    signin.Outcome.KEY_MADE: (gettext_noop("made a key for a program"), "info"),
    signin.Outcome.KEY_WITHDRAWN: (gettext_noop("withdrew a key for a program"), "neutral"),
    signin.Outcome.KEY_FAILED: (gettext_noop("wrong or lapsed key of a program"), "warning"),
    signin.Outcome.REPLACED: (gettext_noop("an old cookie was used, perhaps a copy"), "error"),
}
"""Every outcome of an attempt in words, and the kind of its badge."""
NEWEST = Sort("nieuwste", gettext_lazy("Newest first"), queries.NEWEST)
OLDEST = Sort("oudste", gettext_lazy("Oldest first"), ("at", "id"))


def today() -> tuple[Names, UUID]:
    """What things are called in the version of the day, and its key."""
    version = version_on(session().acting.day).pk
    return names([version]), version


def moment(at: datetime) -> str:
    """A day and a time in figures."""
    here = timezone.localtime(at)
    return f"{date_format(here, 'SHORT_DATE_FORMAT')} {date_format(here, 'TIME_FORMAT')}"


def who(line: Look, hats: Mapping[UUID, str]) -> str:
    """Who did it, for who supervises: a colleague by name, a data subject never."""
    if line.hat in hats:
        return hats[line.hat]
    if line.hat != NOBODY:
        return _("A data subject")
    return _("The system itself") if line.account == NOBODY else _("Somebody who was signing in")


def role(called: Names, version: UUID, key: str) -> str | None:
    """The role for who supervises; who looked at their own data had none."""
    return called.role(version, key) if key and key != Kind.SUBJECT.value else None


def what(line: Look) -> Any:
    """What was done, or that it was refused."""
    return badge(_("refused"), "warning") if line.refused else action(line.action)


def state_of(colleague: Colleague) -> tuple[str, str]:
    """How somebody stands here, and the kind of its badge."""
    if colleague.due:
        return _("roles to be looked at"), "warning"
    said = {
        "ended": (_("left"), "neutral"),
        "later": (_("begins later"), "info"),
        "invited": (_("invited"), "info"),
        "here": (_("works here"), "ok"),
    }
    return said[colleague.state]


def _looks(rows: Sequence[Look]) -> list[Row]:
    called, version = today()
    hats, roles = queries.names_of_hats({line.hat for line in rows}), queries.roles_of(rows)
    return [
        Row(
            (
                moment(line.at),
                who(line, hats),
                role(called, version, roles[line.pk][0]) if line.pk in roles else None,
                called.activity(version, line.activity),
                what(line),
                line.subjects,
            ),
            reverse("access:look", args=[line.pk]),
        )
        for line in rows
    ]


def _activities() -> list[Option]:
    called, _version = today()
    found = sorted(((key, name) for (_v, key), name in called.activities.items()), key=lambda pair: pair[1])
    return [Option(key, name, Q(activity=key)) for key, name in found]


def _refused() -> list[Option]:
    return [Option("ja", gettext_lazy("Only what was refused"), Q(refused=True))]


def _sign_ins(rows: Sequence[SignIn]) -> list[Row]:
    known = queries.names_of_accounts(line.account for line in rows)
    return [_sign_in(line, known) for line in rows]


def _sign_in(line: SignIn, known: Mapping[UUID, str]) -> Row:
    said, kind = OUTCOMES[line.outcome]
    account = (
        known.get(line.account, _("An account that is not of the staff")) if line.account else _("No account")
    )
    return Row((moment(line.at), badge(_(said), kind), account, line.address))


def _failed() -> list[Option]:
    return [Option("mislukt", gettext_lazy("Only what failed"), Q(outcome__in=queries.FAILURES))]


def _colleagues(rows: Sequence[Hat]) -> list[Row]:
    called, version = today()
    return [_colleague(one, called, version) for one in staff.colleagues(rows)]


def _colleague(colleague: Colleague, called: Names, version: UUID) -> Row:
    hat, bond = colleague.hat, colleague.bond
    roles = ", ".join(called.role(version, grant.role) for grant in colleague.roles)
    bound = (date_format(bond.ends_on) if bond.ends_on else _("no end date")) if bond else _("not signed yet")
    cells = (hat.called, hat.organisation or session().organisation.name, roles or None, bound, badge(*state_of(colleague)))
    return Row(cells, reverse("access:colleague", args=[hat.pk]))


def _came_in() -> Exists:
    """Whoever promised secrecy as this colleague."""
    return Exists(Bond.objects.filter(hat=OuterRef("pk")))


def _states() -> list[Option]:
    day = session().acting.day
    return [
        Option("hier", gettext_lazy("works here"), running(day) & Q(_came_in())),
        Option("uitgenodigd", gettext_lazy("invited"), running(day) & ~Q(_came_in())),
        Option("later", gettext_lazy("begins later"), Q(starts_on__gt=day)),
        Option("weg", gettext_lazy("left"), Q(ends_on__lt=day)),
    ]


def state_of_opening(one: Opening) -> tuple[str, str]:
    """How far the review of a file that was opened exceptionally is, and the kind of its badge."""
    if one.reviewed_on is not None:
        return (_("reviewed, not told yet"), "warning") if one.withheld else (_("reviewed"), "ok")
    if one.review_by < session().acting.day:
        return _("review is late"), "error"
    return (_("open"), "warning") if one.ends_at > timezone.now() else (_("to be reviewed"), "info")


def _openings(rows: Sequence[Opening]) -> list[Row]:
    called, version = today()
    hats, me = queries.names_of_hats({one.hat for one in rows}), session().acting.hat
    return [
        Row(
            (
                moment(one.opened_at),
                called.activity(version, one.activity),
                hats.get(one.hat, named("")),
                date_format(one.review_by),
                badge(*state_of_opening(one)),
            ),
            reverse("access:opening" if one.hat == me else "access:judge", args=[one.pk]),
        )
        for one in rows
    ]


def _reviews() -> list[Option]:
    waits, told = Q(reviewed_on=None), Q(withheld="")
    return [
        Option("te-beoordelen", gettext_lazy("to be reviewed"), waits),
        Option("te-laat", gettext_lazy("review is late"), waits & Q(review_by__lt=session().acting.day)),
        Option("niet-verteld", gettext_lazy("reviewed, not told yet"), ~waits & ~told),
        Option("beoordeeld", gettext_lazy("reviewed"), ~waits & told),
    ]


def _own_openings() -> QuerySet[Opening]:
    return Opening.objects.filter(hat=session().acting.hat)


def state_of_recovery(one: Recovery) -> tuple[str, str]:
    """What became of letting somebody in again, and the kind of its badge."""
    return {
        "waits": (_("waits for a second colleague"), "info"),
        "confirmed": (_("confirmed, the code works"), "ok"),
        "declined": (_("declined"), "neutral"),
        "stopped": (_("stopped by the owner"), "warning"),
        "used": (_("in again"), "ok"),
        "lapsed": (_("too old"), "neutral"),
    }[recovery.state_of(one)]


def whom(found: Recovery, names: Mapping[UUID, str]) -> str:
    """A colleague by name; of who has a file no more than that, since who looks here need not know who it is."""
    return _("Somebody with a file") if found.by_file else names.get(found.whose, _("A former member of staff"))


def _recoveries(rows: Sequence[Recovery]) -> list[Row]:
    names = queries.names_of_accounts(one.whose for one in rows if not one.by_file)
    return [
        Row(
            (whom(one, names), moment(one.asked_at), badge(*state_of_recovery(one))),
            reverse("access:recovery", args=[one.pk]),
        )
        for one in rows
    ]


def _outcomes() -> list[Option]:
    works = recovery.works()
    return [
        Option("wacht", gettext_lazy("waits for a second colleague"), works & Q(outcome="")),
        Option("bevestigd", gettext_lazy("confirmed, the code works"), works & Q(outcome="confirmed")),
        Option("voorbij", gettext_lazy("over"), ~works),
    ]


LOOKS = declare_list(
    ListOf(
        key="logboek",
        name=gettext_lazy("Access log"),
        activity=LOGGING,
        purpose="accountability",
        page="access:looks",
        rows=Look.objects.all,
        columns=[
            gettext_lazy("When"),
            gettext_lazy("Who"),
            gettext_lazy("Role"),
            gettext_lazy("Activity"),
            gettext_lazy("What was done"),
            gettext_lazy("Data subjects"),
        ],
        cells=_looks,
        empty=gettext_lazy("No line has all of this. Choose other days or fewer filters."),
        facets=(
            Facet("activiteit", gettext_lazy("Activity"), _activities, counted=False),
            Facet("geweigerd", gettext_lazy("Refused"), _refused, counted=False),
        ),
        sorts=(NEWEST, OLDEST),
    )
)
SIGN_INS = declare_list(
    ListOf(
        key="aanmeldlog",
        name=gettext_lazy("Attempts to sign in"),
        activity=LOGGING,
        purpose="sign-in",
        page="access:sign_ins",
        rows=SignIn.objects.all,
        columns=[gettext_lazy("When"), gettext_lazy("Outcome"), gettext_lazy("Account"), gettext_lazy("Address")],
        cells=_sign_ins,
        empty=gettext_lazy("There was no such attempt to sign in."),
        facets=(Facet("uitkomst", gettext_lazy("Outcome"), _failed, counted=False),),
        sorts=(NEWEST, OLDEST),
    )
)
COLLEAGUES = declare_list(
    ListOf(
        key="collegas",
        name=gettext_lazy("Colleagues"),
        activity=ACTIVITY,
        purpose="account-management",
        page="access:colleagues",
        rows=staff.everybody,
        columns=[
            gettext_lazy("Name"),
            gettext_lazy("Works for"),
            gettext_lazy("Roles"),
            gettext_lazy("Bound to secrecy until"),
            gettext_lazy("State"),
        ],
        cells=_colleagues,
        empty=gettext_lazy("Nobody is here. Choose another state, or invite a colleague."),
        facets=(Facet("staat", gettext_lazy("State"), _states),),
        sorts=(
            Sort("naam", gettext_lazy("Name"), ("name", "id")),
            Sort("nieuwste", gettext_lazy("Newest first"), ("-starts_on", "-id")),
        ),
    )
)
OPENINGS = declare_list(
    ListOf(
        key="bij-uitzondering",
        name=gettext_lazy("Files that were opened exceptionally"),
        activity=LOGGING,
        purpose="accountability",
        page="access:openings",
        needs=REVIEW,
        rows=Opening.objects.all,
        columns=[
            gettext_lazy("Opened"),
            gettext_lazy("Kind of file"),
            gettext_lazy("By whom"),
            gettext_lazy("To be reviewed by"),
            gettext_lazy("State"),
        ],
        cells=_openings,
        empty=gettext_lazy("No file was opened exceptionally."),
        facets=(Facet("staat", gettext_lazy("State"), _reviews),),
        sorts=(
            Sort("nieuwste", gettext_lazy("Newest first"), ("-opened_at", "-id")),
            Sort("beoordelen", gettext_lazy("First to be reviewed"), ("review_by", "id")),
        ),
    )
)
OWN_OPENINGS = declare_list(
    replace(
        OPENINGS,
        key="zelf-geopend",
        activity="",
        purpose="exceptional-access",
        page="access:own_opened",
        needs="",
        rows=_own_openings,
    )
)
RECOVERIES = declare_list(
    ListOf(
        key="weer-binnenlaten",
        name=gettext_lazy("Asked in the last month"),
        activity=ACTIVITY,
        purpose="account-management",
        page="access:recoveries",
        needs="",
        asks=recovery.require_either,
        rows=recovery.recent,
        columns=[gettext_lazy("Who"), gettext_lazy("Asked at"), gettext_lazy("State")],
        cells=_recoveries,
        empty=gettext_lazy("Nobody had to be let in again in the last month."),
        facets=(Facet("staat", gettext_lazy("State"), _outcomes),),
        sorts=(
            Sort("nieuwste", gettext_lazy("Newest first"), ("-asked_at", "-id")),
            Sort("oudste", gettext_lazy("Oldest first"), ("asked_at", "id")),
        ),
    )
)
