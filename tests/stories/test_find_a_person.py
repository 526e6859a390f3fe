"""Somebody telephones: a colleague finds out whether there is a file, which number it has and what to ask, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from huisvrede.foundation.audit.models import Look, Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Grant, Person
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from tests.browsing import Watched, signed_in
from tests.cast import member, system
from tests.conftest import as_login
from tests.foundation.gates.test_proving import refused, thief
from tests.signing_in import text

PLACE, INTAKE = "/werk/vinden/", "/werk/vinden/voor-een-verzoek/"
NOW = timezone.localdate()
NUMBER = {"number": "w-tariq"}
NAME = {"family_name": "Veldmarker", "born": "15-7-1990"}
ADDRESS = {"postcode": "9999za", "house_number": "1"}
NOBODY, SEVERAL, FOUND = "Nobody agrees with this in full", "More than one person agrees", "There is a file with number"
CONTENTS = ("Tariq", "Kade", "Zeggedam", "+31612345678", "tariq@example.org")


def asked(client: Watched, named: dict[str, str], place: str = PLACE) -> str:
    """What the page says."""
    return text(client.post(place, named))


def logged(house: Organisation, **about: Any) -> list[tuple[str, str, int, bool]]:
    """The lines of searches: activity, way, how many were found, refused."""
    with as_login(house, "worker"), acting(house, system("count", NOW)):
        rows = Look.objects.filter(action__startswith="find", **about).order_by("at")
        return list(rows.values_list("activity", "action", "subjects", "refused"))


def test_a_caller_is_found_without_anything_of_the_file(organisation: Organisation) -> None:
    anna, tariq = signed_in(organisation, "anna"), signed_in(organisation, "tariq")
    # Given: a caller names the number of the file; then: there is one, and it is said what to ask before speaking of it.
    said = asked(anna, NUMBER)
    assert FOUND in said
    assert "W-TARIQ" in said
    assert ["surname and date of birth" in said, "postcode and house number" in said] == [True, True]
    # And: nothing of the file but what the caller named, though Anna may see all of it by opening it the normal way.
    assert [one for one in (*CONTENTS, "Veldmarker", "1990", "9999") if one in said] == []
    file = f"/werk/woningzoekenden/{member('tariq').file}/"
    assert f'href="{file}"' in said
    # By surname and date of birth it is the same; by an address where two live the number is asked, and neither is shown.
    assert "W-TARIQ" in asked(anna, NAME)
    several = asked(anna, ADDRESS)
    assert [SEVERAL in several, "W-TARIQ" in several, "W-SANNE" in several] == [True, False, False]
    # And: each search is in the log, with its way and how many were found, and the person who was found sees it.
    assert logged(organisation, account=member("anna").account) == [
        ("home-seekers", "find-by-number", 1, False),
        ("home-seekers", "find-by-name", 1, False),
        ("home-seekers", "find-by-address", 2, False),
    ]
    mine = text(tariq.get("/mijn/inzage-log/"))
    assert mine.count("looked for at the telephone") == 2
    assert "by address" not in mine
    # When: Anna opens the file, then: that is a look like any other.
    assert anna.get(file).status_code == 200
    with as_login(organisation, "worker"), acting(organisation, system("count", NOW)):
        assert Seen.objects.filter(subject=member("tariq").person, action="view").count() == 1


@pytest.mark.parametrize("who", ["bram", "chris", "dirk", "ada", "noor"])
def test_who_has_no_right_to_it_finds_nobody(organisation: Organisation, who: str) -> None:
    answer = signed_in(organisation, who).post(PLACE, NUMBER)
    assert answer.status_code in {302, 404}
    assert FOUND not in text(answer)
    assert logged(organisation, refused=False) == []


def test_a_data_subject_has_no_business_there(organisation: Organisation) -> None:
    assert signed_in(organisation, "tariq").post(PLACE, NUMBER).status_code == 302


@pytest.mark.parametrize(
    "named",
    [
        {"number": "W-TARIQX"},
        {"family_name": "Veldmarke", "born": "15-7-1990"},
        {"family_name": "Veldmarker", "born": "16-7-1990"},
        {"family_name": "Veld%", "born": "15-7-1990"},
        {"postcode": "9999 ZA", "house_number": "1 A"},
        {"postcode": "9999 ZB", "house_number": "1"},
    ],
)
def test_what_does_not_agree_in_full_finds_nobody(organisation: Organisation, named: dict[str, str]) -> None:
    said = asked(signed_in(organisation, "anna"), named)
    assert [NOBODY in said, FOUND in said, SEVERAL in said] == [True, False, False]
    assert [found for _area, _way, found, _refused in logged(organisation)] == [0]


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ({}, "Fill in one of the three"),
        ({"number": "W-1", **NAME}, "Fill in one of the three"),
        ({"number": "W-1"}, "too short to find one person by"),
        ({"family_name": "V", "born": "15-7-1990"}, "too short to find one person by"),
        ({"family_name": "Veldmarker"}, "half of it would find too many"),
        ({"born": "15-7-1990"}, "half of it would find too many"),
        ({"postcode": "9999 ZA"}, "half of it would find too many"),
        ({"family_name": "Veldmarker", "born": "in July"}, "This is no date"),
        ({"postcode": "9999", "house_number": "1"}, "This is no Dutch postcode"),
        ({"postcode": "9999 ZA", "house_number": "bis"}, "This is no house number"),
    ],
)
def test_what_is_too_short_or_too_broad_is_refused_with_a_sentence(
    organisation: Organisation, named: dict[str, str], why: str
) -> None:
    said = asked(signed_in(organisation, "anna"), named)
    assert [why in said, "What was found" in said] == [True, False]
    assert logged(organisation) == []


def test_a_house_number_is_written_in_many_ways(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("registration", NOW)):
        Registration.objects.filter(pk=member("tariq").file).update(house_number="12 bis")
    anna = signed_in(organisation, "anna")
    for written in ("12bis", "12-BIS", "12 bis"):
        assert "W-TARIQ" in asked(anna, {"postcode": "9999 ZA", "house_number": written})


def test_reception_puts_through_and_opens_nothing(care_group: Organisation) -> None:
    """Somebody of the administration is told whether there is a file, and to whom the caller goes."""
    with as_login(care_group, "worker"), acting(care_group, system("cast", NOW)):
        from_administration(care_group)
    chris = signed_in(care_group, "chris")
    said = asked(chris, {"number": "B-TARIQ"})
    assert [FOUND in said, "Open the file" in said, "Coordinator" in said] == [True, False, True]
    assert chris.get(f"/werk/bewoners/{member('tariq').file}/").status_code == 404
    # Whoever coordinates opens it.
    assert "Open the file" in asked(signed_in(care_group, "anna"), {"number": "B-TARIQ"})


def from_administration(house: Organisation) -> None:
    Grant.objects.create(hat_id=member("chris").hat, role="administration", starts_on=date(2022, 1, 10), reason="task")


def test_who_takes_in_a_request_finds_restricted_people_too(organisation: Organisation) -> None:
    petra, anna = signed_in(organisation, "petra"), signed_in(organisation, "anna")
    # Given: the privacy officer sees no file, and finds the number that a request needs.
    said = asked(petra, NAME, INTAKE)
    assert ["W-TARIQ" in said, "Open the file" in said, "Take this number to the request." in said] == [True, False, True]
    assert petra.post(PLACE, NAME).status_code == 404
    assert anna.post(INTAKE, NAME).status_code == 404
    # When: the processing of these data is restricted, then: only for a request they are found, and it is said to tell nothing.
    with as_login(organisation, "worker"), acting(organisation, system("count", NOW)):
        Person.objects.filter(pk=member("tariq").person).update(restricted_since=NOW)
    assert NOBODY in asked(anna, NAME)
    said = asked(petra, NAME, INTAKE)
    assert ["W-TARIQ" in said, "is restricted" in said, "You may speak" in said] == [True, True, False]


def test_nobody_guesses_their_way_through(organisation: Organisation) -> None:
    anna = signed_in(organisation, "anna")
    for _ in range(60):
        anna.post(PLACE, {"number": "W-9999-9999-99"})
    said = asked(anna, NUMBER)
    assert ["as many people in the last hour" in said, FOUND in said] == [True, False]
    assert logged(organisation)[-1] == ("home-seekers", "find-person", 0, True)
    # Another colleague goes on.
    assert FOUND in asked(signed_in(organisation, "petra"), NUMBER, INTAKE)


def test_a_copied_cookie_finds_nobody_where_care_is_given(care_group: Organisation) -> None:
    anna = signed_in(care_group, "anna")
    assert refused(thief(anna).post(PLACE, {"number": "B-TARIQ"}))
