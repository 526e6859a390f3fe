"""A letter that was put in the wrong resident's file: asked by one, taken out by another, told to whose file it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone

from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.disposal.catching_up import catch_up
from huisvrede.foundation.disposal.ledger import copy
from huisvrede.foundation.disposal.services import nightly
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.vault.sealing import Shut, unseal
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document, OutOfFile
from tests.browsing import Watched, signed_in
from tests.cast import member, system
from tests.conftest import as_login
from tests.foundation.disposal.test_catching_up import back
from tests.foundation.gates.test_filing import files
from tests.foundation.vault.sealed import house, keys
from tests.signing_in import text

__all__ = ["back", "house"]
NOW = timezone.localdate()
PAGE = f"/werk/bewoners/{member('tariq').file}/documenten/"
MARKER = b"Zwaluwmarker"


@pytest.fixture
def organisation(house: Organisation) -> Organisation:
    """Whose main database `back` puts back."""
    return house


def brought(client: Watched, page: str = PAGE) -> str:
    """A letter that a colleague puts in a file; the address at which it is taken out."""
    said: dict[str, Any] = {"title": "Brief", "file": SimpleUploadedFile("brief.txt", MARKER)}
    assert client.post(page, said).status_code == 302
    with as_login(client.organisation, "worker"), acting(client.organisation, system("rights", NOW)):
        return f"{page}{Document.objects.get().pk}/eruit/"


def kept(house: Organisation) -> tuple[list[Document], list[OutOfFile]]:
    with as_login(house, "worker"), acting(house, system("rights", NOW)):
        return list(Document.objects.all()), list(OutOfFile.objects.all())


def yesterday(house: Organisation) -> None:
    """As if the letter had been brought the day before, and an ask had been made then."""
    with as_login(house, "owner"), connections[house.key].cursor() as cursor:
        cursor.execute("UPDATE care_document SET added_on = added_on - 1")


def acts(house: Organisation) -> list[str]:
    with as_login(house, "worker"), acting(house, system("rights", NOW)):
        lines = Seen.objects.filter(subject=member("tariq").person).exclude(action__in=("view", "list", "edit"))
        return list(lines.order_by("at").values_list("action", flat=True))


def test_one_asks_and_another_takes_it_out(house: Organisation) -> None:
    # given a letter that the support worker of Tariq brought yesterday, and that a colleague opened
    bram, anna, tariq = (signed_in(house, name) for name in ("bram", "anna", "tariq"))
    page = brought(bram)
    yesterday(house)
    assert MARKER in anna.get(page.removesuffix("eruit/")).getvalue()
    # when he finds that it is about somebody else
    assert "This may be a personal data breach" in text(bram.get(page))
    assert bram.post(page, {"reason": "somebody-else"}).status_code == 302
    # then it stands there still, he can't decide himself, and the coordinator is called
    assert "You asked this." in text(bram.post(page, {"answer": "out"}))
    assert "Somebody asks to take it out" in text(bram.get(PAGE))
    assert len(kept(house)[0]) == 1
    with as_login(house, "worker"), acting(house, system("rights", NOW)):
        assert [one.account for one in Message.objects.filter(notice="document-to-take-out")] == [member("anna").account]
    assert page in text(anna.get("/werk/"))
    # when she takes it out
    assert "Bram" in text(anna.get(page))
    assert anna.post(page, {"answer": "out"}).status_code == 302
    # then the row and the file on disk are gone, and nobody is called any more
    (documents, (out,)) = kept(house)
    assert (documents, files(house), out.outcome) == ([], [], "out")
    assert page not in text(anna.get("/werk/"))
    assert bram.get(page.removesuffix("eruit/")).status_code == bram.get(page).status_code == 404
    # and the key goes with its line, which is certified
    assert set(keys(house)) == {out.document}
    with as_login(house, "worker"):
        assert nightly(house, on=NOW).certificates == 1
    assert keys(house) == {}
    # and Tariq reads that it stood in his file and since when, not what it was; who saw it stays in the log
    mine = text(tariq.get("/mijn/dossier/"))
    assert "A document that was not yours stood in your file. It was taken out." in mine
    assert acts(house) == ["add-document", "view-document", "ask-out", "take-out"]
    assert "document taken out of the file" in text(tariq.get("/mijn/inzage-log/"))


def test_who_typed_in_the_wrong_window_takes_it_out_at_once_and_nobody_else_does(house: Organisation) -> None:
    bram, anna = signed_in(house, "bram"), signed_in(house, "anna")
    page = brought(bram)
    # a colleague only asks
    assert "You ask, and a colleague decides." in text(anna.get(page))
    # whoever brought it today takes it out alone, and twice changes nothing
    assert "you can take it out yourself" in text(bram.get(page))
    assert bram.post(page, {}).status_code == 200
    assert bram.post(page, {"reason": "somebody-else"}).status_code == 302
    assert bram.post(page, {"reason": "somebody-else"}).status_code == 404
    documents, (out,) = kept(house)
    assert (documents, files(house), out.decided_account) == ([], [], member("bram").account)


def test_a_colleague_may_say_that_it_stays(house: Organisation) -> None:
    bram, anna = signed_in(house, "bram"), signed_in(house, "anna")
    page = brought(anna)
    assert bram.post(page, {"reason": "not-here"}).status_code == 302
    assert anna.post(page, {"answer": "stays"}).status_code == 302
    documents, (out,) = kept(house)
    assert (len(documents), out.outcome) == (1, "stays")
    # it may be asked again, and the resident is told of none
    assert bram.post(page, {"reason": "somebody-else"}).status_code == 302
    assert "stood in your file" not in text(signed_in(house, "tariq").get("/mijn/dossier/"))


@pytest.mark.parametrize("who", ["chris", "petra", "sanne"])
def test_nobody_else_comes_near(house: Organisation, who: str) -> None:
    page = brought(signed_in(house, "bram"))
    client = signed_in(house, who)
    assert client.get(page).status_code in {302, 404}
    assert client.post(page, {"reason": "somebody-else"}).status_code in {302, 404}
    documents, asked = kept(house)
    assert (len(documents), asked) == (1, [])


def test_it_stays_out_after_a_backup_was_put_back(house: Organisation, request: pytest.FixtureRequest) -> None:
    bram = signed_in(house, "bram")
    page, at = brought(bram), datetime.now(UTC)
    (document,) = kept(house)[0]
    put_back: Callable[[], None] = request.getfixturevalue("back")
    bram.post(page, {"reason": "somebody-else"})
    with as_login(house, "worker"):
        copy(house, on=NOW, at=at)
    # a backup of before it was taken out: the row is there, and nothing opens it
    put_back()
    assert [one.pk for one in kept(house)[0]] == [document.pk]
    with acting(house, member("bram").acting("care-plan", NOW)), pytest.raises(Shut):
        unseal(document, "content")
    with as_login(house, "worker"), inside(house):
        done = catch_up(house, on=NOW, at=at + timedelta(minutes=1))
    assert (done.rows, kept(house)[0]) == (1, [])


