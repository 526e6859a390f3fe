"""Adopting a policy: a version becomes rows, and binds from its effective date."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from django.db.models import Max

from huisvrede.core.policy import Policy, load
from huisvrede.foundation.cluster.routing import savepoint
from huisvrede.foundation.register.joining import closed, holdings, opened, promise
from huisvrede.foundation.register.models import Activity, Retention, Right, Role, Term, Version
from huisvrede.foundation.register.queries import version_on

Row = TypeVar("Row", Activity, Right, Retention, Role, Term)


def adopt(policy: Policy, *, on: date) -> Version:
    """Make a policy the organisation's next version, unless the newest says the same and opens the same.

    An activity with a loose end is closed, whatever the policy declares; new code under an old policy makes a
    new version too, so that the register always says what holds (ALL-24). It binds from its own effective
    date or from `on`, whichever is later, but never before the first version.
    """
    newest = Version.objects.order_by("-number").first()
    open_ones = opened(policy)
    if newest is not None and newest.digest == policy.digest and _opened_in(newest) == open_ones:
        return newest
    with savepoint():
        number = (Version.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        effective = policy.effective_on if newest is None else max(policy.effective_on, on)
        version = Version.objects.create(
            number=number,
            adopted_on=policy.adopted_on,
            effective_on=effective,
            digest=policy.digest,
            organisation=_plain(dict(policy.organisation)),
        )
        _write_activities(version, policy, open_ones)
        _write_settings(version, policy)
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
    clocks: dict[str, list[str]] = defaultdict(list)
    for activity, clock in Retention.objects.filter(version=version).values_list("activity", "clock"):
        clocks[activity].append(clock)
    rows = Activity.objects.filter(version=version).values_list("key", "content")
    open_ones = frozenset(
        key
        for key, content in rows
        if content["open"] and not closed(promise(key, content, clocks[key]), held.get(key))
    )
    if open_ones == _opened_in(version):
        return version
    return _copied(version, open_ones, on)


def _copied(version: Version, open_ones: frozenset[str], on: date) -> Version:
    """The same policy as the next version, with other activities open."""
    number = (Version.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    with savepoint():
        fresh = Version(
            number=number,
            adopted_on=version.adopted_on,
            effective_on=on,
            digest=version.digest,
            organisation=version.organisation,
        )
        fresh.save(force_insert=True)
        activities = list(_rows_for(fresh, Activity.objects.filter(version=version)))
        for activity in activities:
            activity.open = activity.key in open_ones
        Activity.objects.bulk_create(activities)
        Right.objects.bulk_create(_rows_for(fresh, Right.objects.filter(version=version)))
        Retention.objects.bulk_create(_rows_for(fresh, Retention.objects.filter(version=version)))
        Role.objects.bulk_create(_rows_for(fresh, Role.objects.filter(version=version)))
        Term.objects.bulk_create(_rows_for(fresh, Term.objects.filter(version=version)))
    return fresh


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


NOT_CONTENT = frozenset({"rights", "retention", "key", "name"})
"""What stands in columns or rows of its own; `open` stays in the content as what the policy declares."""


def _write_activities(version: Version, policy: Policy, open_ones: frozenset[str]) -> None:
    Activity.objects.bulk_create(
        Activity(
            version=version,
            key=a.key,
            open=a.key in open_ones,
            name_nl=a.name["nl"],
            name_en=a.name["en"],
            content=_plain({k: v for k, v in asdict(a).items() if k not in NOT_CONTENT}),
        )
        for a in policy.activities.values()
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
        for a in policy.activities.values()
        for r in a.rights
    )
    Retention.objects.bulk_create(
        Retention(
            version=version,
            activity=a.key,
            clock=r.clock,
            period=str(r.period),
            source=r.source,
            content=_plain(dict(r.explanation)),
        )
        for a in policy.activities.values()
        for r in a.retention
    )


def _write_settings(version: Version, policy: Policy) -> None:
    Role.objects.bulk_create(
        Role(
            version=version,
            key=r.key,
            kind=r.kind,
            name_nl=r.name["nl"],
            name_en=r.name["en"],
            second_factor=r.second_factor,
            idle_seconds=int(r.idle.total_seconds()),
        )
        for r in policy.roles.values()
    )
    Term.objects.bulk_create(
        Term(version=version, key=t.key, value=t.value, law=t.law, source=t.source)
        for t in policy.terms.values()
    )
