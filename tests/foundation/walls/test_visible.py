"""The default manager and the row policy say the same; the manager says it fast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connections, models
from django.db.transaction import atomic

from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.backend.base import OutsideTransaction
from huisvrede.foundation.walls.session import NobodyActs, acting
from huisvrede.foundation.walls.visible import AmongOwn
from huisvrede.modules.allocation.models import Assignment, HouseholdMember, Registration
from tests.cast import SINCE, SUBJECTS, member, system
from tests.conftest import TODAY, as_login

MODELS: tuple[Any, ...] = (Registration, HouseholdMember, Assignment)
CAST = ("anna", "bram", "chris", "petra", "dirk", "ada", "dubbel", "noor", "sanne", "tariq")


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """One organisation for who only looks: somebody lives with each home seeker, amid a crowd of others."""
    with copies("allocation-service") as organisation:
        with as_login(organisation, "worker"), acting(organisation, system("cast", SINCE)):
            for name in ("sanne", "tariq"):
                HouseholdMember.objects.create(
                    registration_id=member(name).file, given_name="Kim", family_name=name, birth_date=SINCE
                )
            crowd()
        with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
            for model in MODELS:
                cursor.execute(f"ANALYZE {model._meta.db_table}")
        yield organisation


def crowd() -> None:
    """Enough rows that reading them all costs more than an index."""
    persons = [Person(id=uuid4()) for _ in range(3000)]
    Person.objects.bulk_create(persons)
    files = [
        Registration(
            person=p, number=f"C-{n}", registered_on=SINCE, given_name="C", family_name="C", birth_date=SINCE
        )
        for n, p in enumerate(persons)
    ]
    Registration.objects.bulk_create(files)
    HouseholdMember.objects.bulk_create(HouseholdMember(registration=one, birth_date=SINCE) for one in files)


def by_wall(model: type[models.Model]) -> list[UUID]:
    """What the database shows of a table to a statement without any condition."""
    with connections[model.objects.db].cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"SELECT id FROM {model._meta.db_table}")
        return sorted(key for (key,) in cursor.fetchall())


def test_the_manager_shows_what_the_wall_shows(house: Organisation) -> None:
    for name in CAST:
        models_of = MODELS[:2] if name in SUBJECTS else MODELS
        for purpose in ("registration", "rights", "marketing"):
            with acting(house, member(name).acting(purpose, TODAY)):
                shown = [sorted(m.objects.values_list("pk", flat=True)) for m in models_of]
                assert shown == [by_wall(m) for m in models_of], (name, purpose)


def test_the_children_of_a_file_are_seen_by_whom_the_file_is_seen(house: Organisation) -> None:
    seen = {}
    for name in CAST:
        with acting(house, member(name).acting("registration", TODAY)):
            members = HouseholdMember.objects.exclude(family_name="")
            seen[name] = set(members.values_list("family_name", flat=True))
    assert {name: families for name, families in seen.items() if families} == {
        "anna": {"sanne", "tariq"},
        "bram": {"tariq"},
        "sanne": {"sanne"},
        "tariq": {"tariq"},
    }


def test_a_data_subject_may_not_even_ask_who_is_assigned_to_them(house: Organisation) -> None:
    with acting(house, member("tariq").acting("registration", TODAY)):
        with pytest.raises(ProgrammingError, match="permission denied"), atomic(using=house.key):
            list(Assignment.objects.all())


def test_an_assignment_counts_on_its_own_days(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Assignment.objects.update(ends_on=TODAY)
    seen = []
    for day in (SINCE - timedelta(days=1), SINCE, TODAY, TODAY + timedelta(days=1)):
        with acting(organisation, member("bram").acting("registration", day)):
            seen.append(Registration.objects.count())
    assert seen == [0, 1, 1, 0]


def test_when_nobody_acts_there_is_no_query_to_make(house: Organisation) -> None:
    with inside(house):
        for model in (*MODELS, Person):
            with pytest.raises(NobodyActs):
                model.objects.all()


def test_a_queryset_that_was_kept_shows_nothing_afterwards(house: Organisation) -> None:
    """Its ticket ended with the transaction in which it was made."""
    with acting(house, member("anna").acting("registration", TODAY)):
        kept = Registration.objects.all()
    with inside(house), pytest.raises(OutsideTransaction):
        list(kept)


def test_a_kept_queryset_shows_the_next_actor_no_more_than_their_own(house: Organisation) -> None:
    with acting(house, member("anna").acting("registration", TODAY)):
        kept = Registration.objects.all()
    with acting(house, member("chris").acting("registration", TODAY)):
        assert list(kept.all()) == []


@pytest.mark.parametrize("model", [Registration, HouseholdMember])
def test_an_advisor_s_rows_are_found_by_index(house: Organisation, model: Any) -> None:
    """Without the manager's condition the wall itself holds, one row at a time."""
    table = f"Seq Scan on {model._meta.db_table}"
    with acting(house, member("bram").acting("registration", TODAY)):
        assert table not in model.objects.explain()
        assert table in models.QuerySet(model=model, using=house.key).explain()


@pytest.mark.parametrize("model", [Registration, HouseholdMember])
def test_what_one_is_assigned_to_is_asked_by_any_action(house: Organisation, model: Any) -> None:
    """A file or a row of it, for an action of its own: an advisor views what they have, and exports nothing of it."""
    with acting(house, member("bram").acting("registration", TODAY)):
        assert list(model.objects.filter(AmongOwn.of(model, "view"))) == list(model.objects.all()) != []
        assert list(model.objects.filter(AmongOwn.of(model, "export"))) == []
