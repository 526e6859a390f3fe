"""What the policy in force on a day says of the end of each kind of file: a plan per anchor and activity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.apps import apps
from django.db import connections
from django.db.models import Model

from huisvrede.core.declaration import PersonalData
from huisvrede.core.duration import Period
from huisvrede.core.periods import cut_off
from huisvrede.foundation.cluster.organisations import current
from huisvrede.foundation.register import declarations
from huisvrede.foundation.register.models import Activity, Retention, Version
from huisvrede.foundation.register.queries import retention_rules, version_on
from huisvrede.foundation.register.words import kept_for, named, sourced, word

Rules = Mapping[tuple[str, str], Retention]
"""(activity, clock) -> the rule of one version."""


@dataclass(frozen=True)
class Plan:
    """Files of one kind, or rows that go before their file, under the rules of one activity, and which clock days are over.

    rules  one per clock of the declaration, in its order; None where the policy has no period for that clock
    cuts   the last clock day whose period has passed, in the same order
    """

    model: type[Model]
    declared: PersonalData
    activity: str
    version: Version
    rules: tuple[Retention | None, ...]
    cuts: tuple[date | None, ...]

    @property
    def rule(self) -> str:
        """The rules with their sources, as the certificate has them: `ended P2Y (art. 6)`."""
        return "; ".join(in_short(rule) for rule in self.rules if rule)

    @property
    def cut_off(self) -> date:
        """The earliest of the cut-offs: the one of the longest period."""
        return min(cut for cut in self.cuts if cut)

    @property
    def children(self) -> list[tuple[type[Model], PersonalData]]:
        """The kinds of rows that end with the file."""
        return declarations.children_of(self.model)


@dataclass(frozen=True)
class Unruled:
    """Files that can't end, because the policy has no period for them; somebody must decide. `closed`: so is the activity."""

    model: str
    activity: str
    closed: bool


def in_short(rule: Retention) -> str:
    """A rule with its source: `ended P2Y (art. 6)`."""
    return f"{rule.clock} {rule.period} ({' '.join(rule.source.split())})"


IN_SHORT: Final = re.compile(r"([\w-]+) (P\w+) \((.+?)\)(?=; [\w-]+ P\w+ \(|$)")


def in_words(rules: str) -> str:
    """Rules as a certificate has them, for a reader: `2 years from the end (art. 6)`, or why it ended before them."""
    found = IN_SHORT.findall(rules)
    told = (f"{kept_for(period, clock)} ({sourced(source)})" for clock, period, source in found)
    return "; ".join(told) or word("ending", rules)


def kind_of_row(spelt: str) -> str:
    """What a row is called that ledger and certificate spell as `allocation.registration`; gone kinds by that name."""
    try:
        return named(apps.get_model(spelt)._meta.verbose_name)
    except LookupError:
        return spelt


def label(model: type[Model]) -> str:
    """The label as ledger and certificate spell it: `allocation.registration`."""
    return model._meta.label_lower


def plans(on: date) -> list[Plan]:
    """Every plan of the version that binds on a day, whether or not there are files; NoPolicy when none binds.

    A closed activity keeps its periods: closing a processing does not suspend storage limitation (article 5(1)(e)).
    """
    version = version_on(on)
    return planned(version, retention_rules(version), on)


def planned(version: Version, rules: Rules, on: date) -> list[Plan]:
    """The plans by these rules: those of a version, or as somebody proposes them."""
    return [
        _plan(model, declared, activity, version=version, rules=rules, on=on)
        for model, declared in _kinds()
        for activity in sorted(_ruled(declared, rules))
    ]


def counted(plan: Plan, on: date) -> tuple[int, int]:
    """How many files the next sweep would destroy by a plan, and how many it would hold back; the database counts."""
    name = f"walls.due_{plan.model._meta.db_table}"
    with connections[current().key].cursor() as cursor:
        cursor.execute(
            f"SELECT free, kept FROM {name}(%s::date[], %s, %s)", [list(plan.cuts), plan.activity, on]
        )
        free, kept = cursor.fetchone()
    return int(free), int(kept)


def unruled(on: date) -> list[Unruled]:
    """What is there and kept without end; as the system, who sees every row."""
    version = version_on(on)
    closed = set(Activity.objects.filter(version=version, open=False).values_list("key", flat=True))
    planned = {(plan.model, plan.activity) for plan in plans(on)}
    return [
        Unruled(label(model), activity, closed=activity in closed)
        for model, declared in _kinds()
        for activity in sorted(_there(model, declared))
        if (model, activity) not in planned
    ]


def _kinds() -> list[tuple[type[Model], PersonalData]]:
    """The anchors that have a clock, and what may go before its file by one of its own."""
    return [(model, d) for model, d in declarations.all_declared() if d.clocks]


def _ruled(declared: PersonalData, rules: Rules) -> set[str]:
    """The activities whose rules speak of a clock of this kind."""
    ruled = {activity for activity, clock in rules if clock in declared.clocks}
    return ruled if declared.activity_from else ruled & {declared.activity}


def _plan(
    model: type[Model], declared: PersonalData, activity: str, *, version: Version, rules: Rules, on: date
) -> Plan:
    found = tuple(rules.get((activity, clock)) for clock in declared.clocks)
    cuts = tuple(cut_off(Period.parse(rule.period), on) if rule else None for rule in found)
    return Plan(model, declared, activity, version, found, cuts)


def _there(model: type[Model], declared: PersonalData) -> set[str]:
    """Under which activities there are rows; where rows carry none, the one of their kind if there is any row."""
    if declared.activity_from:
        rows = model._default_manager.order_by()
        return set(rows.values_list(declared.activity_from, flat=True).distinct())
    return {declared.activity} if model._default_manager.exists() else set()
