"""The sweep: files that have had their time go in batches, each batch one transaction with its ledger lines.

A batch is one statement: it locks the files that are due and not held, passing over what another worker has, deletes
them and the rows that hang on them, and writes a line for each row that went. So whatever stops the worker, a row
and its line are both there or both not (article 5(1)(e) and 5(2)).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import DatabaseError, connections
from django.db.models import Max, Model

from huisvrede.core.declaration import PersonalData
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import sqlstate
from huisvrede.foundation.disposal.models import Certificate, Line
from huisvrede.foundation.disposal.rules import Plan, label, plans
from huisvrede.foundation.register.declarations import anchor_column, anchor_of, column
from huisvrede.foundation.walls.due import due, held
from huisvrede.foundation.walls.session import Session, acting
from huisvrede.foundation.walls.ticket import Acting

BATCH = 10_000
"""Files per transaction: some tenths of a second, so that nobody waits long for a lock and a crash undoes little."""

AHEAD = 20
"""Batches that one look finds files for: some megabytes of places."""

VERB: Final = "destruction"
TRIES = 5
DAY_THAT_IS_NOT = "HV003"
RETRIED = frozenset({"HV018", "23503", "40P01", "55P03", "40001"})
"""SQLSTATEs of a change that came between: a person was just restricted, a row was just added to a file, a deadlock or
a lock that is held on to. The batch is undone whole and tried again."""

Text = str
"""An array as the database writes it: places and persons go back as they came, and nobody here looks into them."""

NOBODY: Final = "{}"

WAITS = "SET LOCAL lock_timeout = '10s'"


class DisposalRefused(Exception):
    """Nothing was destroyed, and the sentence says why; it is meant for the operator."""


@dataclass(frozen=True)
class Batch:
    """What one transaction did: files that were due, rows that went (children too), persons forgotten with them."""

    due: int = 0
    rows: int = 0
    persons: int = 0

    def __add__(self, other: Batch) -> Batch:
        """Both together."""
        return Batch(self.due + other.due, self.rows + other.rows, self.persons + other.persons)


@contextmanager
def retention(organisation: Organisation, on: date) -> Iterator[Session]:
    """One transaction of the system for retention on a day; DisposalRefused for a day the database does not believe."""
    try:
        with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="retention", day=on)) as session:
            yield session
    except DatabaseError as problem:
        if sqlstate(problem) == DAY_THAT_IS_NOT:
            raise DisposalRefused(
                f"Nothing was destroyed: {on.isoformat()} lies ahead of the clock of the database server, "
                "and only a simulated organisation may look ahead."
            ) from None
        raise


@dataclass(frozen=True)
class Which:
    """Which files of a plan go: a condition over an anchor `a`, and the values that it and the ledger lines take."""

    free: str
    values: dict[str, Any]


def sweep(organisation: Organisation, *, on: date, at: datetime, batch: int = BATCH) -> Batch:
    """Destroy what is due on a day, `batch` files a transaction; may be stopped and run again at any point.

    `at` is the moment written in the ledger. Raises DisposalRefused for a day behind the last certificate or line,
    and for one that lies ahead in an organisation that is not simulated.
    """
    with retention(organisation, on):
        refuse_a_day_behind(on)
        todo = plans(on)
    done = Batch()
    for plan in todo:
        done += until_nothing_is_left(organisation, plan, by_rules(plan, on), on=on, at=at, batch=batch)
    return done


def refuse_a_day_behind(on: date) -> None:
    """Raise DisposalRefused for a day behind the last certificate or line."""
    certified = Certificate.objects.aggregate(last=Max("executed_on"))["last"]
    swept = Line.objects.filter(verb=VERB, certificate=None).aggregate(last=Max("executed_on"))["last"]
    last = max((day for day in (certified, swept) if day), default=on)
    if on < last:
        raise DisposalRefused(
            f"Nothing was destroyed: {on.isoformat()} lies before {last.isoformat()}, the day of the last destruction. "
            "Check the clock of this machine."
        )


def until_nothing_is_left(
    organisation: Organisation, plan: Plan, which: Which, *, on: date, at: datetime, batch: int = BATCH
) -> Batch:
    """Look, take in batches what was found, and look again while a look had to stop or a batch could not take all.

    A file that another worker has is passed over. When all of them are, wait for that worker: its files are gone
    then, or its batch was rolled back and they are found again.
    """
    done, skip, more = Batch(), True, True
    while more:
        turn, found = Batch(), 0
        for places, count in look(organisation, plan, which, on=on, batch=batch):
            turn += take(organisation, plan, places, which, on=on, at=at, skip=skip)
            found += count
        done += turn
        skip, more = turn.due > 0, found > turn.due or found == AHEAD * batch
    return done


def look(
    organisation: Organisation, plan: Plan, which: Which, *, on: date, batch: int, ahead: int = AHEAD
) -> list[tuple[Text, int]]:
    """Where files stand that are to go, `ahead` batches of them, and how many in each: a hint.

    Without it each batch would walk over what the ones before it left behind, and tidy that up row by row.
    """
    found = f"SELECT a.ctid AS place FROM {plan.model._meta.db_table} a WHERE {which.free} LIMIT %(most)s"
    counted = f"SELECT place, (row_number() OVER () - 1) / %(batch)s AS n FROM ({found}) f"
    with retention(organisation, on), connections[organisation.key].cursor() as cursor:
        cursor.execute(
            f"SELECT array_agg(place)::text, count(*) FROM ({counted}) c GROUP BY n ORDER BY n",
            which.values | {"batch": batch, "most": ahead * batch},
        )
        batches: list[tuple[Text, int]] = cursor.fetchall()
    return batches


def take(
    organisation: Organisation, plan: Plan, places: Text, which: Which, *, on: date, at: datetime, skip: bool
) -> Batch:
    """Destroy what stands in these places, as far as it is to go, in one transaction.

    With `skip` it passes over what another worker has, without it waits. A change that came between undoes all of
    it, and it is tried again; the last problem is raised.
    """
    values = which.values | {"at": at, "places": places}
    tries = 0
    while True:
        try:
            with retention(organisation, on), connections[organisation.key].cursor() as cursor:
                cursor.execute(WAITS)
                cursor.execute(statement(plan, which, skip=skip), values)
                found, rows, persons = cursor.fetchone()
                return Batch(found, rows, forget(organisation, persons))
        except DatabaseError as problem:
            tries += 1
            if tries == TRIES or sqlstate(problem) not in RETRIED:
                raise


def forget(organisation: Organisation, persons: Text) -> int:
    """Persons of whom nothing is left go, with hats and account, in the running transaction; how many."""
    if persons == NOBODY:
        return 0
    with connections[organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.forget_persons(%s::uuid[])", [persons])
        return int(cursor.fetchone()[0])


def statement(plan: Plan, which: Which, *, skip: bool) -> str:
    """The SQL of a batch: locked → due → gone → children → lines, then how many were due, how many went, and whose.

    A place is only where to look: what stands there is locked first and then asked whether it is to go.
    """
    model, table = plan.model, plan.model._meta.db_table
    subject = column(model, plan.declared.subject) if plan.declared.subject else "NULL::uuid"
    gone = [_children(child, declared, place) for place, (child, declared) in enumerate(plan.children)]
    leaves = [_leaves("gone", model, "%(activity)s")]
    leaves += [
        _leaves(f"c{n}", m, _literal(d.activity) if d.activity else "%(activity)s")
        for n, (m, d) in enumerate(plan.children)
    ]
    return f"""WITH locked AS MATERIALIZED (
  SELECT a.ctid AS place, {", ".join(f"a.{name}" for name in _asked(plan))}
    FROM {_locked(plan)} WHERE a.ctid = ANY (%(places)s::tid[]) FOR UPDATE OF {"a" if plan.declared.is_anchor else "f"}
    {"SKIP LOCKED" if skip else ""}),
due AS MATERIALIZED (SELECT a.place FROM locked a WHERE {which.free}),
gone AS (DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT place FROM due)) RETURNING id, {subject} AS person),
{"".join(gone)}holds AS (DELETE FROM disposal_hold h USING gone WHERE h.anchor = gone.id),
lines AS (INSERT INTO disposal_line
  (id, verb, model, digest, activity, rule, policy_version, cut_off, executed_on, at)
  SELECT gen_random_uuid(), '{VERB}', model, digest, activity, %(rule)s, %(version)s, %(cut_off)s, %(on)s, %(at)s
    FROM ({" UNION ALL ".join(leaves)}) leaf RETURNING 1)
SELECT (SELECT count(*) FROM due), (SELECT count(*) FROM lines), ARRAY({_persons(plan)})::text"""


def _locked(plan: Plan) -> str:
    """Where the rows `a` stand; one that goes before its file, which nobody may change, is locked with that file `f`."""
    table = f"{plan.model._meta.db_table} a"
    if plan.declared.is_anchor:
        return table
    file = anchor_of(plan.model)._meta.db_table
    return f"{table} JOIN {file} f ON f.id = a.{anchor_column(plan.model)}"


def by_rules(plan: Plan, on: date) -> Which:
    """Which files have had their time, and nothing keeps them."""
    return Which(
        unheld(plan, due(plan.model, plan.declared, cuts="%(cuts)s::date[]", activity="%(activity)s")), _values(plan, on)
    )


def unheld(plan: Plan, *wanted: str) -> str:
    """SQL over a row `a` of which all this holds, and that nothing keeps."""
    return " AND ".join([*wanted, *(f"NOT {one}" for one in held(plan.model, plan.declared, day="%(on)s"))])


def _asked(plan: Plan) -> list[str]:
    """The columns that are asked for."""
    of = "" if plan.declared.is_anchor else plan.declared.anchor
    fields = (plan.declared.subject, of, *plan.declared.clocks.values(), plan.declared.activity_from)
    return ["id", *dict.fromkeys(column(plan.model, field) for field in fields if field)]


def _children(child: type[Model], declared: PersonalData, place: int) -> str:
    """Rows that hang on a file go with it; the keys between them are checked at commit."""
    table, anchor = child._meta.db_table, column(child, declared.anchor)
    kept = ", ".join(["c.id", *(f"c.{column(child, other)}" for other in declared.also)])
    return f"c{place} AS (DELETE FROM {table} c USING gone WHERE c.{anchor} = gone.id RETURNING {kept}),\n"


def _persons(plan: Plan) -> str:
    """Of whom a row was, and of whom else one spoke: perhaps nothing is left of them now."""
    spoken = [
        f" UNION SELECT {name} FROM c{place} WHERE {name} IS NOT NULL"
        for place, (child, declared) in enumerate(plan.children)
        for name in (column(child, other) for other in declared.also)
    ]
    return f"SELECT DISTINCT person FROM gone WHERE person IS NOT NULL{''.join(spoken)}"


def _leaves(source: str, model: type[Model], activity: str) -> str:
    """Leaves as `core.proof.leaf` computes them: SHA-256 of label, a zero byte, and the bytes of the key."""
    name = _literal(label(model))
    return f"SELECT {name} AS model, {digest(model)} AS digest, {activity} AS activity FROM {source}"


def digest(model: type[Model]) -> str:
    """SQL of the leaf of a row, from its column `id`."""
    return f"sha256('\\x{label(model).encode().hex()}00'::bytea || uuid_send(id))"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _values(plan: Plan, on: date) -> dict[str, Any]:
    return {
        "cuts": list(plan.cuts),
        "activity": plan.activity,
        "on": on,
        "rule": plan.rule,
        "version": str(plan.version.number),
        "cut_off": plan.cut_off,
    }
