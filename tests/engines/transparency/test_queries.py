"""The list is complete and in order on whatever page, and how an activity changed can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from huisvrede.core.duration import Period
from huisvrede.core.policy import Policy, load
from huisvrede.core.vocabulary import NOWHERE
from huisvrede.engines.transparency.queries import (
    Asked,
    history,
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


@pytest.mark.parametrize("tongue", ["nl", "en"])
def test_paging_forth_and_back_shows_every_activity_once_by_name(
    organisation: Organisation, tongue: str
) -> None:
    with override(tongue), acting(organisation, member("chris").acting("register", TODAY)):
        version = version_on(TODAY)
        whole = [row["key"] for row in listed(version, Asked(size=100)).rows]
        assert sorted(whole) == sorted(Activity.objects.filter(version=version).values_list("key", flat=True))
        seen, page = [], listed(version, Asked(size=4))
        while True:
            seen += [row["key"] for row in page.rows]
            if not page.later:
                break
            page = listed(version, Asked(size=4, after=page.rows[-1]["key"]))
        assert seen == whole
        back = listed(version, Asked(size=4, before=page.rows[0]["key"]))
        assert [row["key"] for row in back.rows] == whole[
            len(whole) - len(page.rows) - 4 : len(whole) - len(page.rows)
        ]
        assert (back.later, listed(version, Asked(size=4, before=whole[4])).earlier) == (True, False)


def test_the_list_can_be_narrowed(organisation: Organisation) -> None:
    with acting(organisation, member("chris").acting("register", TODAY)):
        version = version_on(TODAY)
        assert {r["key"] for r in listed(version, Asked(state="open")).rows} == {
            "accounts", "home-seekers", "logging", "policy", "rights",
        }  # fmt: skip
        assert {r["key"] for r in listed(version, Asked(state="elsewhere")).rows} == {*ELSEWHERE}
        assert listed(version, Asked(state="closed")).rows == listed(version, Asked(state="planned")).rows == []
        assert {r["key"] for r in listed(version, Asked(basis="consent")).rows} == {"newsletter"}
        assert {r["key"] for r in listed(version, Asked(category="criminal")).rows} == {"attention-list"}
        assert listed(version, Asked(category="criminal")).count == 1
        assert listed(version, Asked(state="open", category="criminal")).rows == []


def test_the_list_tells_recipients_and_periods(organisation: Organisation) -> None:
    with acting(organisation, member("chris").acting("register", TODAY)):
        page = listed(version_on(TODAY), Asked(state="open"))
    (row,) = [row for row in page.rows if row["key"] == "home-seekers"]
    assert (row["recipients"], page.periods["home-seekers"]) == (2, ["P2Y"])


def test_an_activity_changed_in_the_versions_in_which_it_changed(organisation: Organisation) -> None:
    whole = load(ROOT / "profiles" / "allocation-service").activities["home-seekers"]
    longer = tuple(replace(rule, period=Period(years=3)) for rule in whole.retention)
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
        (planned,) = listed(version, Asked(state="planned")).rows
        (closed,) = listed(version, Asked(state="closed")).rows
        assert (planned["key"], closed["key"]) == ("newsletter", "home-seekers")
        used = {row.activity.key for row in rows_in_use(version)}
        assert ("newsletter" in used, "home-seekers" in used) == (False, True)


def test_who_advises_and_who_decides_are_roles_of_this_policy(organisation: Organisation) -> None:
    with acting(organisation, member("chris").acting("register", TODAY)):
        advisers, deciders = who_decides(version_on(TODAY))
    assert ([r.key for r in advisers], [r.key for r in deciders]) == (["privacy-officer"], ["management"])
