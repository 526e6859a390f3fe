"""The desk's pages of home seekers, through HTTP."""

from __future__ import annotations

import re

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.modules.allocation.models import Assignment, Registration
from huisvrede.modules.allocation.services import add_member
from tests.browsing import signed_in
from tests.cast import member
from tests.modules.allocation.cards import (
    CARD,
    TYPED,
    acts,
    job,
    links,
    many,
    registration_of,
    restrict,
    text,
)

LIST = "/werk/woningzoekenden/"
SANNE = f"{LIST}{member('sanne').file}/"
TARIQ = f"{LIST}{member('tariq').file}/"


def test_a_list_leads_to_each_record(organisation: Organisation) -> None:
    shown = signed_in(organisation, "anna").get(LIST)
    assert sorted(
        links(shown, str(member("sanne").file)) + links(shown, str(member("tariq").file))
    ) == sorted([SANNE, TARIQ])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({"number": "w-sanne"}, (True, False)),
        ({"name": "Veld"}, (False, True)),
        ({"birth_date": "15-7-1990"}, (False, True)),
        ({"postcode": "9999za"}, (True, True)),
        ({"postcode": "9999za", "name": "zand"}, (True, False)),
    ],
)
def test_somebody_is_searched_by_words_that_stand_in_no_address(
    organisation: Organisation, words: dict[str, str], found: tuple[bool, bool]
) -> None:
    client = signed_in(organisation, "anna")
    shown = text(client.post(LIST, words))
    assert (SANNE in shown, TARIQ in shown) == found
    assert [word for word in words.values() if f"={word}" in shown] == []
    # what an address says of somebody finds nobody
    assert (SANNE in text(client.get(LIST, words)), TARIQ in text(client.get(LIST, words))) == (True, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("staat=lopend", (True, True)),
        ("staat=beeindigd", (False, False)),
        ("behandeling=mij", (False, False)),
        ("staat=nergens", (True, True)),
        ("na=geen-sleutel", (True, True)),
    ],
)
def test_a_facet_stands_in_the_address(
    organisation: Organisation, query: str, found: tuple[bool, bool]
) -> None:
    shown = text(signed_in(organisation, "anna").get(f"{LIST}?{query}"))
    assert (SANNE in shown, TARIQ in shown) == found
    assert ("not there (any more)" in shown) == ("nergens" in query)


def test_whoever_handles_a_file_finds_it_by_that(organisation: Organisation) -> None:
    shown = text(signed_in(organisation, "bram").get(f"{LIST}?behandeling=mij"))
    assert (SANNE in shown, TARIQ in shown) == (False, True)


def test_a_word_that_cannot_be_read_is_told_and_shows_nobody(organisation: Organisation) -> None:
    shown = text(signed_in(organisation, "anna").post(LIST, {"postcode": "geen"}))
    assert ("no Dutch postcode" in shown, SANNE in shown) == (True, False)


def test_a_long_list_has_neighbours_a_count_and_its_order(organisation: Organisation) -> None:
    many(organisation, 55)
    client = signed_in(organisation, "anna")
    first = client.get(f"{LIST}?staat=lopend&volgorde=naam")
    (following,) = links(first, "na=")
    second = client.get(LIST + following)
    (before,) = links(second, "voor=")
    assert "57 found" in text(first)
    assert [("staat=lopend" in one, "volgorde=naam" in one) for one in (following, before)] == [(True, True)] * 2
    assert [text(page).count("Velen00") for page in (first, second, client.get(LIST + before))] == [49, 6, 49]


def test_words_go_along_to_the_next_page_in_a_form(organisation: Organisation) -> None:
    many(organisation, 55)
    client = signed_in(organisation, "anna")
    first = client.post(LIST, {"name": "velen"})
    (following,) = re.findall(r'formaction="(\?na=[0-9a-f-]+)"', first.content.decode())
    second = client.post(LIST + following, {"name": "velen"})
    assert [text(page).count("Velen00") for page in (first, second)] == [50, 5]
    assert ("55 found" in text(first), 'name="name" value="velen"' in first.content.decode()) == (True, True)


def test_a_list_of_one_and_of_many_asks_the_database_as_often(organisation: Organisation) -> None:
    many(organisation, 25)
    client = signed_in(organisation, "anna")
    client.get(LIST)

    def asked(words: dict[str, str]) -> int:
        with CaptureQueriesContext(connections[organisation.key]) as queries:
            client.post(LIST, words)
        return len(queries)

    assert asked({"number": "W-SANNE"}) == asked({"name": "velen"})


def test_a_record_tells_all_of_one_file_and_nothing_of_another(organisation: Organisation) -> None:
    with acts(organisation, "sanne"):
        row = Registration.objects.get()
        add_member(
            registration=row, given_name="Kim", family_name="Huisgenoot", birth_date=CARD["birth_date"]
        )
    shown = text(signed_in(organisation, "anna").get(SANNE))
    expected = [
        "Sanne Zandmarker",
        "W-SANNE",
        "Kim Huisgenoot",
        "2 years after it ends",
        "Why can I see this?",
    ]
    assert [one for one in expected if one not in shown] == []
    assert "Veldmarker" not in shown


def test_a_record_of_nobody_and_of_somebody_out_of_reach_look_the_same(organisation: Organisation) -> None:
    client = signed_in(organisation, "bram")
    hidden, nothing = client.get(SANNE), client.get(f"{LIST}{member('nobody').file}/")
    assert (client.get(TARIQ).status_code, hidden.status_code, nothing.status_code) == (200, 404, 404)
    assert text(hidden).replace(SANNE, "") == text(nothing).replace(f"{LIST}{member('nobody').file}/", "")
    assert "Zandmarker" not in text(hidden)


@pytest.mark.parametrize("path", [LIST, SANNE, f"{LIST}nieuw/", f"{SANNE}wijzigen/", f"{SANNE}behandelaars/"])
def test_without_a_role_every_page_is_refused(organisation: Organisation, path: str) -> None:
    response = signed_in(organisation, "chris").get(path)
    assert response.status_code == 404
    assert "W-SANNE" not in text(response)


@pytest.mark.parametrize("page", ["wijzigen/", "uitschrijven/", "huishouden/", "behandelaars/"])
def test_an_advisor_only_looks(organisation: Organisation, page: str) -> None:
    client = signed_in(organisation, "bram")
    shown = text(client.get(TARIQ))
    assert (client.get(TARIQ + page).status_code, TARIQ + page in shown) == (404, False)


def test_registration_at_the_counter_leads_to_the_new_record(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    assert "How we handle your data" in text(client.get(f"{LIST}nieuw/"))
    response = client.post(f"{LIST}nieuw/", TYPED)
    with job(organisation):
        made = Registration.objects.get(family_name="Meer")
    assert (response.status_code, response["Location"]) == (302, f"{LIST}{made.pk}/")
    assert {name: getattr(made, name) for name in CARD} == CARD


def test_a_mistake_at_the_counter_keeps_what_was_typed(organisation: Organisation) -> None:
    response = signed_in(organisation, "anna").post(f"{LIST}nieuw/", {**TYPED, "postcode": "1234"})
    assert (response.status_code, "This is no Dutch postcode." in text(response)) == (200, True)
    assert 'value="Gracht"' in text(response)
    with job(organisation):
        assert Registration.objects.count() == 2


def test_staff_end_a_registration_with_its_reason_and_day(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    response = client.post(f"{SANNE}uitschrijven/", {"reason": "died", "on": "2024-02-29"}, follow=True)
    kept = registration_of(organisation, "sanne")
    assert (str(kept.ended_on), kept.end_reason) == ("2024-02-29", "died")
    assert "until 28 February 2026" in text(response)


def test_an_impossible_end_is_told_and_changes_nothing(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    response = client.post(f"{SANNE}uitschrijven/", {"reason": "died", "on": "2001-01-01"}, follow=True)
    assert "end before it began or after today" in text(response)
    assert registration_of(organisation, "sanne").ended_on is None


def test_who_handles_a_file_is_chosen_and_ended(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    client.post(f"{SANNE}behandelaars/", {"worker": str(member("bram").hat)})
    assert "Bram" in text(client.get(SANNE))
    assert signed_in(organisation, "bram").get(SANNE).status_code == 200
    with job(organisation):
        made = Assignment.objects.get(registration=member("sanne").file)
    client.post(f"/werk/behandelaars/{made.pk}/beeindigen/")
    assert signed_in(organisation, "bram").get(SANNE).status_code == 404


def test_an_assignment_of_nobody_is_refused(organisation: Organisation) -> None:
    response = signed_in(organisation, "anna").post(f"/werk/behandelaars/{member('nobody').file}/beeindigen/")
    assert response.status_code == 404


def test_staff_take_somebody_off_a_household(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    typed = {"given_name": "Kim", "family_name": "Huisgenoot", "birth_date": "1-2-2019"}
    shown = client.post(f"{SANNE}huishouden/", typed, follow=True)
    assert "Kim Huisgenoot" in text(shown)
    (path,) = links(shown, "/verwijderen/")
    assert "Kim Huisgenoot" not in text(client.post(path, follow=True))


def test_a_restricted_person_is_nowhere_on_the_desk(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    assert "Zandmarker" in text(client.get(LIST))
    restrict(organisation, "sanne")
    assert "Zandmarker" not in text(client.get(LIST))
    assert client.get(SANNE).status_code == 404


def test_an_organisation_without_home_seekers_refuses_and_the_rest_works(care_group: Organisation) -> None:
    client = signed_in(care_group, "anna")
    assert (client.get(LIST).status_code, client.get("/werk/").status_code) == (404, 200)
