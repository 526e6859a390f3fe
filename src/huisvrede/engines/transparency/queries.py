"""Reading the register: a page of activities, one activity, how it became what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform

from huisvrede.core.vocabulary import HERE, NOWHERE
from huisvrede.engines.transparency.models import Statement
from huisvrede.engines.transparency.rules import ACTIVITY
from huisvrede.engines.transparency.told import Change, Rows, Told, differences, tell
from huisvrede.foundation.register.models import Activity, Retention, Right, Role, Version
from huisvrede.foundation.register.queries import roles
from huisvrede.foundation.register.words import language

SIZES = (20, 100)
"""How many activities a page may hold; the first unless asked."""


@dataclass(frozen=True)
class Asked:
    """What a reader of the list asks for; empty is everything, from the first page on."""

    state: str = ""
    basis: str = ""
    category: str = ""
    after: str = ""
    before: str = ""
    size: int = SIZES[0]


@dataclass(frozen=True)
class Listed:
    """One page of activities, the periods of each, and whether there is more on either side."""

    rows: list[dict[str, Any]]
    periods: dict[str, list[str]]
    count: int
    earlier: bool
    later: bool


class Length(Func):
    """How many items a JSON list has, counted by the database so that the list itself stays there."""

    function = "jsonb_array_length"
    output_field = IntegerField()


def listed(version: Version, asked: Asked) -> Listed:
    """A page by name: one query for where it begins, one for the rows and how many there are in all, one for periods."""
    name = f"name_{language()}"
    found = _filtered(version, asked)
    rows = list(_from(found, version, asked, name)[: asked.size + 1])
    more, rows = len(rows) > asked.size, rows[: asked.size]
    backwards = bool(asked.before)
    if backwards:
        rows.reverse()
    return Listed(
        rows=rows,
        periods=_periods(version, [row["key"] for row in rows]),
        count=rows[0]["total"] if rows else 0,
        earlier=more if backwards else bool(asked.after),
        later=True if backwards else more,
    )


def _filtered(version: Version, asked: Asked) -> QuerySet[Activity]:
    found = Activity.objects.filter(version=version)
    if asked.state:
        found = found.filter(_in_state(asked.state))
    if asked.basis:
        found = found.filter(content__legal_bases__contains=[{"basis": asked.basis}])
    if asked.category:
        found = found.filter(content__categories__contains=[asked.category])
    return found


def _in_state(state: str) -> Q:
    """As `models.state_of` says it of a row."""
    held = {"closed": Q(content__held_in=HERE), "planned": Q(content__held_in=NOWHERE)}
    held["elsewhere"] = ~(held["closed"] | held["planned"])
    return Q(open=True) if state == "open" else Q(open=False) & held[state]


def _from(found: QuerySet[Activity], version: Version, asked: Asked, name: str) -> QuerySet[Activity, Any]:
    """Behind the activity of the address (or before it), by name; an unknown one asks for all."""
    whole = found
    side, sign = ("before", "lt") if asked.before else ("after", "gt")
    at = getattr(asked, side)
    start = Activity.objects.filter(version=version, key=at) if at else Activity.objects.none()
    for here in start.values_list(name, flat=True):
        found = found.filter(Q(**{f"{name}__{sign}": here}) | Q(**{name: here, f"key__{sign}": at}))
    total = whole.order_by().values("version").annotate(n=Count("pk")).values("n")
    order = (f"-{name}", "-key") if asked.before else (name, "key")
    return found.order_by(*order).values(
        "key",
        "open",
        name=F(name),
        purposes=KeyTransform("purposes", "content"),
        bases=KeyTransform("legal_bases", "content"),
        categories=KeyTransform("categories", "content"),
        recipients=Length(KeyTransform("recipients", "content")),
        held_in=KeyTransform("held_in", "content"),
        total=Subquery(total),
    )


def _periods(version: Version, keys: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rules = Retention.objects.filter(version=version, activity__in=keys).order_by("clock")
    for activity, period in rules.values_list("activity", "period"):
        found[activity].append(period)
    return found


def version_numbered(number: int, day: date) -> Version | None:
    """A version by number, if it is in force or was."""
    return Version.objects.filter(number=number, effective_on__lte=day).first()


def rows_of(version: Version, key: str) -> Rows | None:
    """All rows of one activity in one version; None when the version has no such activity."""
    activity = Activity.objects.filter(version=version, key=key).first()
    if activity is None:
        return None
    return Rows(
        activity=activity,
        retention=list(Retention.objects.filter(version=version, activity=key).order_by("clock")),
        rights=list(Right.objects.filter(version=version, activity=key).order_by("kind", "role", "action")),
        roles=roles(version),
    )


def all_rows(version: Version) -> list[Rows]:
    """All rows of every activity in one version, by key."""
    return _with_rights(version, Activity.objects.filter(version=version))


def rows_in_use(version: Version) -> list[Rows]:
    """The rows of every activity that is done, here or in another system, without rights: what a statement needs."""
    rules = _by_activity(Retention.objects.filter(version=version).order_by("clock"))
    return [Rows(activity=a, retention=rules[a.key]) for a in in_use(version)]


def rows_with_rights(version: Version) -> list[Rows]:
    """The same with who may do what: what whoever works here needs."""
    return _with_rights(version, in_use(version))


def _with_rights(version: Version, activities: QuerySet[Activity]) -> list[Rows]:
    """Four queries, however many there are."""
    rules = _by_activity(Retention.objects.filter(version=version).order_by("clock"))
    rights = _by_activity(Right.objects.filter(version=version).order_by("kind", "role", "action"))
    named = roles(version)
    return [Rows(a, rules[a.key], rights[a.key], named) for a in activities]


def in_use(version: Version) -> QuerySet[Activity]:
    """The activities that are done, here or in another system; one that a loose end closed still has its data."""
    return Activity.objects.filter(version=version).exclude(content__held_in=NOWHERE)


def _by_activity(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.activity].append(row)
    return found


@dataclass(frozen=True)
class Turn:
    """A version in which an activity became different, and how."""

    version: Version
    first: bool
    changes: list[Change]


def history(key: str, day: date) -> list[Turn]:
    """Every version up to a day in which this activity changed, newest first; always five queries."""
    versions = list(Version.objects.filter(effective_on__lte=day).order_by("effective_on", "number"))
    activities = {a.version_id: a for a in Activity.objects.filter(key=key, version__in=versions)}
    rules = _by_version(Retention.objects.filter(activity=key, version__in=versions).order_by("clock"))
    rights = _by_version(
        Right.objects.filter(activity=key, version__in=versions).order_by("kind", "role", "action")
    )
    names = _by_version(Role.objects.filter(version__in=versions))
    turns: list[Turn] = []
    before: Told = {}
    for version in versions:
        activity = activities.get(version.pk)
        if activity is None:
            now: Told = {}
        else:
            named = {role.key: role for role in names[version.pk]}
            now = tell(Rows(activity, rules[version.pk], rights[version.pk], named))
        changes = differences(before, now)
        if changes:
            turns.append(Turn(version=version, first=not before, changes=changes if before else []))
        before = now
    return turns[::-1]


def _by_version(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.version_id].append(row)
    return found


def newest_statement(*, with_content: bool = True) -> Statement | None:
    """The privacy statement that is public now; its text only where it is shown."""
    found = Statement.objects.select_related("version").order_by("-published_on", "-version__number")
    return (found if with_content else found.defer("content")).first()


def who_writes(version: Version) -> list[Role]:
    """The roles that may begin a change of the policy."""
    writers = Right.objects.filter(version=version, activity=ACTIVITY, action="propose-policy").values("role")
    return list(Role.objects.filter(version=version, key__in=writers).order_by("key"))


def who_decides(version: Version) -> tuple[list[Role], list[Role]]:
    """(who advises, who decides) on what the policy says: the roles that do so on the rights of people."""
    asked = Right.objects.filter(version=version, activity="rights", role=OuterRef("key"))
    found = Role.objects.filter(version=version).order_by("key")
    acts = {
        "advises": Exists(asked.filter(action="advise")),
        "decides": Exists(asked.filter(action="decide")),
    }
    rows: list[Any] = list(found.annotate(**acts).filter(Q(advises=True) | Q(decides=True)))
    return [r for r in rows if r.advises], [r for r in rows if r.decides]
