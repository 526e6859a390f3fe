"""The pages on which colleagues let somebody in again: what each of them is shown."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.recovering import PLACE, WHY, ask, asked, decide, half
from tests.signing_in import letterbox, text


def test_the_list_names_colleagues_and_nobody_who_has_a_file(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        ask(organisation, "sanne", "anna")
        ask(organisation, "bram")
    shown = text(signed_in(organisation, "petra").get(PLACE))
    assert ("Bram" in shown, "Somebody with a file" in shown, "Zandmarker" in shown) == (True, True, False)
    assert "/nieuw/" not in shown
    assert "/nieuw/" in text(signed_in(organisation, "anna").get(PLACE))


@pytest.mark.parametrize("who", ["bram", "chris", "noor"])
def test_without_a_right_no_page_opens(organisation: Organisation, who: str) -> None:
    client = signed_in(organisation, who)
    key = uuid4()
    for page in (PLACE, f"{PLACE}nieuw/", f"{PLACE}{key}/", f"/werk/collegas/{key}/herstel/"):
        assert client.get(page).status_code in {302, 404}
    for page in (f"{PLACE}{key}/besluit/", f"{PLACE}{key}/code/"):
        assert client.post(page).status_code in {302, 404}


def test_what_is_not_there_is_refused_alike(organisation: Organisation) -> None:
    ada = signed_in(organisation, "ada")
    assert ada.get(f"{PLACE}{uuid4()}/").status_code == 404
    assert ada.post(f"/werk/collegas/{uuid4()}/herstel/", WHY).status_code == 404


def test_a_form_that_lacks_something_asks_and_does_nothing(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        assert ask(organisation, "chris", seen="a hunch").status_code == 200
        assert ask(organisation, "sanne", "anna", birth_date="").status_code == 200
        ask(organisation, "sanne", "anna")
        assert "This field is required" in text(decide(organisation))
        assert half(organisation, "anna") == ""
    assert asked(organisation).outcome == ""


def test_each_sees_what_to_do_now(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        ask(organisation, "chris")
        page = f"{PLACE}{asked(organisation).pk}/"
        assert "See for yourself who it is" in text(signed_in(organisation, "dirk").get(page))
        decide(organisation, "dirk")
    for name in ("ada", "dirk"):
        assert "Show my half" in text(signed_in(organisation, name).get(page))
    watching = text(signed_in(organisation, "petra").get(page))
    assert ("Show my half" in watching, "confirmed, the code works" in watching) == (False, True)
    assert "had your half" in text(signed_in(organisation, "petra").post(f"{page}code/", follow=True))


def test_a_half_that_was_given_is_offered_no_more(organisation: Organisation, tmp_path: Path) -> None:
    with letterbox(tmp_path):
        ask(organisation, "chris")
        page = f"{PLACE}{asked(organisation).pk}/"
        decide(organisation, "dirk")
    assert half(organisation, "ada")
    assert half(organisation, "ada") == ""
    given, waiting = text(signed_in(organisation, "ada").get(page)), text(signed_in(organisation, "dirk").get(page))
    assert ("Show my half" in given, "You gave your half" in given) == (False, True)
    assert ("Show my half" in waiting, "You gave your half" in waiting) == (True, False)
