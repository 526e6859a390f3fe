"""Who somebody is here, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import uuid4

import pytest

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Grant, Hat, Person
from huisvrede.foundation.people.queries import (
    activities_of_actor,
    ask_whom,
    grants_of,
    hats_of_actor,
    is_bound,
    open_to_register,
    registration_is_open,
    sign_in_rules,
)
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from tests.cast import SINCE, member, system
from tests.conftest import TODAY, as_login

ACCOUNT = uuid4()
"""Somebody who works here, was somebody else last year, and looks for a home."""


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("allocation-service") as one:
        with as_login(one, "worker"), acting(one, system("cast", SINCE)):
            Hat.objects.create(
                account=ACCOUNT, kind="subject", person=Person.objects.create(), starts_on=SINCE
            )
            Hat.objects.create(account=ACCOUNT, kind="staff", name="Kim", starts_on=SINCE, ends_on=TODAY)
        yield one


def hats(house: Organisation, day: date) -> list[str]:
    who = Acting(account=ACCOUNT, kind=Kind.VISITOR, purpose="session", day=day)
    with acting(house, who):
        return [hat.kind for hat in hats_of_actor()]


def test_an_account_chooses_among_its_own_hats_of_the_day_staff_first(house: Organisation) -> None:
    days = (SINCE - timedelta(days=1), SINCE, TODAY, TODAY + timedelta(days=1))
    assert [hats(house, day) for day in days] == [[], ["staff", "subject"], ["staff", "subject"], ["subject"]]


def test_staff_idle_as_short_as_the_strictest_role_and_show_a_second_factor(house: Organisation) -> None:
    with acting(house, member("sanne").acting("sign-in", TODAY)):
        subject = sign_in_rules(Hat.objects.get(pk=member("sanne").hat))
    with acting(house, member("chris").acting("sign-in", TODAY)):
        staff = sign_in_rules(Hat.objects.get(pk=member("chris").hat))
    assert (subject[1], staff[1]) == (False, True)
    assert 0 < staff[0] <= subject[0]


def test_a_data_subject_needs_no_bond_for_their_own_data(house: Organisation) -> None:
    bound = {}
    for name in ("sanne", "anna", "noor"):
        with acting(house, member(name).choosing(TODAY)):
            bound[name] = is_bound(Hat.objects.get(pk=member(name).hat))
    assert bound == {"sanne": True, "anna": True, "noor": False}


def test_nobody_learns_of_the_bond_of_another(house: Organisation) -> None:
    with acting(house, member("bram").choosing(TODAY)):
        assert not is_bound(Hat(pk=member("anna").hat, kind="staff"))


def test_a_role_counts_on_its_days(house: Organisation) -> None:
    with acting(house, member("bram").acting("sign-in", TODAY)):
        hat = Hat.objects.get(pk=member("bram").hat)
        assert [
            list(grants_of(hat, day).values_list("role", flat=True))
            for day in (SINCE - timedelta(days=1), SINCE)
        ] == [
            [],
            ["advisor"],
        ]
        assert Grant.objects.count() > 1


def test_people_register_themselves_where_the_policy_says_so(
    house: Organisation, care_group: Organisation
) -> None:
    visitor = Acting(kind=Kind.VISITOR, purpose="none", day=TODAY)
    with acting(house, visitor):
        assert [a.key for a in open_to_register()] == ["home-seekers"]
    with acting(care_group, visitor):
        assert not registration_is_open()


def test_whom_to_ask_is_whoever_sees_all_of_an_activity(house: Organisation) -> None:
    with acting(house, member("chris").acting("registration", TODAY)):
        assert [role.key for role in ask_whom("home-seekers")] == ["customer-service"]
        assert ask_whom("nothing") == []


def test_the_menu_knows_what_a_hat_reaches_and_no_more(house: Organisation) -> None:
    reached = {}
    for name in ("anna", "chris", "sanne"):
        with acting(house, member(name).acting("registration", TODAY)):
            reached[name] = activities_of_actor()
    assert "home-seekers" in reached["anna"]
    assert "home-seekers" in reached["sanne"]
    assert reached["chris"] == []
