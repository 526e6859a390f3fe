"""The newest 50 of 1,000,000 registrations under both walls: goal ≤ 3 × the same SQL, with the same filter, as owner.

`python -m bench.walls`, from the root of the project; `--explain` shows the plans.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from bench.looking import HANDLERS, hat_of, median, peopled, staff  # isort: skip

import psycopg
from django.db import connections
from django.db.models import QuerySet

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.lists.declaring import chosen
from huisvrede.foundation.ui.paging import SIZE
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.lists import SEEKERS
from huisvrede.modules.allocation.models import Registration
from huisvrede.modules.allocation.queries import Asked, matching

GOAL = 3.0
WHO = (*HANDLERS, "all of them")
WHAT: dict[str, tuple[Asked, dict[str, str]]] = {
    "newest 50": (Asked(), {}),
    "by surname": (Asked(), {"volgorde": "naam"}),
    "surname begins with": (Asked(name="bakker4999"), {"volgorde": "naam"}),
    "postcode": (Asked(postcode="1234 AB"), {}),
    "ended": (Asked(), {"staat": "beeindigd"}),
    "number": (Asked(number="B777777"), {}),
}
FILTER = "(SELECT walls.own_allocation_registration("


def listed(what: str) -> QuerySet[Registration]:
    """The list as it is asked for."""
    words, address = WHAT[what]
    asked = chosen(SEEKERS, address)
    return matching(asked.rows(), words).order_by(*asked.sort.order)


def as_owner(sql: str, params: tuple[Any, ...], files: list[Any]) -> tuple[str, list[Any]]:
    """The same text with the list of files in the place of the gate's function, which the owner can't call."""
    at = sql.find(FILTER)
    if at < 0:
        return sql, list(params)
    end = sql.index("))::uuid[]", at) + len("))::uuid[]")
    before = sql[:at].count("%s")
    inside = sql[at:end].count("%s")
    return sql[:at] + "%s::uuid[]" + sql[end:], [*params[:before], files, *params[before + inside :]]


def measured(
    owner: psycopg.Connection, organisation: Organisation, who: str, what: str, explain: bool
) -> tuple[float, float]:
    """Milliseconds under the walls and as owner."""
    found = owner.execute(
        "SELECT array_agg(registration_id) FROM allocation_assignment WHERE worker_id = %s", [hat_of(who)]
    )
    files = found.fetchone()[0] or []  # type: ignore[index]
    with acting(organisation, staff(who), life=timedelta(minutes=10)):
        sql, params = listed(what)[: SIZE + 1].query.get_compiler(using=organisation.key).as_sql()
        plain, values = as_owner(sql, params, files)
        raw = connections[organisation.key].connection
        ours, theirs = raw.execute(sql, params).fetchall(), owner.execute(plain, values).fetchall()
        assert ours == theirs, f"{who}, {what}: the walls show other rows"
        if explain:
            print(
                f"\n{who}, {what}:",
                *(row[0] for row in raw.execute(f"EXPLAIN ANALYZE {sql}", params)),
                sep="\n  ",
            )
        walls, without = median(
            lambda: raw.execute(sql, params).fetchall(), lambda: owner.execute(plain, values).fetchall()
        )
    return walls, without


def main() -> int:
    """Measure, print, and compare with the goal."""
    server, organisation = peopled()
    missed = 0
    print(f"{'who sees':14}{'list':22}{'walls':>9}{'owner':>9}   ratio (goal ≤ {GOAL})")
    with psycopg.connect(server.dsn(dbname=organisation.main), cursor_factory=psycopg.ClientCursor) as owner:
        owner.prepare_threshold = None
        for who in WHO:
            for what in WHAT:
                walls, without = measured(owner, organisation, who, what, "--explain" in sys.argv)
                ratio = walls / without
                missed += what == "newest 50" and ratio > GOAL
                print(f"{who:14}{what:22}{walls:6.2f} ms{without:6.2f} ms   {ratio:.2f} ×")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
