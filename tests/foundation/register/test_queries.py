"""Which policy binds on a day, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from huisvrede.core.duration import Period, PeriodError
from huisvrede.core.policy import load
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.models import Activity, Retention, Term, Version
from huisvrede.foundation.register.queries import (
    NoPolicy,
    activity,
    retention_rules,
    roles,
    term,
    term_period,
    term_span,
    version_on,
)
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import ROOT, TODAY, as_login

LATER = TODAY + timedelta(days=30)


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """An organisation that has decided to keep registrations for three years from LATER on."""
    first = load(ROOT / "profiles" / "allocation-service")
    seekers = first.activities["home-seekers"]
    longer = replace(seekers, retention=(replace(seekers.retention[0], period=Period.parse("P3Y")),))
    second = replace(
        first,
        activities={**first.activities, seekers.key: longer},
        effective_on=LATER,
        adopted_on=TODAY,
        digest="second",
    )
    with copies("allocation-service") as organisation:
        with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
            adopt(second, on=TODAY)
        yield organisation


@pytest.fixture
def version(house: Organisation) -> Iterator[Version]:
    with acting(house, member("petra").acting("register", TODAY)):
        yield version_on(TODAY)


def kept(house: Organisation, day: date) -> str:
    with acting(house, member("petra").acting("register", TODAY)):
        return retention_rules(version_on(day))[("home-seekers", "ended")].period


def test_each_day_shows_what_was_decided_for_it(house: Organisation) -> None:
    """The history stays: what bound a day is what one reads of that day, now and later."""
    days = (TODAY, LATER - timedelta(days=1), LATER, LATER + timedelta(days=900))
    assert [kept(house, day) for day in days] == ["P2Y", "P2Y", "P3Y", "P3Y"]


def test_the_database_and_the_application_choose_the_same_version(house: Organisation) -> None:
    with acting(house, member("petra").acting("register", TODAY)):
        for day in (TODAY, LATER - timedelta(days=1), LATER):
            found = Version.objects.raw(
                "SELECT id FROM register_version WHERE id = walls.version_on(%s)", [day]
            )
            assert [one.pk for one in found] == [version_on(day).pk]


def test_before_the_first_policy_nothing_binds(house: Organisation) -> None:
    with acting(house, member("petra").acting("register", TODAY)):
        with pytest.raises(NoPolicy, match="No policy is in force on 1999-12-31: adopt one first"):
            version_on(date(1999, 12, 31))


def test_every_period_stands_under_its_activity_and_clock(version: Version) -> None:
    rules = retention_rules(version)
    assert len(rules) == Retention.objects.filter(version=version).count()
    assert rules["home-seekers", "ended"].source == "art. 6"


def test_a_term_is_read_as_a_period_or_as_a_length_of_time(version: Version) -> None:
    row = term(version, "sign-in.idle")
    assert term_span(version, "sign-in.idle") > timedelta(minutes=1)
    with pytest.raises(PeriodError):
        term_period(version, row.key)
    with pytest.raises(Term.DoesNotExist):
        term(version, "sign-in.nothing")


def test_roles_and_activities_are_those_of_their_version(version: Version) -> None:
    assert roles(version)["advisor"].version_id == version.pk
    assert set(roles(version)) >= {"customer-service", "advisor", "privacy-officer"}
    assert activity(version, "home-seekers").version_id == version.pk
    with pytest.raises(Activity.DoesNotExist):
        activity(version, "marketing")
