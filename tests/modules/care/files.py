"""How tests of residents' files act, and files of people who are nobody in particular."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import Session, acting
from huisvrede.modules.care.models import Resident
from tests.cast import member, system
from tests.conftest import TODAY, as_login

FIRST = date(2023, 1, 1)


def acts(organisation: Organisation, name: str, purpose: str = "care-plan") -> Any:
    """Somebody of the cast acts under the purpose of the care plan."""
    return acting(organisation, member(name).acting(purpose, TODAY))


@contextmanager
def job(organisation: Organisation) -> Iterator[Session]:
    """A job acts, as the worker."""
    with as_login(organisation, "worker"), acting(organisation, system("care-plan", TODAY)) as session:
        yield session


def set_file(organisation: Organisation, name: str, **values: Any) -> None:
    """Something stands in somebody's file from now on; `version` moves only when it is among the values."""
    with job(organisation):
        Resident.objects.filter(pk=member(name).file).update(**values)


def file_of(organisation: Organisation, name: str) -> Resident:
    """A file as it stands in the database now."""
    with job(organisation):
        return Resident.objects.get(pk=member(name).file)


def many(organisation: Organisation, count: int, **values: Any) -> None:
    """Files of people who are nobody in particular, each begun a day later than the one before."""
    with job(organisation):
        for place in range(count):
            card = {
                "given_name": "Kim",
                "family_name": f"Velen{place:04}",
                "birth_date": date(1990, 1, 1),
                "number": f"B-{place:04}",
                "started_on": FIRST + timedelta(days=place),
            }
            Resident(person=Person.objects.create(), **{**card, **values}).save(force_insert=True)
