"""Views of a list, and the pages of an export, through HTTP."""

from __future__ import annotations

import re

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.lists import queries
from huisvrede.foundation.lists.models import SavedView
from tests.browsing import signed_in
from tests.foundation.lists.asked import asked, state, work
from tests.modules.allocation.cards import acts, links, many, text

LIST = "/werk/woningzoekenden/"
VIEWS = "/werk/lijsten/woningzoekenden/weergaven/"
EXPORT = "/werk/lijsten/woningzoekenden/export/"


def test_a_view_is_kept_found_above_the_list_and_let_go(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    kept = client.post(f"{VIEWS}?staat=beeindigd&volgorde=naam", {"name": "Wie weg is"}, follow=True)
    assert ("The view is kept." in text(kept), "Wie weg is" in text(client.get(LIST))) == (True, True)
    assert "?staat=beeindigd&volgorde=naam" in links(client.get(LIST), "staat=beeindigd&volgorde=naam")
    (forget,) = links(client.get(VIEWS), "/weg/")
    assert "no longer kept" in text(client.post(forget, follow=True))
    assert "Wie weg is" not in text(client.get(LIST))


def test_a_view_is_of_its_account_alone(organisation: Organisation) -> None:
    anna, bram = signed_in(organisation, "anna"), signed_in(organisation, "bram")
    anna.post(f"{VIEWS}?staat=lopend", {"name": "Wie loopt"})
    (forget,) = links(anna.get(VIEWS), "/weg/")
    assert [("Wie loopt" in text(bram.get(page))) for page in (LIST, VIEWS)] == [False, False]
    assert (bram.post(forget).status_code, links(anna.get(VIEWS), "/weg/")) == (404, [forget])
    assert signed_in(organisation, "chris").get(VIEWS).status_code == 404
    with acts(organisation, "bram"):
        assert list(SavedView.objects.all()) == []


@pytest.mark.parametrize("name", ["", "x" * 41, "Klant 20260012", "kim@example.org"])
def test_a_name_that_is_none_or_somebodys_is_told_at_the_field(organisation: Organisation, name: str) -> None:
    shown = signed_in(organisation, "anna").post(VIEWS, {"name": name})
    assert (shown.status_code, "Not saved yet" in text(shown)) == (200, True)


def test_a_view_keeps_no_word_of_an_address(organisation: Organisation) -> None:
    signed_in(organisation, "anna").post(f"{VIEWS}?name=Zandmarker&staat=lopend&na=x", {"name": "Lopend"})
    with acts(organisation, "anna"):
        assert SavedView.objects.get().query == "staat=lopend"


def test_a_name_is_used_once_and_there_is_an_end_to_views(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(organisation, "anna")
    assert client.post(VIEWS, {"name": "Alles"}).status_code == 302
    assert "a view of this name already" in text(client.post(VIEWS, {"name": "Alles"}))
    monkeypatch.setattr("huisvrede.foundation.lists.services.MOST_VIEWS", 1)
    assert "Let one go first" in text(client.post(VIEWS, {"name": "Nog een"}))


def test_an_export_goes_from_the_list_to_the_file(organisation: Organisation) -> None:
    client = signed_in(organisation, "anna")
    (button,) = links(client.get(f"{LIST}?staat=lopend"), EXPORT)
    shown = text(client.get(button))
    assert ("about 2 persons" in shown, "for 24 hours" in shown, "Running" in shown) == (True, True, True)
    waiting = client.post(button, {"form": "csv"}, follow=True)
    run = waiting.redirect_chain[-1][0]
    assert "is being made" in text(waiting)
    assert client.get(f"{run}bestand/").status_code == 404
    work(organisation)
    assert "2 rows are in it." in text(client.get(run))
    file = client.get(f"{run}bestand/")
    assert re.fullmatch(r'attachment; filename="woningzoekenden-\d{4}-\d\d-\d\d\.csv"', file["Content-Disposition"])
    assert (int(file["Content-Length"]), file["Cache-Control"]) == (len(file.getvalue()), "no-store")
    assert run in links(client.get(EXPORT), EXPORT)


@pytest.mark.parametrize("who", ["bram", "chris", "petra", "dubbel"])
def test_nobody_else_has_it(organisation: Organisation, who: str) -> None:
    export = asked(organisation)
    work(organisation)
    client = signed_in(organisation, who)
    pages = [client.get(path).status_code for path in (EXPORT, f"{EXPORT}{export.pk}/", f"{EXPORT}{export.pk}/bestand/")]
    assert (pages, client.post(EXPORT, {"form": "csv"}).status_code) == ([404] * 3, 404)


def test_who_may_not_export_sees_no_button(organisation: Organisation) -> None:
    assert links(signed_in(organisation, "bram").get(LIST), EXPORT) == []


def test_too_large_a_part_is_told_and_not_asked(organisation: Organisation) -> None:
    many(organisation, 99)
    client = signed_in(organisation, "anna")
    shown, sent = text(client.get(EXPORT)), client.post(EXPORT, {"form": "csv"}, follow=True)
    assert [all(word in page for word in ("more than 100 people", "decision of the management")) for page in (shown, text(sent))] == [
        True,
        True,
    ]
    assert queries.UNSAID[queries.BULK] == "100"
    assert work(organisation) == 0


def test_a_file_that_is_lost_or_refused_says_what_to_do(organisation: Organisation) -> None:
    lost = asked(organisation)
    work(organisation)
    shelf.remove(organisation, lost.place)
    client = signed_in(organisation, "anna")
    assert "Ask for it again" in text(client.get(f"{EXPORT}{lost.pk}/bestand/", follow=True))
    grown = asked(organisation)
    many(organisation, 100)
    work(organisation)
    assert "has grown to more than 100 people" in text(client.get(f"{EXPORT}{grown.pk}/"))
    assert state(organisation, grown) is not None


def test_a_kind_of_file_that_is_none_is_not_made(organisation: Organisation) -> None:
    shown = signed_in(organisation, "anna").post(EXPORT, {"form": "exe"})
    assert (shown.status_code, work(organisation)) == (200, 0)
