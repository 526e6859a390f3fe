"""Entries of a profile in its own words, as a draft holds them; without a database."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from huisvrede.core.policy import Policy
from huisvrede.foundation.register.entries import Said, general_of, said_of
from huisvrede.foundation.register.models import Activity, Retention, Right
from huisvrede.foundation.register.services import NOT_CONTENT, role_rows, rule_content, term_rows


def said_by(policy: Policy) -> dict[str, Said]:
    """Every entry of a policy by key."""
    return {key: _said(entry) for key, entry in policy.activities.items()}


def served_by(policy: Policy) -> dict[str, Said]:
    """Every entry of what is done for others by key."""
    return {one.key: json.loads(json.dumps(asdict(one))) for one in policy.served}


def general_by(policy: Policy) -> dict[str, Said]:
    """The roles and terms of a policy, as a draft holds them."""
    return general_of(role_rows(policy.roles.values()), term_rows(policy.terms.values()))


def _said(entry: Any) -> Said:
    content = json.loads(json.dumps({k: v for k, v in asdict(entry).items() if k not in NOT_CONTENT}, default=str))
    row = Activity(key=entry.key, open=entry.open, name_nl=entry.name["nl"], name_en=entry.name["en"], content=content)
    rules = [Retention(clock=r.clock, period=str(r.period), source=r.source, content=rule_content(r.explanation, r.afterwards, r.longer)) for r in entry.retention]
    rights = [Right(role=r.role, kind=r.kind, purpose=r.purpose, action=r.action, reach=r.reach) for r in entry.rights]
    return said_of(row, rules, rights)
