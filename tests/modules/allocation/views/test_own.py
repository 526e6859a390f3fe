"""The home seeker's own pages, through HTTP."""

from __future__ import annotations

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.modules.allocation.models import Registration
from tests.browsing import signed_in
from tests.modules.allocation.cards import TYPED, job, links, newcomer, registration_of, restrict, text

PAGES = ("/mijn/gegevens/wijzigen/", "/mijn/gegevens/huishouden/", "/mijn/uitschrijven/")


def test_everybody_sees_their_own_data_and_nobody_elses(organisation: Organisation) -> None:
    shown = text(signed_in(organisation, "sanne").get("/mijn/gegevens/"))
    assert ["W-SANNE" in shown, "Zandmarker" in shown, "W-TARIQ" in shown, "Veldmarker" in shown] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("page", PAGES)
def test_without_a_registration_there_is_nothing_to_change(organisation: Organisation, page: str) -> None:
    response = newcomer(organisation).get(page)
    assert (response.status_code, response["Location"]) == (302, "/mijn/gegevens/")


def test_a_second_registration_is_refused_in_a_sentence(organisation: Organisation) -> None:
    shown = signed_in(organisation, "sanne").post("/mijn/inschrijven/", TYPED, follow=True)
    assert "You have a registration already." in text(shown)
    with job(organisation):
        assert Registration.objects.filter(family_name="Meer").count() == 0


def test_a_home_seeker_keeps_their_own_household(organisation: Organisation) -> None:
    client = signed_in(organisation, "sanne")
    typed = {"given_name": "Kim", "family_name": "Huisgenoot", "birth_date": "1-2-2019"}
    shown = client.post("/mijn/gegevens/huishouden/", typed, follow=True)
    assert "Kim Huisgenoot" in text(client.get("/mijn/gegevens/"))
    (path,) = links(shown, "/verwijderen/")
    assert signed_in(organisation, "tariq").post(path).status_code == 404
    assert "Kim Huisgenoot" in text(client.get("/mijn/gegevens/"))
    client.post(path)
    assert "Kim Huisgenoot" not in text(client.get("/mijn/gegevens/"))


def test_no_form_changes_number_or_days(organisation: Organisation) -> None:
    before = registration_of(organisation, "sanne")
    smuggled = {"number": "W-1", "registered_on": "2001-01-01", "ended_on": "2001-01-01"}
    signed_in(organisation, "sanne").post("/mijn/gegevens/wijzigen/", {**TYPED, "version": "1", **smuggled})
    after = registration_of(organisation, "sanne")
    assert after.family_name == "Meer"
    assert (after.number, after.registered_on, after.ended_on) == (before.number, before.registered_on, None)


@pytest.mark.parametrize("path", ["/mijn/gegevens/wijzigen/", "/mijn/uitschrijven/", "/mijn/gegevens/huishouden/"])
def test_a_restricted_person_reads_why_before_filling_in_a_form(organisation: Organisation, path: str) -> None:
    assert signed_in(organisation, "sanne").get(path).status_code == 200
    restrict(organisation, "sanne")
    shown = signed_in(organisation, "sanne").get(path, follow=True)
    assert shown.redirect_chain == [("/mijn/gegevens/", 302)]
    assert "their use is restricted (article 18 of the GDPR)" in text(shown)


@pytest.mark.parametrize("path", ["/mijn/gegevens/wijzigen/", "/mijn/uitschrijven/"])
def test_a_restricted_person_reads_why_nothing_changes(organisation: Organisation, path: str) -> None:
    restrict(organisation, "sanne")
    shown = signed_in(organisation, "sanne").post(path, {**TYPED, "version": "1"}, follow=True)
    assert "their use is restricted (article 18 of the GDPR)" in text(shown)
    kept = registration_of(organisation, "sanne")
    assert (kept.family_name, kept.ended_on) == ("Zandmarker", None)


@pytest.mark.parametrize("page", ["/mijn/inschrijven/", "/mijn/gegevens/", *PAGES])
def test_staff_have_no_business_here(organisation: Organisation, page: str) -> None:
    response = signed_in(organisation, "anna").get(page)
    assert (response.status_code, response["Location"].startswith("/aan/")) == (302, True)


def test_an_organisation_without_home_seekers_refuses_and_the_rest_works(care_group: Organisation) -> None:
    client = signed_in(care_group, "sanne")
    assert [client.get(path).status_code for path in ("/mijn/inschrijven/", "/mijn/gegevens/", "/mijn/")] == [
        404,
        404,
        200,
    ]
