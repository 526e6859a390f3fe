"""Writing on a draft in the browser: section by section, with somebody else at the same entry."""

from __future__ import annotations

from typing import Any

import pytest

from huisvrede.engines.transparency.shape import SECTIONS
from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.drafting import KEY, begun, case_of, changed, page_of, stepped, written

NEW = {
    "key": "parking", "name_nl": "Parkeren", "name_en": "Parking", "description_nl": "Een vergunning geven.", "description_en": "Give a permit.",
    "purpose_nl": "Parkeren", "purpose_en": "Parking", "basis": "contract", "article": "6(1)(b)", "explanation_nl": "Omdat.", "explanation_en": "Because.",
}  # fmt: skip


def address(organisation: Organisation, rest: str = "") -> str:
    return f"/werk/beleid/{case_of(organisation).pk}/{rest}"


def test_every_section_saves_what_it_shows(organisation: Organisation) -> None:
    """Opened and saved without a change, no section changes anything."""
    petra = begun(organisation)
    for section in SECTIONS:
        assert changed(organisation, petra, section.slug).status_code == 302, section.slug
    shown = petra.get(address(organisation)).content.decode()
    assert "the draft says what the policy says" in shown, shown.partition("What it changes")[2][:1500]
    assert len(written(organisation)) == len(SECTIONS)


def test_what_is_wrong_is_said_and_nothing_is_written(organisation: Organisation) -> None:
    petra = begun(organisation)
    for section, typed in (
        ("termijnen", {"item-1-period": "a while"}),
        ("algemeen", {"name_en": ""}),
        ("grondslagen", {"item-0-DELETE": "on", "item-1-DELETE": "on"}),
        ("grondslagen", {"item-0-basis": "legitimate-interest"}),
        ("doelen", {"item-0-key": "other"}),
    ):
        answer = changed(organisation, petra, section, **typed)
        assert answer.status_code == 200
        assert "utrecht-alert--error" in answer.content.decode() or "field--invalid" in answer.content.decode()
    assert written(organisation) == []


def test_an_item_is_added_and_one_taken_away(organisation: Organisation) -> None:
    petra = begun(organisation)
    typed = page_of(petra, address(organisation, f"onderdelen/{KEY}/beveiliging/"))
    last = int(typed["item-TOTAL_FORMS"][0]) - 1
    answer = changed(
        organisation, petra, "beveiliging",
        **{"item-0-DELETE": "on", f"item-{last}-text_nl": "Een slot.", f"item-{last}-text_en": "A lock.", "again": "1"},
    )  # fmt: skip
    assert answer["Location"].endswith("/beveiliging/")
    security = written(organisation)[0].content["security"]
    assert len(security) == last
    assert security[-1] == {"nl": "Een slot.", "en": "A lock."}


def test_two_in_one_section_choose_and_in_two_sections_both_stay(organisation: Organisation) -> None:
    petra = begun(organisation)
    ada = signed_in(organisation, "ada")
    place = address(organisation, f"onderdelen/{KEY}/afweging/")
    hers = page_of(ada, place) | {"proportionality_nl": "Van Ada.", "proportionality_en": "Of Ada."}
    other = page_of(ada, address(organisation, f"onderdelen/{KEY}/algemeen/")) | {"name_en": "Seekers"}
    changed(organisation, petra, "afweging", proportionality_nl="Van Petra.", proportionality_en="Of Petra.")

    assert ada.post(address(organisation, f"onderdelen/{KEY}/algemeen/"), other).status_code == 302
    clash = ada.post(place, hers)
    assert clash.status_code == 409
    assert "Of Petra." in clash.content.decode()
    assert "Of Ada." in clash.content.decode()
    number = len(written(organisation))
    assert ada.post(place, {**hers, "number": str(number), "choice-section": "theirs"}).status_code == 302
    assert written(organisation)[-1].content["proportionality"]["en"] == "Of Petra."
    assert ada.post(place, {**hers, "number": str(number), "choice-section": "yours"}).status_code == 302
    last = written(organisation)[-1].content
    assert (last["proportionality"]["en"], last["name"]["en"]) == ("Of Ada.", "Seekers")


def test_a_new_activity_begins_closed_and_takes_no_name_that_is_there(organisation: Organisation) -> None:
    petra = begun(organisation)
    assert petra.post(address(organisation, "nieuw/"), NEW | {"key": KEY}).status_code == 200
    assert petra.post(address(organisation, "nieuw/"), NEW).status_code == 302
    assert petra.post(address(organisation, "nieuw/"), NEW).status_code == 200
    assert written(organisation, "parking")[0].content["state"] == "closed"
    assert b"Parking" in petra.get(address(organisation, "onderdelen/")).content
    assert petra.get(address(organisation, "onderdelen/parking/")).status_code == 200
    assert changed(organisation, petra, "afweging", key="parking", subsidiarity_nl="Zo.", subsidiarity_en="So.").status_code == 302
    shown = petra.get(address(organisation)).content.decode()
    assert "Parking" in shown


@pytest.mark.parametrize("rest", ["onderdelen/", "onderdelen/home-seekers/", "onderdelen/home-seekers/termijnen/", "nieuw/", "werkmap/"])
def test_a_draft_is_written_by_who_proposes_until_it_is_sent(organisation: Organisation, rest: str) -> None:
    petra = begun(organisation)
    for who in ("chris", "dirk", "anna", "noor"):
        assert signed_in(organisation, who).get(address(organisation, rest)).status_code in {302, 404}, who
    assert petra.get(address(organisation, rest)).status_code == 200
    changed(organisation, petra, "afweging", subsidiarity_nl="Zo.", subsidiarity_en="So.")
    stepped(organisation, "petra", "send")
    assert petra.get(address(organisation, rest)).status_code == 404


@pytest.mark.parametrize("odd", ["onderdelen/nothing/", "onderdelen/nothing/termijnen/", "onderdelen/home-seekers/nothing/"])
def test_what_is_not_there_is_not_found(organisation: Organisation, odd: str) -> None:
    assert begun(organisation).get(address(organisation, odd)).status_code == 404


def test_the_list_is_searched(organisation: Organisation) -> None:
    petra = begun(organisation)
    found: Any = petra.get(address(organisation, "onderdelen/?q=newsletter")).content.decode()
    assert "/onderdelen/newsletter/" in found
    assert "/onderdelen/rights/" not in found
    assert b"No activity has this" in petra.get(address(organisation, "onderdelen/?q=%00%25xyz")).content
