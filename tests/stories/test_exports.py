"""Taking a list away: small parts by who may, large ones not without a decision, residents never."""

from __future__ import annotations

from datetime import date

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.foundation.lists.asked import work
from tests.modules.allocation.cards import links, many, text

EXPORT = "/werk/lijsten/woningzoekenden/export/"
LOG = "/mijn/inzage-log/"


@pytest.mark.clause("ALL-26", part="a large part of the customer file is not exported without a decision")
def test_a_large_part_of_the_customer_file_does_not_leave(organisation: Organisation) -> None:
    # given more home seekers than leave without a decision
    many(organisation, 99)
    many(organisation, 1, ended_on=date(2024, 1, 1), end_reason="lapsed")
    anna = signed_in(organisation, "anna")
    # when somebody who may export asks for all of them
    shown = text(anna.post(EXPORT, {"form": "csv"}, follow=True))
    # then they read who must decide, and nothing is made
    assert "advice of the privacy officer and a decision of the management" in shown
    assert (work(organisation), links(anna.get(EXPORT), f"{EXPORT}0")) == (0, [])
    # and a small part, which the policy lets them take, is made
    anna.post(f"{EXPORT}?staat=beeindigd", {"form": "csv"})
    assert work(organisation) == 1


@pytest.mark.clause("ALL-26", part="whoever is exported sees it")
def test_who_is_exported_reads_it_and_who_is_not_does_not(organisation: Organisation) -> None:
    # given an export in which Sanne and Tariq stand, and nobody who may not export
    signed_in(organisation, "anna").post(EXPORT, {"form": "xlsx"})
    assert signed_in(organisation, "bram").post(EXPORT, {"form": "xlsx"}).status_code == 404
    # when it is made
    work(organisation)
    # then each of them sees that, by role and without a name
    for name in ("sanne", "tariq"):
        shown = text(signed_in(organisation, name).get(LOG))
        assert ("exported" in shown, "Customer service" in shown, "Anna" in shown) == (True, True, False)


@pytest.mark.clause("CAR-08", part="no bulk export")
def test_residents_are_not_exported_by_anybody(care_group: Organisation) -> None:
    for name in ("anna", "bram", "petra", "ada"):
        client = signed_in(care_group, name)
        assert client.get("/werk/lijsten/bewoners/export/").status_code == 404
        assert links(client.get("/werk/bewoners/"), "export") == []
