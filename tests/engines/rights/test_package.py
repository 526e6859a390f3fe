"""The package tells all that article 15 asks, with the day on which each file goes."""

from __future__ import annotations

import json
from datetime import date

from huisvrede.engines.rights.package import Package, collect
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def package_of(organisation: Organisation, name: str = "sanne") -> Package:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return collect(member(name).person, language="en", day=TODAY)


def test_a_file_that_ended_has_the_day_on_which_it_goes(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        Registration.objects.filter(pk=member("sanne").file).update(
            ended_on=date(2026, 2, 28), end_reason="housed"
        )
    seekers = next(one for one in package_of(organisation).processing if one.key == "home-seekers")
    assert [(kept.since, kept.until) for kept in seekers.retention] == [
        (date(2026, 2, 28), date(2028, 2, 28))
    ]


def test_a_file_that_runs_has_a_period_and_no_day_yet(organisation: Organisation) -> None:
    seekers = next(one for one in package_of(organisation).processing if one.key == "home-seekers")
    assert [(kept.period, kept.until) for kept in seekers.retention] == [("2 years from the end", None)]


def test_only_activities_that_hold_something_are_told(organisation: Organisation) -> None:
    assert [one.key for one in package_of(organisation).processing] == ["accounts", "home-seekers", "logging"]


def test_a_computer_can_read_it(organisation: Organisation) -> None:
    package = package_of(organisation)
    again = json.loads(json.dumps(package.as_json()))
    assert again["made_on"] == TODAY.isoformat()
    assert set(again) == {
        "language",
        "made_on",
        "version",
        "organisation",
        "processing",
        "held",
        "elsewhere",
        "rights",
    }
