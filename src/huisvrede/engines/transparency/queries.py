"""Reading the register: a page of activities, one activity, how it became what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTransform

from huisvrede.core.duration import Language
from huisvrede.core.vocabulary import HERE, NOWHERE
from huisvrede.engines.transparency.models import Statement
from huisvrede.engines.transparency.rules import ACTIVITY
from huisvrede.engines.transparency.told import Change, Rows, Told, differences, tell
from huisvrede.foundation.register.models import Activity, Retention, Right, Role, Version, state_of
from huisvrede.foundation.register.queries import roles, version_on
from huisvrede.foundation.register.words import language
from huisvrede.foundation.walls.session import session

SIZES: Final = (20, 100)
"""How many activities a page may hold; the first unless asked."""


@dataclass(frozen=True)
class Short:
    """What a list tells of an activity, in the language of the moment; bases, categories and periods as codes."""

    key: str
    name: str
    state: str
    purposes: list[str]
    bases: list[str]
    categories: list[str]
    periods: list[str]
    recipients: int


class Length(Func):
    """How many items a JSON list has, counted by the database so that the list itself stays there."""

    function = "jsonb_array_length"
    output_field = IntegerField()


def listed(versions: Iterable[Version]) -> QuerySet[Activity]:
    """The activities of a version in no order, without what is in each: a database that sorts them need not read all that."""
    return Activity.objects.filter(version__in=versions).order_by().defer("content")


def in_short(rows: Sequence[Activity]) -> list[Short]:
    """What a list tells of these activities of one version, in their order; the rest of an entry stays in the database."""
    found: Iterable[Any] = Activity.objects.filter(pk__in=[row.pk for row in rows]).values(
        "pk",
        purposes=KeyTransform("purposes", "content"),
        bases=KeyTransform("legal_bases", "content"),
        categories=KeyTransform("categories", "content"),
        recipients=Length(KeyTransform("recipients", "content")),
        held_in=KeyTransform("held_in", "content"),
    )
    told, tongue, kept = {one["pk"]: one for one in found}, language(), _periods(rows)
    return [_short(row, told[row.pk], kept[row.key], tongue) for row in rows]


def _short(row: Activity, told: dict[str, Any], periods: list[str], tongue: Language) -> Short:
    return Short(
        key=row.key,
        name=getattr(row, f"name_{tongue}"),
        state=state_of(opened=row.open, held_in=told["held_in"]),
        purposes=[text[tongue] for text in told["purposes"].values()],
        bases=[basis["basis"] for basis in told["bases"]],
        categories=told["categories"],
        periods=periods,
        recipients=told["recipients"],
    )


def _periods(rows: Sequence[Activity]) -> dict[str, list[str]]:
    """How long the data of these activities are kept, by activity and in the order of their clocks."""
    found: dict[str, list[str]] = defaultdict(list)
    if rows:
        rules = Retention.objects.filter(version=rows[0].version_id, activity__in=[row.key for row in rows])
        for activity, period in rules.order_by("clock").values_list("activity", "period"):
            found[activity].append(period)
    return found


def by_name() -> tuple[str, ...]:
    """The order of a list of activities, for who reads it."""
    return (f"name_{language()}", "id")


def in_state(state: str) -> Q:
    """The activities in a state, as `models.state_of` says it of a row."""
    held = {"closed": Q(content__held_in=HERE), "planned": Q(content__held_in=NOWHERE)}
    held["elsewhere"] = ~(held["closed"] | held["planned"])
    return Q(open=True) if state == "open" else Q(open=False) & held[state]


def on_basis(basis: str) -> Q:
    """The activities that rest on a legal basis."""
    return Q(content__legal_bases__contains=[{"basis": basis}])


def with_category(category: str) -> Q:
    """The activities with a kind of personal data."""
    return Q(content__categories__contains=[category])


def version_today() -> Version:
    """The version in force, asked once in each transaction."""
    running = session()
    key = ("version", running.acting.day.isoformat())
    if key not in running.known:
        running.known[key] = version_on(running.acting.day)
    found: Version = running.known[key]
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
    """The activities that are done, here or in another system, by name; one that a loose end closed still has its data."""
    return Activity.objects.filter(version=version).exclude(content__held_in=NOWHERE).order_by(f"name_{language()}", "key")


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


def names_of_entries(rows: Iterable[UUID]) -> dict[UUID, str]:
    """What these entries are called, whichever version they are of."""
    return dict(Activity.objects.filter(pk__in=rows).order_by().values_list("pk", f"name_{language()}"))


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
