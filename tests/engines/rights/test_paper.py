"""The pages of whoever hands answers over on paper."""

from __future__ import annotations

from uuid import uuid4

from huisvrede.foundation.cluster.organisations import Organisation
from tests.asking import asked, kept, state
from tests.browsing import signed_in


def test_the_list_names_a_reference_and_no_person(organisation: Organisation) -> None:
    anna = signed_in(organisation, "anna")
    assert "No answer waits to be handed over." in anna.get("/werk/verzoeken/afgeven/").content.decode()
    key = kept(organisation)
    page = anna.get("/werk/verzoeken/afgeven/").content.decode()
    assert (str(key)[:8].upper() in page, "Brief" in page) == (True, False)


def test_without_saying_how_nothing_is_recorded(organisation: Organisation) -> None:
    key = kept(organisation)
    page = signed_in(organisation, "anna").post(f"/werk/verzoeken/{key}/afgeven/", {"version": 5})
    assert (page.status_code, state(organisation, key)) == (200, "kept")
    assert "Not saved yet" in page.content.decode()


def test_somebody_else_was_first(organisation: Organisation) -> None:
    key = kept(organisation)
    page = signed_in(organisation, "anna").post(
        f"/werk/verzoeken/{key}/afgeven/", {"version": 4, "how": "post"}, follow=True
    )
    assert ("Somebody else was first" in page.content.decode(), state(organisation, key)) == (True, "kept")


def test_no_other_request_opens_here(organisation: Organisation) -> None:
    """One that is somebody's own business in the portal, and one that does not exist: the same refusal."""
    anna = signed_in(organisation, "anna")
    pages = [anna.get(f"/werk/verzoeken/{key}/afgeven/") for key in (asked(organisation), uuid4())]
    assert [page.status_code for page in pages] == [404, 404]
