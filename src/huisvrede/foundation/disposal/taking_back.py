"""Files that an import brought by mistake go again, as far as nobody did anything with them since (ADR 0026).

It is the sweep that destroys them, batch by batch with its ledger lines, so that they are certified, come back from no backup
and take their keys with them. What makes a file go is not its period but the log: whose rows one look brought, and that no
other line speaks of them but a glance of the one who brought them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections
from django.db.models import Model

from huisvrede.core.declaration import PersonalData
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.rules import Plan
from huisvrede.foundation.disposal.sweep import (
    Which,
    refuse_a_day_behind,
    retention,
    unheld,
    until_nothing_is_left,
)
from huisvrede.foundation.register.declarations import column, of
from huisvrede.foundation.register.queries import version_on

RULE: Final = "import taken back"
"""What ledger and certificate say of a file that went this way."""
GLANCES: Final = ("list", "view", "find")
"""What somebody may have done with their own file before they saw that it was the wrong one."""

SHOWN: Final = 100
"""Files that stay of which the keys are told."""

SAME = "(SELECT b.tx FROM audit_look b WHERE b.id = %(look)s)"
"""The lines of one import were all written in one transaction, and are found by it."""
BROUGHT = f"SELECT s.subject FROM audit_seen s WHERE s.look = %(look)s AND s.tx = {SAME}"
TOUCHED = f"""EXISTS (SELECT FROM audit_seen s JOIN audit_look l ON l.id = s.look
  WHERE s.subject = {{person}} AND s.tx <> {SAME} AND NOT (l.account = %(asker)s AND l.action = ANY (%(glances)s)))"""
ENTERED = "EXISTS (SELECT FROM people_hat h WHERE h.person_id = {person})"


@dataclass(frozen=True)
class Brought:
    """Whom an import brought: its look in the log, and the account behind it."""

    look: UUID
    account: UUID


def take_back(
    organisation: Organisation, model: type[Model], brought: Brought, *, on: date, at: datetime
) -> tuple[int, int, list[str]]:
    """Destroy the files of this kind that an import brought and nobody else touched since.

    How many people are gone, how many stay, and the keys of the first files that do. May be stopped and run again. Raises
    DisposalRefused like the sweep.
    """
    declared = of(model)
    assert isinstance(declared, PersonalData)
    person = f"a.{column(model, declared.subject or '')}"
    with retention(organisation, on):
        refuse_a_day_behind(on)
        plan = Plan(model, declared, declared.activity, version_on(on), (), ())
    free = unheld(
        plan,
        f"{person} IN ({BROUGHT})",
        f"NOT {TOUCHED.format(person=person)}",
        f"NOT {ENTERED.format(person=person)}",
    )
    values: dict[str, Any] = {
        "look": brought.look,
        "asker": brought.account,
        "glances": list(GLANCES),
        "activity": plan.activity,
        "on": on,
        "rule": RULE,
        "version": str(plan.version.number),
        "cut_off": on,
    }
    until_nothing_is_left(organisation, plan, Which(free, values), on=on, at=at)
    with retention(organisation, on), connections[organisation.key].cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(a.id), (array_agg(a.id::text) FILTER (WHERE a.id IS NOT NULL))[:{SHOWN}]"
            f" FROM ({BROUGHT}) b LEFT JOIN {model._meta.db_table} a ON {person} = b.subject",
            values,
        )
        everybody, stay, left = cursor.fetchone()
    return everybody - stay, stay, left or []
