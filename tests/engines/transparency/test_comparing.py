"""What the register said on two days, side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huisvrede.core.policy import Policy, load
from huisvrede.engines.transparency.comparing import compared
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import NoPolicy
from huisvrede.foundation.register.services import adopt
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in, visiting
from tests.cast import member
from tests.conftest import ROOT, as_login
from tests.drafting import system

DAY = timedelta(days=1)


def policy() -> Policy:
    whole = load(ROOT / "profiles" / "allocation-service")
    entries = dict(whole.activities)
    entries["home-seekers"] = replace(entries["home-seekers"], description={"nl": "Iets anders.", "en": entries["home-seekers"].description["en"]})
    entries["parking"] = replace(entries["newsletter"], key="parking", name={"nl": "Parkeren", "en": "Parking"})
    del entries["newsletter"]
    return replace(whole, activities=entries, effective_on=timezone.localdate(), digest="next")


def adopted(organisation: Organisation, new: Policy) -> None:
    with as_login(organisation, "worker"), acting(organisation, system()):
        adopt(new, on=timezone.localdate())


def test_what_is_new_gone_and_different_is_told_apart(organisation: Organisation) -> None:
    adopted(organisation, policy())
    today = timezone.localdate()
    with acting(organisation, member("chris").acting("register", today)):
        found = compared(today - DAY, today)
        assert (found.own.added, found.own.gone) == (["Parkeren"], [load(ROOT / "profiles/allocation-service").activities["newsletter"].name["nl"]])
        assert [one.key for one in found.own.changed] == ["home-seekers"]
        assert [change.new for change in found.own.changed[0].changes] == [("Iets anders.",)]
        assert compared(today, today).same
        with pytest.raises(NoPolicy):
            compared(date(1999, 1, 1), today)


def test_what_is_done_for_others_is_compared_too(organisation: Organisation) -> None:
    whole = load(ROOT / "profiles" / "allocation-service")
    one = whole.served[0]
    other = replace(one, security=(), controllers=one.controllers[:1])
    more = replace(one, key="letting", name={"nl": "Verhuren", "en": "Letting"})
    adopted(organisation, replace(whole, served=(other, more), effective_on=timezone.localdate(), digest="served"))
    today = timezone.localdate()
    with acting(organisation, member("chris").acting("register", today)):
        found = compared(today - DAY, today)
        assert found.own.same
        assert (found.served.added, found.served.gone) == (["Verhuren"], [])
        gone = [text for change in found.served.changed[0].changes for text in change.gone]
        assert any("Woonstichting Elzenbroek" in text for text in gone)
    shown = signed_in(organisation, "chris").get(f"/werk/register/vergelijken/?van={today - DAY}&tot={today}").content.decode()
    assert "What we do for others" in shown
    assert "Woonstichting Elzenbroek" in shown


def test_the_number_of_queries_does_not_grow(organisation: Organisation) -> None:
    today, whole = timezone.localdate(), policy()
    many = {f"extra-{n}": replace(whole.activities["home-seekers"], key=f"extra-{n}") for n in range(60)}
    counts = []
    for new in (whole, replace(whole, activities={**whole.activities, **many}, digest="third")):
        adopted(organisation, new)
        with acting(organisation, member("chris").acting("register", today)):
            with CaptureQueriesContext(connections[organisation.key]) as asked:
                compared(today - DAY, today)
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 18


def test_the_page_is_for_everyone_who_works_here(organisation: Organisation) -> None:
    adopted(organisation, policy())
    today = timezone.localdate()
    chris = signed_in(organisation, "chris")
    shown = chris.get(f"/werk/register/vergelijken/?van={today - DAY}&tot={today}").content.decode()
    assert "Parking" in shown
    assert "in Dutch" in shown, "a change in the other language alone is told too"
    assert "no policy was in force" in chris.get("/werk/register/vergelijken/?van=1999-01-01").content.decode()
    for asked in ("", "?van=soon", "?van=2026-13-01&tot=%00", "?tot=2026-01-01"):
        assert chris.get(f"/werk/register/vergelijken/{asked}").status_code == 200
    assert visiting(organisation).get("/werk/register/vergelijken/").status_code == 302
