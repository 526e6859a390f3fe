"""After a backup of main was put back: what the vault knows to be irrevocable is done again (article 5(1)(e), decision 18).

The vault is younger than the backup. Each of its lines that main does not know is written in main once more, and its act
repeated: rows that were destroyed go again, access that ended at once ends, and whose data are restricted is told, so that
their request begins anew. Then all sessions end, and all keys of programs: one that was withdrawn since would work again.
It may be stopped and run again; a second run finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connections
from django.db.models import Model

from huisvrede.core.declaration import PersonalData
from huisvrede.core.vocabulary import Kind, Purpose
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.models import Line
from huisvrede.foundation.disposal.rules import label
from huisvrede.foundation.disposal.sweep import VERB, digest, forget
from huisvrede.foundation.people.models import Grant, Hat, Person
from huisvrede.foundation.register.declarations import all_declared, anchor_declaration, column
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.signin.models import Token
from huisvrede.foundation.vault.models import Line as VaultLine
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

PAGE: Final = 50_000
"""Lines that are compared at a time."""
RULE: Final = "came back with a backup"
"""What the certificate says of rows that were destroyed once more."""
RESTRICTION: Final = "restriction"
END_OF_ACCESS: Final = "end-of-access"
SHUT_OUT: Final = "shut-out"
"""Verbs of lines that the database writes (`walls.never_undone`)."""
OF_ACCOUNTS: Final = "accounts"
"""The activity of kinds of rows that are no file: accounts, hats, roles."""
LAST: Final = """SELECT digest FROM (SELECT DISTINCT ON (digest) digest, verb FROM vault_line
  WHERE verb IN ('restriction', 'lifting') ORDER BY digest, at DESC) last WHERE verb = %s"""


@dataclass(frozen=True)
class Caught:
    """What was done again; `restricted`: persons to be restricted anew, `shut`: how many accounts two must let in anew."""

    rows: int
    persons: int
    accesses: int
    restricted: tuple[UUID, ...]
    sessions: int
    shut: int = 0
    keys: int = 0


def catch_up(organisation: Organisation, *, on: date, at: datetime) -> Caught:
    """Do again what main has forgotten, all in one transaction; `at` is the moment its lines count as stamped.

    Restricting anew is the caller's: it is a case, and whose it is stands in `restricted`.
    """
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose=Purpose.RIGHTS.value, day=on)):
        unknown = [line for page in _pages() for line in _unknown(page)]
        rows, persons = _destroyed(organisation, unknown)
        accesses = _ended(organisation, unknown, on)
        restricted, shut = _restricted(organisation), _shut(organisation, unknown)
        _written(unknown, on=on, at=at, policy_version=str(version_on(on).number))
    ended = Session.objects.all().delete()[0]
    return Caught(rows, persons, accesses, restricted, ended, shut, Token.objects.all().delete()[0])


def _pages() -> Iterator[list[VaultLine]]:
    last = UUID(int=0)
    while page := list(VaultLine.objects.filter(pk__gt=last).order_by("pk")[:PAGE]):
        yield page
        last = page[-1].pk


def _unknown(page: list[VaultLine]) -> list[VaultLine]:
    there = set(Line.objects.filter(pk__in=[line.pk for line in page]).values_list("pk", flat=True))
    return [line for line in page if line.pk not in there]


def _destroyed(organisation: Organisation, unknown: list[VaultLine]) -> tuple[int, int]:
    """Rows that were destroyed go again, and persons of whom nothing is left then: how many of each."""
    gone, persons = 0, set[UUID]()
    for model, declared in all_declared():
        if found := _digests(unknown, VERB, label(model)):
            count, whose = _gone(organisation, model, declared, found)
            gone += count
            persons |= whose
    return gone, forget(organisation, "{" + ",".join(map(str, sorted(persons))) + "}")


def _gone(
    organisation: Organisation, model: type[Model], declared: PersonalData, digests: list[bytes]
) -> tuple[int, set[UUID]]:
    """How many rows of a kind went, and of whom they were or spoke."""
    about = [*([declared.subject] if declared.is_anchor else []), *declared.also]
    whose = ", ".join(column(model, name or "") for name in about)
    with connections[organisation.key].cursor() as cursor:
        cursor.execute(
            f"WITH gone AS (DELETE FROM {model._meta.db_table} WHERE {digest(model)} = ANY (%s)"
            f" RETURNING ARRAY[{whose}]::uuid[] AS whose)"
            " SELECT (SELECT count(*) FROM gone), ARRAY(SELECT unnest(whose) FROM gone)",
            [digests],
        )
        count, persons = cursor.fetchone()
    return int(count), set(persons) - {None}


def _ended(organisation: Organisation, unknown: list[VaultLine], on: date) -> int:
    """Hats and roles that ended at once end again: until yesterday, as then."""
    ended = 0
    for model in (Hat, Grant):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(
                f"UPDATE {model._meta.db_table} SET ends_on = greatest(starts_on, %(last)s)"
                f" WHERE {digest(model)} = ANY (%(found)s) AND coalesce(ends_on, 'infinity') > greatest(starts_on, %(last)s)",
                {"last": on - timedelta(days=1), "found": _digests(unknown, END_OF_ACCESS, label(model))},
            )
            ended += cursor.rowcount
    return ended


def _shut(organisation: Organisation, unknown: list[VaultLine]) -> int:
    """Accounts that two had shut lose their old ways in once more; their owner is let in anew."""
    with connections[organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.shut_again(%s::bytea[])", [_digests(unknown, SHUT_OUT, "signin.account")])
        return int(cursor.fetchone()[0])


def _restricted(organisation: Organisation) -> tuple[UUID, ...]:
    """Persons whose data were restricted when the ledger was last written, and are not any more."""
    with connections[organisation.vault_alias].cursor() as cursor:
        cursor.execute(LAST, [RESTRICTION])
        digests = [bytes(found) for (found,) in cursor.fetchall()]
    with connections[organisation.key].cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {Person._meta.db_table} WHERE {digest(Person)} = ANY (%s) AND restricted_since IS NULL",
            [digests],
        )
        return tuple(key for (key,) in cursor.fetchall())


def _written(unknown: list[VaultLine], *, on: date, at: datetime, policy_version: str) -> None:
    """Main's own lines again, under the keys they had: certificates of what went once more are made of them."""
    anchors = {label(model): anchor_declaration(model) for model, _declared in all_declared()}
    activities = {kind: anchor.activity or min(anchor.activities()) for kind, anchor in anchors.items()}
    Line.objects.bulk_create(
        [
            Line(
                id=line.pk,
                verb=line.verb,
                model=line.model,
                digest=line.digest,
                activity=activities.get(line.model, OF_ACCOUNTS),
                rule=RULE,
                policy_version=policy_version,
                cut_off=on,
                executed_on=on,
                at=line.at,
                stamped_at=at,
            )
            for line in unknown
        ]
    )


def _digests(lines: list[VaultLine], verb: str, model: str) -> list[bytes]:
    return [bytes(line.digest) for line in lines if (line.verb, line.model) == (verb, model)]
