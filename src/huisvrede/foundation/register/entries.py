"""An entry of the register as a profile says it: a form, a workbook and a file are read by one parser (`core.policy`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from huisvrede.core import policy
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.register.models import Activity, Retention, Right, Role, Version
from huisvrede.foundation.register.queries import roles

Said = dict[str, Any]
"""An entry in the words of a profile: what `profiles/<organisation>/activities/<key>.toml` would hold, as JSON."""

ELSEWHERE = frozenset({"open", "purposes"})
"""What the content of a row says in other words than a profile does."""
TONGUES = frozenset({"nl", "en"})


def said_in(version: Version) -> dict[str, Said]:
    """Every entry of a version by key; always three queries."""
    rules, rights = _by_activity(Retention, version), _by_activity(Right, version)
    return {
        row.key: said_of(row, rules[row.key], rights[row.key])
        for row in Activity.objects.filter(version=version)
    }


def served_in(version: Version) -> dict[str, Said]:
    """What a version says is done for others as their processor (article 30(2)), by key."""
    return {said["key"]: said for said in version.served}


def is_served(said: Said) -> bool:
    """Whether an entry is one of article 30(2): it names the controllers that are served."""
    return "controllers" in said


def one_said_in(version: Version, key: str) -> Said | None:
    """One entry of a version; None where it has no such activity."""
    row = Activity.objects.filter(version=version, key=key).first()
    if row is None:
        return None
    rules = Retention.objects.filter(version=version, activity=key)
    return said_of(row, rules, Right.objects.filter(version=version, activity=key))


def said_of(row: Activity, rules: Iterable[Retention], rights: Iterable[Right]) -> Said:
    """The rows of an entry in the words of a profile, in an order of their own, so that the same reads the same."""
    return {
        **{name: value for name, value in row.content.items() if name not in ELSEWHERE},
        "key": row.key,
        "state": "open" if row.content["open"] else "closed",
        "name": {"nl": row.name_nl, "en": row.name_en},
        "purposes": [{"key": key, "text": text} for key, text in row.content["purposes"].items()],
        "retention": {rule.clock: _rule(rule) for rule in sorted(rules, key=lambda rule: rule.clock)},
        "roles": _roles(rights),
    }


def read(said: Said, known: Mapping[str, policy.Role]) -> policy.Activity:
    """An entry read by the parser of profiles; ValueError or KeyError names what can't be right, as for a file."""
    return policy.activity(said, known, {})


def known_roles(version: Version) -> dict[str, policy.Role]:
    """The roles of a version, as the parser knows them."""
    return {key: _role(row) for key, row in roles(version).items()}


def _role(row: Role) -> policy.Role:
    return policy.Role(
        key=row.key,
        kind=Kind(row.kind),
        name={"nl": row.name_nl, "en": row.name_en},
        second_factor=row.second_factor,
        idle=timedelta(seconds=row.idle_seconds),
    )


def _rule(rule: Retention) -> Said:
    """A rule holds its explanation, and beside it whatever else the profile said of it."""
    explained = {name: text for name, text in rule.content.items() if name in TONGUES}
    further = {name: value for name, value in rule.content.items() if name not in TONGUES}
    return {**further, "period": rule.period, "source": rule.source, "explanation": explained}


def _roles(rights: Iterable[Right]) -> dict[str, list[Said]]:
    """Who may do what: for each role, actions by purpose and reach."""
    found: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for right in rights:
        found[right.role][right.purpose, right.reach].add(right.action)
    return {
        role: [
            {"purposes": [purpose], "actions": sorted(actions), "reach": reach}
            for (purpose, reach), actions in sorted(rows.items())
        ]
        for role, rows in sorted(found.items())
    }


def _by_activity(model: Any, version: Version) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in model.objects.filter(version=version):
        found[row.activity].append(row)
    return found
