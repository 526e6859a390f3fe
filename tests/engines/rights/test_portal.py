"""The pages of the data subject: one button, how far it is, and the way back."""

from __future__ import annotations

import re
from uuid import UUID

from huisvrede.foundation.cluster.organisations import Organisation
from tests.asking import asked, restricted, state
from tests.browsing import signed_in


def test_the_notice_stands_beside_the_form(organisation: Organisation) -> None:
    page = signed_in(organisation, "sanne").get("/mijn/verzoeken/").content.decode()
    assert ("Ask for access" in page, "Assess, decide and carry out requests" in page) == (
        True,
        True,
    )


def test_while_a_request_runs_there_is_no_second_form(organisation: Organisation) -> None:
    key = asked(organisation)
    page = signed_in(organisation, "sanne").get("/mijn/verzoeken/").content.decode()
    assert ("Ask for access" in page, f"/mijn/verzoeken/{key}/" in page) == (False, True)


def test_somebody_elses_request_is_not_there(organisation: Organisation) -> None:
    key = asked(organisation)
    tariq = signed_in(organisation, "tariq")
    paths = ["", "besluit.pdf", "gegevens.pdf", "gegevens.json"]
    assert [tariq.get(f"/mijn/verzoeken/{key}/{path}").status_code for path in paths] == [404] * 4


def test_before_the_answer_there_is_nothing_to_download(organisation: Organisation) -> None:
    key = asked(organisation)
    sanne = signed_in(organisation, "sanne")
    paths = ["besluit.pdf", "gegevens.pdf", "gegevens.json"]
    assert [sanne.get(f"/mijn/verzoeken/{key}/{path}").status_code for path in paths] == [404] * 3


def test_a_request_is_taken_back_after_one_question_and_asked_again_in_the_same_words(
    organisation: Organisation,
) -> None:
    sanne = signed_in(organisation, "sanne")
    path = sanne.post("/mijn/verzoeken/", {"wording": "Wie kreeg mijn inkomen?"})["Location"]
    key = UUID(path.split("/")[3])
    first = sanne.get(f"{path}intrekken/").content.decode()
    assert ("you get no answer to it" in first, state(organisation, key)) == (True, "examined")
    page = sanne.post(f"{path}intrekken/", {"version": 1}, follow=True).content.decode()
    again = f"/mijn/verzoeken/?opnieuw={key}"
    assert ("Your request was withdrawn." in page, again in page, state(organisation, key)) == (
        True,
        True,
        "withdrawn",
    )
    assert "Wie kreeg mijn inkomen?" in sanne.get(again).content.decode()
    assert sanne.get(f"{path}intrekken/", follow=True).content.decode().count("Nothing was changed") == 1
    assert signed_in(organisation, "tariq").get(again).status_code == 404


def test_restriction_is_ended_knowing_that_the_data_are_used_again(organisation: Organisation) -> None:
    key = restricted(organisation)
    sanne = signed_in(organisation, "sanne")
    assert "we use your data again" in sanne.get(f"/mijn/verzoeken/{key}/intrekken/").content.decode()
    page = sanne.post(f"/mijn/verzoeken/{key}/intrekken/", {"version": 1}, follow=True).content.decode()
    again = f"/mijn/verzoeken/beperking/?opnieuw={key}"
    assert again in page
    assert re.search('value="accuracy"[^>]* checked', sanne.get(again).content.decode())


def test_whoever_asks_reads_that_they_did_so_themselves(organisation: Organisation) -> None:
    page = signed_in(organisation, "sanne").get(f"/mijn/verzoeken/{asked(organisation)}/").content.decode()
    assert ('<p class="hv-note">you</p>' in page, "the person who asks" in page) == (True, False)


def test_an_old_page_takes_nothing_back(organisation: Organisation) -> None:
    key = asked(organisation)
    sanne = signed_in(organisation, "sanne")
    page = sanne.post(f"/mijn/verzoeken/{key}/intrekken/", {"version": 0}, follow=True).content.decode()
    assert ("moved on in the meantime" in page, state(organisation, key)) == (True, "examined")
