"""The page of the documents of a file: what is wrong stands at the file, and nothing of it is kept."""

from __future__ import annotations

from django.db import connections
from django.test.utils import CaptureQueriesContext

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document
from tests.browsing import signed_in
from tests.cast import system
from tests.conftest import TODAY, VAR, as_login
from tests.foundation.documents.scanner import KNOWN, scanner
from tests.foundation.gates.test_filing import added, files, path_of
from tests.foundation.vault.sealed import house
from tests.modules.allocation.cards import text
from tests.stories.test_document import PAGE, bring, letter

__all__ = ["house"]


def test_what_is_turned_away_says_why_and_leaves_nothing(house: Organisation) -> None:
    bram = signed_in(house, "bram")
    assert "No virus scanner is set up here." in text(bram.get(PAGE))
    for content, name, why in (
        (letter(), "brief.png", "The name does not fit the file: it is PDF."),
        (letter()[:-30], "brief.pdf", "damaged or incomplete"),
        (b"", "brief.pdf", "The file is empty."),
    ):
        answer = bring(bram, content, name=name)
        assert (answer.status_code, why in text(answer)) == (200, True), why
    with scanner():
        page = text(bring(bram, KNOWN, name="a.txt"))
        assert ("The virus scanner found something" in page, "No virus scanner" in page) == (True, False)
    assert "Say in a few words what it is." in text(bring(bram, letter(), title="\u202e\u200b"))
    assert "Leave the citizen service number (BSN) out" in text(bring(bram, letter(), title="Brief BSN 123456782"))
    assert files(house) == []


def test_one_that_was_damaged_on_disk_says_so(house: Organisation) -> None:
    row, bram = added(house), signed_in(house, "bram")
    path_of(house, row).write_bytes(b"x")
    answer = bram.get(f"{PAGE}{row.pk}/", follow=True)
    assert (answer.redirect_chain, "is damaged or gone" in text(answer)) == ([(PAGE, 302)], True)


def test_who_may_only_see_has_no_form(house: Organisation) -> None:
    tariq = signed_in(house, "tariq")
    assert "No documents are kept." in text(tariq.get("/mijn/dossier/"))


def queries(house: Organisation, who: str, page: str) -> int:
    client = signed_in(house, who)
    client.get(page)
    with CaptureQueriesContext(connections[house.key]) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_a_page_of_25_asks_no_more_than_a_page_of_one(house: Organisation) -> None:
    added(house)
    pages = (("bram", PAGE), ("tariq", "/mijn/dossier/"))
    one = [queries(house, *page) for page in pages]
    for _ in range(24):
        added(house)
    assert [queries(house, *page) for page in pages] == one


def test_where_nothing_can_be_written_nothing_is_kept_and_it_is_said(house: Organisation) -> None:
    corner = VAR / "files" / house.key
    corner.parent.mkdir(exist_ok=True)
    corner.write_bytes(b"")  # no folder can be made here
    try:
        page = text(bring(signed_in(house, "bram"), letter()))
        assert "There is no room on the disk, so nothing was kept." in page
    finally:
        corner.unlink()
    assert rows(house) == 0


def rows(house: Organisation) -> int:
    with as_login(house, "worker"), acting(house, system("count", TODAY)):
        return Document.objects.count()
