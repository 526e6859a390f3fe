"""The pages of the data subject: one button, how far it is, and the way back."""

from __future__ import annotations

from huisvrede.foundation.cluster.organisations import Organisation
from tests.asking import asked, state
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


def test_a_request_can_be_taken_back(organisation: Organisation) -> None:
    key = asked(organisation)
    sanne = signed_in(organisation, "sanne")
    page = sanne.post(f"/mijn/verzoeken/{key}/intrekken/", {"version": 1}, follow=True).content.decode()
    assert ("Your request was withdrawn." in page, state(organisation, key)) == (True, "withdrawn")


def test_an_old_page_takes_nothing_back(organisation: Organisation) -> None:
    key = asked(organisation)
    sanne = signed_in(organisation, "sanne")
    page = sanne.post(f"/mijn/verzoeken/{key}/intrekken/", {"version": 0}, follow=True).content.decode()
    assert ("moved on in the meantime" in page, state(organisation, key)) == (True, "examined")
