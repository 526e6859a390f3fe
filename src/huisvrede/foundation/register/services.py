"""Adopting a policy: a version becomes rows, and binds from its effective date."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import connections
from django.db.models import Max

from huisvrede.core.policy import Activity as Entry
from huisvrede.core.policy import Policy, Text, changed_digest, load
from huisvrede.core.policy import Role as SaidRole
from huisvrede.core.served import Served
from huisvrede.core.terms import Term as SaidTerm
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.register.entries import served_in
from huisvrede.foundation.register.joining import closed, holdings, opened, opened_among, promise
from huisvrede.foundation.register.models import Activity, Retention, Right, Role, Term, Version
from huisvrede.foundation.register.queries import NoPolicy, newest_version, version_on

Row = TypeVar("Row", Activity, Right, Retention, Role, Term)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What a decision changes: entries of either record, and all roles or all terms, where one of them differs."""

    entries: Collection[Entry] = ()
    served: Collection[Served] = ()
    roles: Collection[SaidRole] = ()
    terms: Collection[SaidTerm] = ()


def adopt(policy: Policy, *, on: date) -> Version:
    """Make a policy the organisation's next version, unless the newest says the same and opens the same.

    An activity with a loose end is closed, whatever the policy declares; new code under an old policy makes a
    new version too, so that the register always says what holds (ALL-24). It binds from its own effective
    date or from `on`, whichever is later, but never before the first version. A policy that was changed here by decision
    stays as it is: a profile is where it began (ADR 0022).
    """
    newest = newest_version()
    if newest is not None and kept_here():
        return newest
    open_ones = opened(policy)
    if newest is not None and newest.digest == policy.digest and _opened_in(newest) == open_ones:
        return newest
    with savepoint():
        number = _next_number()
        effective = policy.effective_on if newest is None else max(policy.effective_on, on)
        version = Version.objects.create(
            number=number,
            adopted_on=policy.adopted_on,
            effective_on=effective,
            digest=policy.digest,
            organisation=_plain(dict(policy.organisation)),
            served=_plain([asdict(one) for one in policy.served]),
        )
        _write_activities(version, policy.activities.values(), open_ones)
        _write_settings(version, version, [*policy.roles.values()], [*policy.terms.values()])
    return version


def adopt_profile(folder: Path, *, on: date) -> Version:
    """Adopt the policy of a profile folder."""
    return adopt(load(folder), on=on)


def rejoin(*, on: date) -> Version:
    """The version in force, joined anew with the code: a new one if other activities are open now.

    Run after each change of code (`huisvrede migrate`) and each night, so that an activity whose new fields
    or clocks the policy doesn't speak of is closed, and opened again once it does.
    """
    version = version_on(on)
    held = holdings()
    afterwards: dict[str, dict[str, str]] = defaultdict(dict)
    for activity, clock, rule in Retention.objects.filter(version=version).values_list("activity", "clock", "content"):
        afterwards[activity][clock] = rule.get("afterwards", "")
    rows = Activity.objects.filter(version=version).values_list("key", "content")
    open_ones = frozenset(
        key
        for key, content in rows
        if content["open"] and not closed(promise(key, content, afterwards[key]), held.get(key))
    )
    if open_ones == _opened_in(version):
        return version
    with savepoint():
        fresh = _begun(version, adopted_on=version.adopted_on, effective_on=on, digest=version.digest, served=version.served)
        _copy(version, fresh, open_ones=open_ones)
        _write_settings(version, fresh)
    return fresh


def adopt_changes(
    changes: Changes,
    *,
    adopted_in: UUID,
    adopted_on: date,
    effective_on: date,
    on: date,
) -> Version:
    """Make the next version of what was decided in a case: these for those of the same key, all else as it was.

    It binds from `effective_on`, or from today if the job is late, and never before a version that was adopted already.
    The database refuses it unless the case was advised on and granted by two others than its writers.
    """
    before = newest_version()
    if before is None:
        raise NoPolicy("There is no policy to change: adopt one first.")
    serves = served_in(before) | {one.key: asdict(one) for one in changes.served}
    with savepoint():
        fresh = _begun(
            before,
            adopted_on=adopted_on,
            effective_on=max(effective_on, before.effective_on, on),
            digest=changed_digest(
                before.digest, [*changes.entries, *changes.served, *changes.roles, *changes.terms]
            ),
            served=_plain([said for said in serves.values() if not said.get("ended")]),
            adopted_in=adopted_in,
        )
        _copy(before, fresh, without=[entry.key for entry in changes.entries])
        _write_activities(fresh, changes.entries, opened_among(changes.entries))
        _write_settings(before, fresh, changes.roles, changes.terms)
    return fresh


def _begun(before: Version, **row: Any) -> Version:
    """The next version of the same organisation, still without rows."""
    fresh = Version(number=_next_number(), organisation=before.organisation, **row)
    fresh.save(force_insert=True)
    return fresh


def _copy(
    before: Version, fresh: Version, *, open_ones: frozenset[str] | None = None, without: Collection[str] = ()
) -> None:
    """The rows of another version as those of this one, some entries apart; with `open_ones` exactly those are open."""
    activities = list(_rows_for(fresh, Activity.objects.filter(version=before).exclude(key__in=without)))
    for activity in activities if open_ones is not None else ():
        activity.open = activity.key in (open_ones or ())
    Activity.objects.bulk_create(activities)
    rights = Right.objects.filter(version=before).exclude(activity__in=without)
    Right.objects.bulk_create(_rows_for(fresh, rights))
    rules = Retention.objects.filter(version=before).exclude(activity__in=without)
    Retention.objects.bulk_create(_rows_for(fresh, rules))


def _write_settings(
    before: Version, fresh: Version, roles: Collection[SaidRole] = (), terms: Collection[SaidTerm] = ()
) -> None:
    """The roles and terms of a version: these where there are any, otherwise as they were."""
    as_roles = role_rows(roles) or Role.objects.filter(version=before)
    Role.objects.bulk_create(_rows_for(fresh, as_roles))
    as_terms = term_rows(terms) or Term.objects.filter(version=before)
    Term.objects.bulk_create(_rows_for(fresh, as_terms))


def kept_here() -> bool:
    """Whether the policy was changed by decision, or such a change runs; for jobs, as the gate answers it."""
    with connections[current().key].cursor() as cursor:
        cursor.execute("SELECT walls.kept_here()")
        return bool(cursor.fetchone()[0])


def _next_number() -> int:
    return (Version.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _rows_for(version: Version, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of another version as new rows of this one."""
    for row in rows:
        row.pk, row.version = uuid4(), version
        yield row


def _opened_in(version: Version) -> frozenset[str]:
    return frozenset(Activity.objects.filter(version=version, open=True).values_list("key", flat=True))


def _plain(value: Any) -> Any:
    """What JSON can hold: dates as text, enums as their word, periods as ISO 8601."""
    return json.loads(json.dumps(value, default=str))


def rule_content(explanation: Text, afterwards: str, longer: Text) -> dict[str, Any]:
    """What a rule keeps beside its columns: its explanation, and of what comes afterwards only what was said."""
    said = {"afterwards": afterwards, "longer": dict(longer)}
    return {**explanation, **{name: value for name, value in said.items() if value}}


NOT_CONTENT = frozenset({"rights", "retention", "key", "name"})
"""What stands in columns or rows of its own; `open` stays in the content as what the policy declares."""


def _write_activities(version: Version, entries: Collection[Entry], open_ones: frozenset[str]) -> None:
    Activity.objects.bulk_create(
        Activity(
            version=version,
            key=a.key,
            open=a.key in open_ones,
            name_nl=a.name["nl"],
            name_en=a.name["en"],
            content=_plain({k: v for k, v in asdict(a).items() if k not in NOT_CONTENT}),
        )
        for a in entries
    )
    Right.objects.bulk_create(
        Right(
            version=version,
            activity=a.key,
            role=r.role,
            kind=r.kind,
            purpose=r.purpose,
            action=r.action,
            reach=r.reach,
        )
        for a in entries
        for r in a.rights
    )
    Retention.objects.bulk_create(
        Retention(
            version=version,
            activity=a.key,
            clock=r.clock,
            period=str(r.period),
            source=r.source,
            content=rule_content(r.explanation, r.afterwards, r.longer),
        )
        for a in entries
        for r in a.retention
    )


def role_rows(roles: Iterable[SaidRole]) -> list[Role]:
    """Roles as rows, of no version yet."""
    return [
        Role(
            key=r.key,
            kind=r.kind,
            name_nl=r.name["nl"],
            name_en=r.name["en"],
            second_factor=r.second_factor,
            idle_seconds=int(r.idle.total_seconds()),
        )
        for r in roles
    ]


def term_rows(terms: Iterable[SaidTerm]) -> list[Term]:
    """Terms as rows, of no version yet."""
    return [Term(key=t.key, value=t.value, law=t.law, source=t.source) for t in terms]
