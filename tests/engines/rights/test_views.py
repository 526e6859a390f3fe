"""The pages of staff: what waits, whose step it is, and what happens when two are at it."""

from __future__ import annotations

from huisvrede.foundation.cluster.organisations import Organisation
from tests.asking import advised, asked, passed_on, state
from tests.browsing import signed_in


def test_the_list_shows_what_waits_with_its_term(organisation: Organisation) -> None:
    key = asked(organisation)
    page = signed_in(organisation, "petra").get("/werk/verzoeken/").content.decode()
    assert (str(key)[:8].upper() in page, "days left" in page) == (True, True)


def test_the_list_shows_what_waits_unless_the_address_asks_for_more(organisation: Organisation) -> None:
    key = asked(organisation)
    petra = signed_in(organisation, "petra")
    found = {
        query: str(key)[:8].upper() in petra.get(f"/werk/verzoeken/{query}").content.decode()
        for query in ("", "?stand=gesloten", "?stand=alle", "?soort=inzage&volgorde=nieuwste", "?soort=beperking")
    }
    assert found == {"": True, "?stand=gesloten": False, "?stand=alle": True, "?soort=inzage&volgorde=nieuwste": True, "?soort=beperking": False}
    page = petra.get("/werk/verzoeken/?stand=alle").content.decode()
    assert ('href="/werk/lijsten/verzoeken/weergaven/?stand=alle"' in page, 'href="?stand=alle"' in page) == (True, True)


def test_an_empty_list_explains_itself(organisation: Organisation) -> None:
    assert "No request is in this list." in signed_in(organisation, "dirk").get("/werk/verzoeken/").content.decode()


def test_who_has_no_part_in_it_gets_the_same_answer_for_any_request(organisation: Organisation) -> None:
    key = asked(organisation)
    chris = signed_in(organisation, "chris")
    there, not_there = (
        chris.get(f"/werk/verzoeken/{key}/"),
        chris.get("/werk/verzoeken/00000000-0000-4000-8000-000000000000/"),
    )
    assert (there.status_code, not_there.status_code) == (404, 404)
    assert len(there.content) == len(not_there.content)


def test_the_privacy_officer_hears_found_or_not_found(organisation: Organisation) -> None:
    key = passed_on(organisation)
    petra = signed_in(organisation, "petra")
    given = {
        "action": "establish-identity",
        "version": 1,
        "how": "known",
        "number": "W-0",
        "family_name": "zandmarker",
        "born": "1984-03-01",
    }
    unsure = petra.post(f"/werk/verzoeken/{key}/", {**given, "born": ""}).content.decode()
    missed = petra.post(f"/werk/verzoeken/{key}/", given, follow=True).content.decode()
    found = petra.post(
        f"/werk/verzoeken/{key}/", {**given, "number": "W-SANNE"}, follow=True
    ).content.decode()
    assert ("This is needed" in unsure, "No file has this number" in missed) == (True, True)
    assert ("Found." in found, "Zandmarker" in found) == (True, False)


def test_a_form_with_something_missing_comes_back(organisation: Organisation) -> None:
    key = asked(organisation)
    given = {"action": "advise", "version": 1, "outcome": "granted", "text": ""}
    page = signed_in(organisation, "petra").post(f"/werk/verzoeken/{key}/", given)
    assert (page.status_code, state(organisation, key)) == (200, "examined")


def test_whoever_comes_second_sees_both_sides(organisation: Organisation) -> None:
    key = asked(organisation)
    petra = signed_in(organisation, "petra")
    advised(organisation, key, by="dubbel")
    given = {"action": "advise", "version": 1, "outcome": "refused", "text": "My long thoughts."}
    page = petra.post(f"/werk/verzoeken/{key}/", given)
    shown = page.content.decode()
    assert (page.status_code, "My long thoughts." in shown, "Waits for a decision" in shown) == (
        409,
        True,
        True,
    )
