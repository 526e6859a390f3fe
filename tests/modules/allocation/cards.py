"""What tests of home seekers fill in, and how they act."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.signin.models import Account
from huisvrede.foundation.walls.session import Session, acting
from huisvrede.modules.allocation.models import Registration
from huisvrede.modules.allocation.numbers import new_number
from tests import signing_in
from tests.browsing import Watched, visiting
from tests.cast import member, system
from tests.conftest import TODAY, as_login

CARD: dict[str, Any] = {
    "given_name": "Nadia",
    "name_prefix": "van der",
    "family_name": "Meer",
    "birth_date": date(1991, 4, 9),
    "email": "nadia@example.org",
    "phone": "+31687654321",
    "street": "Gracht",
    "house_number": "12 bis",
    "postcode": "1234 AB",
    "city": "Zeggedam",
    "household_size": 2,
    "rooms_wanted": 3,
}
TYPED = {
    **{name: str(value) for name, value in CARD.items()},
    "birth_date": "9-4-1991",
    "phone": "06 87654321",
}
"""The same, as somebody types it."""


def acts(organisation: Organisation, name: str, day: date = TODAY, purpose: str = "registration") -> Any:
    """Somebody of the cast acts under the purpose of this activity."""
    return acting(organisation, member(name).acting(purpose, day))


@contextmanager
def job(organisation: Organisation) -> Iterator[Session]:
    """A job acts, as the worker."""
    with as_login(organisation, "worker"), acting(organisation, system("registration", TODAY)) as session:
        yield session


def restrict(organisation: Organisation, name: str) -> None:
    """The processing of somebody's data is restricted from now on (article 18)."""
    with job(organisation):
        Person.objects.filter(pk=member(name).person).update(restricted_since=TODAY)


def registration_of(organisation: Organisation, name: str) -> Registration:
    """A registration as it stands in the database now."""
    with job(organisation):
        return Registration.objects.get(pk=member(name).file)


def many(organisation: Organisation, count: int, **values: Any) -> list[UUID]:
    """Registrations of people who are nobody in particular, each a day later than the one before."""
    keys = []
    with job(organisation):
        for place in range(count):
            card = {
                **CARD,
                "family_name": f"Velen{place:04}",
                "registered_on": date(2023, 1, 1) + timedelta(days=place),
            }
            row = Registration(person=Person.objects.create(), number=new_number(), **{**card, **values})
            row.save(force_insert=True)
            keys.append(row.pk)
    return keys


def text(response: Any) -> str:
    """What a page says, without the tokens that differ each time."""
    return html.unescape(signing_in.text(response))


def links(response: Any, around: str) -> list[str]:
    """The addresses on a page that hold `around`."""
    return [path for path in re.findall(r'(?:href|action)="([^"]*)"', text(response)) if around in path]


def newcomer(organisation: Organisation) -> Watched:
    """Somebody who made an account a moment ago, has signed in and is a data subject now."""
    client = visiting(organisation)
    with inside(organisation):
        client.force_login(Account.objects.create(email="nadia@example.org"))
    client.get("/aan/")
    return client
