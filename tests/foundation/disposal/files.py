"""Files that have ended, and what is left of them: what the tests of disposal begin and end with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from django.db import connections

from huisvrede.core.proof import leaf
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.models import Certificate, Line
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import Session, acting
from huisvrede.foundation.walls.ticket import Acting
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from tests.conftest import as_login

ENDED = date(2024, 2, 29)
LAST = date(2026, 2, 28)
"""The last day on which a registration that ended on 29 February 2024 may be kept: two years (art. 6)."""
DUE = date(2026, 3, 1)
KEEPER = UUID("11111111-1111-4111-8111-111111111111")


@contextmanager
def system(organisation: Organisation, day: date = DUE) -> Iterator[Session]:
    """The worker, acting for the house."""
    with as_login(organisation, "worker"), acting(organisation, job(day)) as session:
        yield session


def job(day: date) -> Acting:
    """A job on a day."""
    return Acting(kind=Kind.SYSTEM, purpose="test", day=day)


def person() -> Person:
    """Somebody new."""
    return Person.objects.create()


def registration(whose: Person, ended: date | None = ENDED, members: int = 0) -> Registration:
    """A registration, ended or not, with members of the household."""
    key = uuid4()
    made = Registration.objects.create(
        id=key,
        person=whose,
        number=f"T{key.hex[:12]}",
        given_name="Mila",
        family_name="Testveld",
        birth_date=date(1980, 5, 5),
        registered_on=date(2020, 1, 6),
        ended_on=ended,
        end_reason="deregistered" if ended else "",
    )
    for _ in range(members):
        HouseholdMember.objects.create(
            registration=made, given_name="Kind", family_name="Testveld", birth_date=date(2015, 6, 6)
        )
    return made


def due_files(organisation: Organisation, count: int, members: int = 0) -> list[UUID]:
    """So many registrations of as many persons that are due on `DUE`."""
    with system(organisation):
        return [registration(person(), members=members).pk for _ in range(count)]


def left(organisation: Organisation) -> set[UUID]:
    """The registrations that are still there, those of the cast apart."""
    with system(organisation):
        return set(Registration.objects.filter(number__startswith="T").values_list("pk", flat=True))


def lines(organisation: Organisation) -> list[tuple[str, bytes]]:
    """Model and digest of every line, in order."""
    with system(organisation):
        return sorted((m, bytes(d)) for m, d in Line.objects.values_list("model", "digest"))


def leaves(keys: list[UUID], model: str = "allocation.registration") -> list[tuple[str, bytes]]:
    """The lines that rows with these keys must leave behind."""
    return sorted((model, leaf(model, key)) for key in keys)


def certificates(organisation: Organisation) -> list[dict[str, object]]:
    """The statements, by number."""
    with system(organisation):
        return [one.statement for one in Certificate.objects.all()]


def as_owner(
    organisation: Organisation, sql: str, values: list[object] | None = None
) -> list[tuple[object, ...]]:
    """Whatever the owner of the database can do."""
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        cursor.execute(sql, values or [])
        return cursor.fetchall() if cursor.description else []
