"""The package tells all that article 15 asks, with the day on which each file goes."""

from __future__ import annotations

import json
from datetime import date

from huisvrede.core.policy import ACTIONS
from huisvrede.engines.rights import services
from huisvrede.engines.rights.package import Package, collect
from huisvrede.engines.rights.rules import ACCESS
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.asking import advised, answered, asked, decided
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
    assert {(kept.since, kept.until) for kept in seekers.retention} == {(date(2026, 2, 28), date(2028, 2, 28)), (None, None)}


def test_a_file_that_runs_has_a_period_and_no_day_yet(organisation: Organisation) -> None:
    seekers = next(one for one in package_of(organisation).processing if one.key == "home-seekers")
    kept = {one.period: one.until for one in seekers.retention}
    assert kept == {"2 years from the end": None, "6 months from the day it was added": None}


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
        "held_back",
        "elsewhere",
        "secrets",
        "rights",
        "works_here",
    }


def test_the_account_is_told_and_its_secrets_are_not(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        package = collect(member("sanne").person, language="nl", day=TODAY)
    (account,) = [one for one in package.held if one.kind == "signin.Account"]
    (row,) = account.rows
    told = {value.field: value.value for value in row.values}
    assert told["email"] == "sanne@example.org"
    assert "password" not in told
    assert [label for _name, labels in package.secrets for label in labels if "mail" in label.lower()] == []


def test_every_word_of_a_request_is_dutch(organisation: Organisation) -> None:
    """Codes of states, steps and rights are words of ours, and no language of the reader's."""
    key = asked(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        services.extend(case=Case.objects.get(pk=key), version=1, reasons="Omdat.")
    answered(organisation)
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        package = collect(member("sanne").person, language="nl", day=TODAY)
    codes = {*ACCESS.states(), *(action for _state, action in ACCESS.table), ACCESS.key, *ACTIONS}
    shown = {value.text for one in package.held for row in one.rows for value in row.values}
    assert shown & codes == set()
