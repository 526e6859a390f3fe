"""Finding at the telephone which file is somebody's: whether there is one, which number it has, what to ask first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import DatabaseError, connections
from django.utils.translation import gettext_lazy as _

from huisvrede.engines.access.services import Impossible
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.routing import savepoint, sqlstate
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.gates.proving import require_proof
from huisvrede.foundation.register.models import Activity, Right
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.finding import FIND, TOO_OFTEN
from huisvrede.foundation.walls.session import may, session

SEARCHED_ENOUGH: Final = _(
    "You looked for as many people in the last hour as your organisation allows. Wait a while, or ask a colleague."
)
FOUND: Final = "SELECT area, sort, file, code, opens, frozen FROM walls.found_by(%s, %s, %s, %s)"


class Way(StrEnum):
    """What somebody names, by which they are found."""

    NUMBER = "number"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True)
class Named:
    """What somebody named, as it is searched: a number, a surname with a day of birth, or a postcode with a house number."""

    way: Way
    known: str
    born: date | None = None
    house: str = ""


@dataclass(frozen=True)
class Found:
    """A file of an activity that agrees in full; without a key where it is of more than one person.

    `opens`: the actor sees it in their own work. `frozen`: its processing is restricted (article 18).
    """

    activity: str
    model: str
    file: UUID | None
    number: str
    opens: bool
    frozen: bool


def searched() -> list[Activity]:
    """The activities in which the actor may find a person under the purpose of the page; Refused where there is none."""
    version = version_on(session().acting.day)
    areas = Right.objects.filter(version=version, action=FIND).values("activity")
    there = Activity.objects.filter(version=version, open=True, key__in=areas).order_by("key")
    found = [one for one in there if may(one.key, FIND)]
    if not found:
        raise Refused(there[0].key if there else session().acting.purpose, FIND)
    return found


def find(named: Named, *, activities: Sequence[Activity]) -> list[Found]:
    """The files that agree in full with what was named, in these activities; the database writes each search down itself.

    Raises Impossible once an account has searched more in an hour than the policy allows.
    """
    for one in activities:
        require_proof(one.key)
    try:
        with savepoint(), connections[session().organisation.key].cursor() as cursor:
            cursor.execute(FOUND, [named.way, named.known, named.born, named.house])
            return [Found(*row) for row in cursor.fetchall()]
    except DatabaseError as problem:
        if sqlstate(problem) != TOO_OFTEN:
            raise
    record(activities[0].key, FIND, [], refused=True)
    raise Impossible(SEARCHED_ENOUGH)
