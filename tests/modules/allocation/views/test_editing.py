"""Two people change one registration: the second sees both versions and chooses (decision 53)."""

from __future__ import annotations

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.cast import member
from tests.modules.allocation.cards import CARD, TYPED, registration_of, text

OWN = "/mijn/gegevens/wijzigen/"
STAFF = f"/werk/woningzoekenden/{member('sanne').file}/wijzigen/"
FIRST = {**TYPED, "version": "1", "city": "Eerstdorp", "phone": "06 11111111"}
SECOND = {**TYPED, "version": "1", "city": "Tweededorp", "phone": "06 22222222"}


def test_a_change_leads_back_and_says_so(organisation: Organisation) -> None:
    response = signed_in(organisation, "sanne").post(OWN, FIRST, follow=True)
    assert (response.redirect_chain, "The change has been saved." in text(response)) == (
        [("/mijn/gegevens/", 302)],
        True,
    )


def test_the_form_holds_the_version_it_began_with(organisation: Organisation) -> None:
    assert 'name="version" value="1"' in text(signed_in(organisation, "anna").get(STAFF))


def test_the_second_sees_both_versions_of_what_differs(organisation: Organisation) -> None:
    signed_in(organisation, "sanne").post(OWN, FIRST)
    response = signed_in(organisation, "anna").post(STAFF, SECOND)
    shown = text(response)
    assert response.status_code == 409
    assert [one in shown for one in ("Eerstdorp", "Tweededorp", "choice-city", "choice-phone")] == [True] * 4
    assert "choice-street" not in shown
    assert registration_of(organisation, "sanne").city == "Eerstdorp"


def test_what_was_chosen_per_field_is_what_stands(organisation: Organisation) -> None:
    signed_in(organisation, "sanne").post(OWN, FIRST)
    client = signed_in(organisation, "anna")
    client.post(STAFF, SECOND)
    client.post(STAFF, {**SECOND, "version": "2", "choice-city": "theirs", "choice-phone": "yours"})
    kept = registration_of(organisation, "sanne")
    assert (kept.city, kept.phone, kept.version) == ("Eerstdorp", "+31622222222", 3)


def test_choosing_is_refused_again_when_somebody_was_first_again(organisation: Organisation) -> None:
    signed_in(organisation, "sanne").post(OWN, FIRST)
    signed_in(organisation, "sanne").post(OWN, {**FIRST, "version": "2", "city": "Derdedorp"})
    response = signed_in(organisation, "anna").post(STAFF, {**SECOND, "version": "2", "choice-city": "yours"})
    assert (response.status_code, "Derdedorp" in text(response)) == (409, True)


def test_a_form_without_a_version_overwrites_nothing(organisation: Organisation) -> None:
    response = signed_in(organisation, "anna").post(STAFF, TYPED)
    kept = registration_of(organisation, "sanne")
    assert (response.status_code, kept.city, kept.version) == (409, CARD["city"], 1)
    assert kept.family_name == "Zandmarker"


def test_a_mistake_keeps_what_was_typed_and_the_version(organisation: Organisation) -> None:
    shown = text(signed_in(organisation, "anna").post(STAFF, {**SECOND, "birth_date": "31-2-1984"}))
    assert ['value="Tweededorp"' in shown, 'name="version" value="1"' in shown] == [True, True]
