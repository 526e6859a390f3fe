"""A file that has had its time is held for a legal claim, and goes once the reason is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from huisvrede.engines.retention.services import hold
from huisvrede.engines.rights.holdings import holdings
from huisvrede.engines.rights.namer import names_for
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.models import Hold, HoldReason
from huisvrede.foundation.disposal.services import nightly
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.modules.allocation.cards import text

HOLDS = "/werk/bewaren/vasthouden/"
REASON = {"number": "W-SANNE", "reason": "legal-claim"}


def ended(organisation: Organisation) -> None:
    """Sanne's registration ended long ago."""
    with as_login(organisation, "worker"), acting(organisation, system("registration", TODAY)):
        Registration.objects.filter(pk=member("sanne").file).update(
            ended_on=date(2024, 2, 29), end_reason="housed"
        )


def night(organisation: Organisation, on: date) -> int:
    with as_login(organisation, "worker"):
        return nightly(organisation, on=on).files


def held(organisation: Organisation) -> Hold:
    with as_login(organisation, "worker"), acting(organisation, system("retention", TODAY)):
        return Hold.objects.get()


@pytest.mark.parametrize("stranger", ["chris", "anna"])
def test_a_due_file_under_a_hold_stays_and_goes_when_it_is_lifted(
    organisation: Organisation, stranger: str
) -> None:
    # given a registration whose period is over
    ended(organisation)
    petra = signed_in(organisation, "petra")
    # when the privacy officer holds it by its number, for as long as may be at the most
    beyond = text(petra.post(f"{HOLDS}nieuw/", {**REASON, "review_on": "2100-01-01"}))
    review_on = timezone.localdate() + timedelta(days=100)
    shown = text(petra.post(f"{HOLDS}nieuw/", {**REASON, "review_on": review_on.isoformat()}, follow=True))
    # then a day too far is refused at its field, the list tells number and reason, and no page shows the file
    assert "Choose a day from today up to" in beyond
    assert [one for one in ("W-SANNE", "A legal claim") if one not in shown] == []
    assert "Zandmarker" not in shown
    # and the night leaves it
    assert night(organisation, timezone.localdate()) == 0
    # and Sanne sees in her log that it is kept; who does not supervise sees nothing of it and can't lift it
    assert "file kept longer than its period" in text(signed_in(organisation, "sanne").get("/mijn/inzage-log/"))
    lifting = f"{HOLDS}{held(organisation).pk}/"
    outside = signed_in(organisation, stranger)
    answers = [outside.get(HOLDS), outside.get(lifting), outside.post(lifting)]
    assert [(one.status_code, "W-SANNE" in text(one)) for one in answers] == [(404, False)] * 3
    # when the reason is over
    assert "File W-SANNE was held for this reason: A legal claim." in text(petra.get(lifting))
    assert "W-SANNE" not in text(petra.post(lifting, follow=True))
    # then the file goes
    assert night(organisation, timezone.localdate()) == 1


@pytest.mark.clause("COR-25", part="holds")
def test_who_asks_hears_that_their_file_is_held_and_why(organisation: Organisation) -> None:
    with acting(organisation, member("petra").acting("accountability", TODAY)):
        hold(number="W-SANNE", reason=HoldReason.LEGAL_CLAIM, review_on=TODAY + timedelta(days=30))
    for name, count in (("sanne", 1), ("tariq", 0)):
        with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
            person = member(name).person
            with translation.override("nl"):
                found = holdings(person, names_for(person, version=version_on(TODAY), language="nl"))
        rows = [row for one in found if one.kind == "disposal.Hold" for row in one.rows]
        assert len(rows) == count
        told = {value.label: value.text for row in rows for value in row.values}
        assert not count or told["Reden"] == "Een rechtszaak of claim"
