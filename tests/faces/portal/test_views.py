"""The first page of a data subject."""

from __future__ import annotations

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.modules.allocation.models import Registration
from huisvrede.modules.allocation.services import deregister
from tests.browsing import signed_in
from tests.modules.allocation.cards import acts, links, newcomer, text


def test_whoever_is_registered_sees_what_is_kept_how_long_and_what_they_can_do(
    organisation: Organisation,
) -> None:
    page = signed_in(organisation, "sanne").get("/mijn/")
    assert ["W-SANNE" in text(page), "2 years after it ends" in text(page), "Veldmarker" in text(page)] == [
        True,
        True,
        False,
    ]
    assert [path for path in ("/mijn/gegevens/wijzigen/", "/mijn/uitschrijven/", "/mijn/inzage-log/", "/mijn/verzoeken/")
            if path not in links(page, "/mijn/")] == []  # fmt: skip
    assert "/mijn/inschrijven/" not in links(page, "/mijn/")


def test_whoever_is_not_registered_finds_the_way_to_it(organisation: Organisation) -> None:
    page = newcomer(organisation).get("/mijn/")
    assert (
        "/mijn/inschrijven/" in links(page, "/mijn/"),
        "/mijn/uitschrijven/" in links(page, "/mijn/"),
    ) == (True, False)


def test_whoever_left_sees_until_when_and_may_come_back(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        deregister(registration=Registration.objects.get())
    page = signed_in(organisation, "sanne").get("/mijn/")
    assert ("until 23 November 2028" in text(page), "/mijn/inschrijven/" in links(page, "/mijn/")) == (
        True,
        True,
    )


@pytest.mark.parametrize("name", ["sanne", "tariq"])
def test_where_home_seekers_are_no_activity_the_page_works_without_them(
    care_group: Organisation, name: str
) -> None:
    page = signed_in(care_group, name).get("/mijn/")
    assert (page.status_code, links(page, "/mijn/inschrijven/"), links(page, "/mijn/verzoeken/") != []) == (
        200,
        [],
        True,
    )
