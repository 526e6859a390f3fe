"""The list is complete and in order on whatever page, and how an activity changed can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from huisvrede.core.duration import Period
from huisvrede.core.policy import Policy, load
from huisvrede.core.vocabulary import NOWHERE
from huisvrede.engines.transparency import queries
from huisvrede.engines.transparency.queries import (
    history,
    in_short,
    listed,
    newest_statement,
    rows_in_use,
    rows_of,
    version_numbered,
    who_decides,
)
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.models import Activity
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import ROOT, TODAY, as_login

ELSEWHERE = {
    *("appeals", "attention-list", "breaches", "chain-partners", "chance-advice", "complaints", "home-offers"),
    *("newsletter", "personnel", "urgency", "website-accounts"),
}


def changed(key: str, **values: object) -> Policy:
    whole = replace(
        load(ROOT / "profiles" / "allocation-service"), effective_on=TODAY, digest=f"{sorted(values)}"
    )
    return replace(whole, activities={**whole.activities, key: replace(whole.activities[key], **values)})  # type: ignore[arg-type]


def adopted(organisation: Organisation, new: Policy) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("adoption", TODAY)):
        adopt(new, on=TODAY)


def test_each_state_basis_and_category_has_its_activities(organisation: Organisation) -> None:
    with acting(organisation, member("chris").acting("register", TODAY)):
        rows = listed([version_on(TODAY)])
        found = {
            state: {row.key for row in rows.filter(queries.in_state(state))} for state in ("open", "elsewhere", "closed", "planned")
        }
        assert found["open"] == {"accounts", "home-seekers", "logging", "policy", "rights"}
        assert (found["elsewhere"], found["closed"], found["planned"]) == ({*ELSEWHERE}, set(), set())
        assert sum(map(len, found.values())) == rows.count()
        assert {row.key for row in rows.filter(queries.on_basis("consent"))} == {"newsletter"}
        assert {row.key for row in rows.filter(queries.with_category("criminal"))} == {"attention-list"}


@pytest.mark.parametrize("tongue", ["nl", "en"])
def test_a_list_tells_an_activity_in_short_in_the_order_of_the_reader(organisation: Organisation, tongue: str) -> None:
    with override(tongue), acting(organisation, member("chris").acting("register", TODAY)):
        version = version_on(TODAY)
        told = in_short(list(listed([version]).order_by(*queries.by_name())))
        known = Activity.objects.filter(version=version).order_by(f"name_{tongue}")
        assert [one.key for one in told] == [row.key for row in known]
        assert in_short([]) == []
    (one,) = [one for one in told if one.key == "home-seekers"]
    assert (one.state, one.recipients, one.periods) == ("open", 2, ["P6M", "P2Y"])
    assert one.bases == ["contract", "legitimate-interest"]


def test_an_activity_changed_in_the_versions_in_which_it_changed(organisation: Organisation) -> None:
    whole = load(ROOT / "profiles" / "allocation-service").activities["home-seekers"]
    longer = tuple(replace(rule, period=Period(years=3)) if rule.clock == "ended" else rule for rule in whole.retention)
    adopted(organisation, changed("newsletter", held_in="mailing-list"))
    adopted(organisation, changed("home-seekers", retention=longer))
    with override("en"), acting(organisation, member("chris").acting("register", TODAY)):
        newest, first = history("home-seekers", TODAY)
        assert [turn.version.number for turn in history("newsletter", TODAY)] == [3, 2, 1]
    assert (newest.version.number, first.version.number, first.first) == (3, 1, True)
    (change,) = newest.changes
    assert (change.label, change.gone[0][:21], change.new[0][:21]) == (
        "Erasure periods",
        "2 years from the end:",
        "3 years from the end:",
    )


def test_a_version_is_found_by_number_once_it_is_in_force(organisation: Organisation) -> None:
    tomorrow = TODAY + timedelta(days=1)
    adopted(organisation, replace(changed("newsletter", held_in="mailing-list"), effective_on=tomorrow))
    with acting(organisation, member("chris").acting("register", TODAY)):
        assert version_numbered(2, TODAY) is None
        found = version_numbered(2, tomorrow)
        assert found is not None
        assert rows_of(found, "newsletter") is not None
        assert rows_of(found, "no-such") is None


def test_the_statement_needs_what_is_done_here_or_elsewhere_and_not_what_nobody_does_yet(organisation: Organisation) -> None:
    with acting(organisation, member("chris").acting("register", TODAY)):
        rows = rows_in_use(version_on(TODAY))
        assert {row.activity.key: row.activity.state for row in rows} == {
            **dict.fromkeys(("accounts", "home-seekers", "logging", "policy", "rights"), "open"),
            **dict.fromkeys(ELSEWHERE, "elsewhere"),
        }
        assert newest_statement() is None
    whole = changed("newsletter", held_in=NOWHERE)
    baseless = replace(whole.activities["home-seekers"], legal_bases=())
    adopted(organisation, replace(whole, activities={**whole.activities, baseless.key: baseless}))
    with acting(organisation, member("chris").acting("register", TODAY)):
        version = version_on(TODAY)
        (planned,) = listed([version]).filter(queries.in_state("planned"))
        (closed,) = listed([version]).filter(queries.in_state("closed"))
        assert (planned.key, closed.key) == ("newsletter", "home-seekers")
        used = {row.activity.key for row in rows_in_use(version)}
        assert ("newsletter" in used, "home-seekers" in used) == (False, True)


def test_who_advises_and_who_decides_are_roles_of_this_policy(organisation: Organisation) -> None:
    with acting(organisation, member("chris").acting("register", TODAY)):
        advisers, deciders = who_decides(version_on(TODAY))
    assert ([r.key for r in advisers], [r.key for r in deciders]) == (["privacy-officer"], ["management"])
