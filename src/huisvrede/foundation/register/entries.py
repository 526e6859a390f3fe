"""An entry of the register as a profile says it: a form, a workbook and a file are read by one parser (`core.policy`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from huisvrede.core import policy
from huisvrede.core.policy import ROLES, TERMS
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.register.models import Activity, Retention, Right, Role, Term, Version
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


def settings_in(version: Version) -> dict[str, Said]:
    """What a version says that holds for all of it, as entries under two keys of their own: its roles and its terms."""
    return general_of(Role.objects.filter(version=version), Term.objects.filter(version=version))


def general_of(roles: Iterable[Role], terms: Iterable[Term]) -> dict[str, Said]:
    """Rows of roles and terms as those two entries, in an order of their own."""
    found = {
        ROLES: {row.key: _role_said(row) for row in sorted(roles, key=attrgetter("key"))},
        TERMS: {
            row.key: {"period": row.value, "source": row.source, "law": row.law}
            for row in sorted(terms, key=attrgetter("key"))
        },
    }
    return {key: {"key": key, "name": _named(SETTINGS[key]), key: rows} for key, rows in found.items()}


SETTINGS = {ROLES: _("Roles"), TERMS: _("Terms and limits")}
"""What is no entry of the register and is changed as one: its key, and what it is called."""


def _named(msgid: str) -> dict[str, str]:
    found = {}
    for tongue in ("nl", "en"):
        with override(tongue):
            found[tongue] = gettext(msgid)
    return found


def _role_said(row: Role) -> Said:
    return {
        "kind": row.kind,
        "name": {"nl": row.name_nl, "en": row.name_en},
        "second_factor": row.second_factor,
        "idle": _idle(row.idle_seconds),
    }


def _idle(seconds: int) -> str:
    """A length in seconds as a profile writes it."""
    parts = ((seconds // 3600, "H"), (seconds // 60 % 60, "M"), (seconds % 60, "S"))
    return "PT" + "".join(f"{n}{unit}" for n, unit in parts if n)


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
