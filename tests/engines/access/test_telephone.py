"""The page: what it is empty, in Dutch, and that nothing typed stays anywhere (see stories/test_find_a_person)."""

from __future__ import annotations

from django.urls import reverse

from huisvrede.engines.access.finding import Way
from huisvrede.engines.access.telephone import _checks
from huisvrede.foundation.cluster.organisations import Organisation
from tests.browsing import signed_in
from tests.signing_in import text


def test_the_page_is_in_the_menu_of_who_may_and_says_where_it_looks(organisation: Organisation) -> None:
    anna, bram = signed_in(organisation, "anna"), signed_in(organisation, "bram")
    assert reverse("access:find") in text(anna.get("/werk/"))
    assert "We look in: Registration of home seekers." in text(anna.get(reverse("access:find")))
    assert reverse("access:find") not in text(bram.get("/werk/"))
    refused = bram.get(reverse("access:find"))
    assert (refused.status_code, "This page belongs to “Registration of home seekers”." in text(refused)) == (404, True)


def test_what_was_named_is_asked_no_more() -> None:
    assert [len(_checks(way)) for way in Way] == [2, 2, 2]
    assert "the number of the file" not in _checks(Way.NUMBER)


def test_nothing_that_was_typed_is_kept(organisation: Organisation) -> None:
    anna = signed_in(organisation, "anna")
    answer = anna.post(reverse("access:find"), {"family_name": "Veldmarker", "born": "15-7-1990"})
    assert "no-store" in answer["Cache-Control"]
    assert "Veldmarker" not in str(dict(anna.session))
    assert "Veldmarker" not in text(anna.get(reverse("access:find")))


def test_what_is_wrong_stands_at_its_field_and_above_and_what_was_typed_stays(organisation: Organisation) -> None:
    page = text(signed_in(organisation, "anna").post(reverse("access:find"), {"family_name": "Achternaam", "born": "31-31-1990"}))
    assert "Nobody was looked for yet." in page
    assert page.count("This is no date. Write day, month and year, as in 2-3-1984.") == 2
    assert ('value="Achternaam"' in page, 'value="31-31-1990"' in page) == (True, True)


def test_who_takes_in_a_request_is_told_of_the_request_and_puts_nobody_through(organisation: Organisation) -> None:
    page = text(signed_in(organisation, "petra").get(reverse("access:find-asker")))
    assert ("Somebody asks what we hold of them." in page, "telephones" in page) == (True, False)
