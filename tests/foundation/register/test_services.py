"""Adopting a policy makes a version, opens what is whole, and closes what is loose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from django.apps import apps
from django.db import models

from huisvrede.core.declaration import KEY, PersonalData
from huisvrede.core.policy import Policy, load
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register import declarations
from huisvrede.foundation.register.entries import served_in
from huisvrede.foundation.register.models import Activity, Right, Term, Version
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.services import adopt, rejoin
from huisvrede.foundation.walls.session import acting, may
from huisvrede.foundation.walls.visible import VisibleManager
from huisvrede.modules.allocation.models import Registration
from tests.cast import member, system
from tests.conftest import ROOT, TODAY, as_login


def policy(effective: date = TODAY) -> Policy:
    return replace(load(ROOT / "profiles" / "allocation-service"), effective_on=effective)


def without_period(key: str) -> Policy:
    """The policy of today, in which somebody forgot how long an activity's data are kept."""
    whole = policy()
    loose = replace(whole.activities[key], retention=())
    return replace(whole, activities={**whole.activities, key: loose}, digest="loosened")


def adopted(organisation: Organisation, new: Policy, on: date = TODAY) -> int:
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        return adopt(new, on=on).number


def open_ones(organisation: Organisation, day: date = TODAY) -> set[str]:
    with acting(organisation, member("petra").acting("register", day)):
        return set(Activity.objects.filter(version=version_on(day), open=True).values_list("key", flat=True))


@contextmanager
def new_field_in_code() -> Iterator[None]:
    """The software of tomorrow: a table under home-seekers that holds something the policy doesn't name."""

    class Note(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid4)
        registration = models.UUIDField()
        text = models.TextField()
        objects = VisibleManager["Note"]()

        class Meta:
            app_label = "allocation"

        def __str__(self) -> str:
            return f"{self.pk}"

    fields = {"id": KEY, "registration": KEY, "text": Category.OPINION}
    declarations.declare(Note, PersonalData(activity="home-seekers", anchor="registration", fields=fields))
    try:
        yield
    finally:
        declarations._entries.pop(Note)
        del apps.all_models["allocation"]["note"]
        apps.clear_cache()


def test_the_same_policy_is_adopted_once(organisation: Organisation) -> None:
    assert adopted(organisation, load(ROOT / "profiles" / "allocation-service")) == 1


def test_a_changed_policy_is_the_next_version_and_binds_from_its_day(organisation: Organisation) -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert adopted(organisation, replace(policy(tomorrow), digest="other")) == 2
    with acting(organisation, member("petra").acting("register", TODAY)):
        assert (version_on(TODAY).number, version_on(tomorrow).number) == (1, 2)


def test_an_activity_without_a_period_is_closed_while_others_work(organisation: Organisation) -> None:
    before = open_ones(organisation)
    adopted(organisation, without_period("home-seekers"))
    assert before - open_ones(organisation) == {"home-seekers"}
    with acting(organisation, member("anna").acting("registration", TODAY)):
        assert not may("home-seekers", "view")
        assert list(Registration.objects.all()) == []
    with acting(organisation, member("petra").acting("questions", TODAY)):
        assert may("rights", "view")


def test_what_the_policy_declares_stays_on_record_beside_what_is_open(organisation: Organisation) -> None:
    adopted(organisation, without_period("home-seekers"))
    with acting(organisation, member("petra").acting("register", TODAY)):
        row = Activity.objects.get(version=version_on(TODAY), key="home-seekers")
    assert (row.open, row.content["open"]) == (False, True)


def test_mending_the_policy_opens_the_activity_again(organisation: Organisation) -> None:
    before = open_ones(organisation)
    adopted(organisation, without_period("home-seekers"))
    adopted(organisation, replace(policy(), digest="mended"))
    assert open_ones(organisation) == before


def test_joining_anew_changes_nothing_while_the_code_is_the_same(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        assert rejoin(on=TODAY).number == 1


def test_what_is_done_for_others_is_part_of_a_version(organisation: Organisation) -> None:
    whole = policy()
    adopted(organisation, replace(whole, served=(replace(whole.served[0], key="letting"),), digest="served"))
    with acting(organisation, member("chris").acting("register", TODAY)):
        first, second = Version.objects.order_by("number")
        assert [list(served_in(version)) for version in (first, second)] == [["advertising-homes"], ["letting"]]


def test_new_code_that_the_policy_does_not_name_closes_its_activity(organisation: Organisation) -> None:
    before = open_ones(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        with new_field_in_code():
            assert rejoin(on=TODAY).number == 2
        first, second = Version.objects.order_by("number")
        for model in (Activity, Right, Term):
            assert model.objects.filter(version=first).count() == model.objects.filter(version=second).count()
    assert before - open_ones(organisation) == {"home-seekers"}
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        assert rejoin(on=TODAY).number == 3
    assert open_ones(organisation) == before
