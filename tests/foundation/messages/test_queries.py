"""Whom a message reaches: who holds a right today, and a data subject who can sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.messages.queries import accounts_of, accounts_with
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import acting
from tests.cast import SINCE, member, system
from tests.conftest import TODAY, as_login


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        yield one


def holders(
    house: Organisation, activity: str, action: str, day: date = TODAY, purpose: str = "rights"
) -> list[str]:
    names = {
        member(name).account: name
        for name in ("anna", "bram", "chris", "petra", "dirk", "ada", "dubbel", "noor")
    }
    with acting(house, member("sanne").acting(purpose, day)):
        return sorted(names[account] for account in accounts_with(activity, action))


def test_a_data_subject_can_have_those_told_who_hold_a_right(house: Organisation) -> None:
    assert holders(house, "rights", "advise") == ["dubbel", "petra"]
    assert holders(house, "home-seekers", "create", purpose="registration") == ["anna", "noor"]
    assert holders(house, "home-seekers", "publish") == []


def test_who_has_no_right_in_an_activity_under_this_purpose_has_nobody_told(house: Organisation) -> None:
    assert holders(house, "home-seekers", "create") == []
    assert holders(house, "accounts", "edit") == []


def test_before_anybody_held_a_role_nobody_is_told(house: Organisation) -> None:
    with as_login(house, "worker"), acting(house, system("messages", SINCE - timedelta(days=1))):
        assert accounts_with("rights", "advise") == []


def test_a_person_is_reached_through_the_accounts_of_the_day(house: Organisation) -> None:
    with as_login(house, "worker"), acting(house, system("messages", TODAY)):
        assert accounts_of(member("sanne").person) == [member("sanne").account]
        assert accounts_of(Person.objects.create().pk) == []
    with as_login(house, "worker"), acting(house, system("messages", SINCE - timedelta(days=1))):
        assert accounts_of(member("sanne").person) == []
