"""Accounts have a clock of their own: closed, and kept as long as the policy says, they go with their ledger line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import connections

from huisvrede.core.duration import Period
from huisvrede.core.periods import cut_off
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.rules import in_short, label
from huisvrede.foundation.disposal.sweep import VERB, digest, retention
from huisvrede.foundation.register.queries import retention_rules, version_on
from huisvrede.foundation.signin.models import Account

ACTIVITY: Final = "accounts"
CLOCK: Final = "ended"
END = f"""WITH gone AS (SELECT unnest(walls.end_accounts()) AS id)
INSERT INTO disposal_line (id, verb, model, digest, activity, rule, policy_version, cut_off, executed_on, at)
SELECT gen_random_uuid(), '{VERB}', '{label(Account)}', {digest(Account)}, '{ACTIVITY}', %s, %s, %s, %s, %s FROM gone"""


def end_accounts(organisation: Organisation, *, on: date, at: datetime) -> int:
    """End the accounts whose time has passed on a day, a thousand a transaction; how many. May be run again.

    The database itself finds them, by the adopted policy; where that names no period, none goes.
    """
    ended = 0
    while more := _some(organisation, on, at):
        ended += more
    return ended


def _some(organisation: Organisation, on: date, at: datetime) -> int:
    with retention(organisation, on), connections[organisation.key].cursor() as cursor:
        version = version_on(on)
        rule = retention_rules(version).get((ACTIVITY, CLOCK))
        if rule is None:
            return 0
        cut = cut_off(Period.parse(rule.period), on)
        cursor.execute(END, [in_short(rule), str(version.number), cut, on, at])
        return int(cursor.rowcount)
