"""The policy changes by a draft, advice and a decision of three people, and binds from the day that was decided (COR-01, ALL-35)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from huisvrede.engines.transparency.shape import SECTIONS
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.models import Retention, Version
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.browser import DESKTOP, PHONE, Visitor, chromium, web
from tests.browsing import signed_in
from tests.cast import member
from tests.drafting import begun, case_of, changed, stepped, worked
from tests.signing_in import letterbox

LATER = timedelta(days=30)


def period(organisation: Organisation, day: object) -> str:
    with acting(organisation, member("petra").acting("policy", timezone.localdate())):
        return Retention.objects.get(version=version_on(day), activity="home-seekers", clock="ended").period  # type: ignore[arg-type]


@pytest.mark.clause("COR-01", part="changes")
def test_a_change_passes_three_people_and_binds_on_its_day(organisation: Organisation) -> None:
    """Given the policy in force, when a shorter period is drafted, advised on and adopted, then it binds from that day alone."""
    today = timezone.localdate()
    before = period(organisation, today)
    petra = begun(organisation)

    answer = changed(organisation, petra, "termijnen", **{"item-1-period": "1 jaar"})
    assert answer.status_code == 302
    assert period(organisation, today) == before

    shown = petra.get(f"/werk/beleid/{case_of(organisation).pk}/").content.decode()
    assert "1 year" in shown
    assert "Periods that become shorter" in shown

    stepped(organisation, "petra", "send")
    assert case_of(organisation).state == "sent"
    stepped(organisation, "dubbel", "advise", outcome="granted", text="Shorter is better.")
    assert case_of(organisation).state == "advised"
    stepped(organisation, "dirk", "decide", outcome="granted", reasons="Agreed.", starts_on=(today + LATER).isoformat())
    assert case_of(organisation).state == "granted"
    assert worked(organisation) == 1
    assert worked(organisation) == 0

    assert case_of(organisation).state == "adopted"
    assert period(organisation, today) == before
    assert period(organisation, today + LATER) == "P1Y"
    with acting(organisation, member("petra").acting("policy", today)):
        assert [v.adopted_in for v in Version.objects.order_by("number")][-1] == case_of_key(organisation)


def case_of_key(organisation: Organisation) -> object:
    return Version.objects.exclude(adopted_in=None).get().adopted_in


def test_whoever_wrote_neither_advises_nor_decides(organisation: Organisation) -> None:
    """Given a draft that Dubbel wrote on, when Dubbel would judge it under another role, then that is refused."""
    begun(organisation, "dubbel")
    changed(organisation, signed_in(organisation, "dubbel"), "afweging", proportionality_nl="Klein.", proportionality_en="Small.")
    stepped(organisation, "dubbel", "send")
    answer = stepped(organisation, "dubbel", "advise", outcome="granted", text="Fine.")
    assert case_of(organisation).state == "sent"
    assert b"You wrote on this draft" in answer.content
    stepped(organisation, "petra", "advise", outcome="granted", text="Fine.")
    answer = stepped(organisation, "dubbel", "decide", outcome="granted", reasons="Yes.", starts_on=timezone.localdate().isoformat())
    assert case_of(organisation).state == "advised"
    assert b"You wrote on this draft" in answer.content


def test_who_has_no_part_in_it_sees_no_draft(organisation: Organisation) -> None:
    """Given a draft, when a colleague without that task asks for it, then it is as if it were not there."""
    begun(organisation)
    for who in ("chris", "anna"):
        assert signed_in(organisation, who).get("/werk/beleid/").status_code == 404
        assert signed_in(organisation, who).get(f"/werk/beleid/{case_of(organisation).pk}/").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize(("size", "name"), [(PHONE, "phone"), (DESKTOP, "desktop")])
def test_every_page_of_a_change_reads_well(organisation: Organisation, size: dict[str, int], name: str, tmp_path: Path) -> None:
    """Given a draft, when it is written, advised on and decided on a phone or a desk, then axe finds nothing on any page."""
    begun(organisation)
    draft = f"/werk/beleid/{case_of(organisation).pk}/"
    with letterbox(tmp_path), web() as port, chromium() as browser:
        petra = Visitor(browser, organisation, port, size=size)
        petra.come_in(signed_in(organisation, "petra"))
        petra.go("/werk/beleid/", shot=f"policy-{name}-list")
        petra.go(f"{draft}onderdelen/", shot=f"policy-{name}-choose")
        petra.go(f"{draft}onderdelen/home-seekers/", shot=f"policy-{name}-entry")
        for section in SECTIONS if size == PHONE else ():
            petra.go(f"{draft}onderdelen/home-seekers/{section.slug}/")
        petra.go(f"{draft}onderdelen/home-seekers/termijnen/", shot=f"policy-{name}-section")
        petra.page.fill("[name=item-1-period]", "een tijdje")
        petra.press("Opslaan")
        petra.look(shot=f"policy-{name}-wrong")
        petra.page.fill("[name=item-1-period]", "1 jaar")
        petra.press("Opslaan")
        petra.go(f"{draft}onderdelen/terms/", shot=f"policy-{name}-terms")
        petra.go(f"{draft}onderdelen/terms/access-request/", shot=f"policy-{name}-term")
        petra.page.fill("[name=period]", "6 weken")
        petra.press("Opslaan")
        petra.look(shot=f"policy-{name}-beyond-the-law")
        petra.page.fill("[name=period]", "3 weken")
        petra.press("Opslaan")
        petra.go(f"{draft}nieuw/", shot=f"policy-{name}-add")
        petra.go(f"{draft}nieuw-voor-anderen/", shot=f"policy-{name}-add-served")
        petra.go(f"{draft}onderdelen/advertising-homes/verwerker-voor/", shot=f"policy-{name}-served-section")
        petra.go(f"{draft}werkmap/", shot=f"policy-{name}-bring")
        petra.go("/werk/register/vergelijken/", shot=f"policy-{name}-compare")
        petra.go("/werk/register/", shot=f"policy-{name}-register")
        petra.go("/werk/register/overdragen/", shot=f"policy-{name}-hand-over")
        petra.go("/werk/register/verwerker/", shot=f"policy-{name}-served")
        petra.go(draft, shot=f"policy-{name}-draft")
        petra.press("Advies vragen")
        dubbel = Visitor(browser, organisation, port, size=size)
        dubbel.come_in(signed_in(organisation, "dubbel"))
        dubbel.go(draft, shot=f"policy-{name}-advise")
        stepped(organisation, "dubbel", "advise", outcome="granted", text="Korter is beter.")
        dirk = Visitor(browser, organisation, port, size=size)
        dirk.come_in(signed_in(organisation, "dirk"))
        dirk.go(draft, shot=f"policy-{name}-decide")
