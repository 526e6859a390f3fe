"""What is told of a document that stood in the wrong file: since when and until when, never what it was nor whose."""

from __future__ import annotations

from datetime import date

from django.db import connections
from django.utils.translation import override

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents.models import Wrong
from huisvrede.foundation.gates.taking_out_page import WrongForm, stood
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import OutOfFile
from tests.asking import asked as request
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import as_login
from tests.foundation.vault.sealed import house
from tests.foundation.walls.test_removing import hold
from tests.signing_in import text
from tests.stories.test_wrong_file import NOW, brought, kept

__all__ = ["house"]


def test_it_says_from_when_until_when_and_no_more() -> None:
    days = {"stood_since": date(2026, 11, 2), "decided_on": date(2026, 11, 4)}
    with override("en"):
        theirs, own = stood([OutOfFile(reason=one.value, **days) for one in (Wrong.SOMEBODY_ELSE, Wrong.NOT_HERE)])
    assert theirs[0] == "From 2 November 2026 until 4 November 2026"
    assert theirs[1:] == ("A document that was not yours stood in your file. It was taken out.", "")
    assert own[1] == "A document about you stood in your file and did not belong there. It was taken out."


def test_nobody_writes_down_whose_it_is() -> None:
    assert WrongForm({"reason": "of Sanne"}).is_valid() is False
    assert {"reason"} == set(WrongForm().fields)


def test_what_a_restore_took_out_already_is_decided_on_as_well(house: Organisation) -> None:
    bram, anna = signed_in(house, "bram"), signed_in(house, "anna")
    page = brought(anna)
    assert bram.post(page, {"reason": "somebody-else"}).status_code == 302
    with as_login(house, "worker"), acting(house, system("retention", NOW)), connections[house.key].cursor() as cursor:
        cursor.execute("DELETE FROM care_document")
    assert "The document is gone already." in text(anna.get(page))
    assert anna.post(page, {"answer": "perhaps"}).status_code == 200
    assert anna.post(page, {"answer": "out"}).status_code == 302
    assert [one.outcome for one in kept(house)[1]] == ["out"]


def test_whoever_comes_second_is_told_how_it_stands(house: Organisation) -> None:
    """The same document, asked in the meantime where this colleague does not look."""
    bram = signed_in(house, "bram")
    page = brought(signed_in(house, "anna"))
    (document,) = kept(house)[0]
    with as_login(house, "owner"), connections[house.key].cursor() as cursor:
        cursor.execute("ALTER TABLE care_outoffile DISABLE TRIGGER USER")
        cursor.execute(
            "INSERT INTO care_outoffile (id, resident_id, document, stood_since, reason, asked_on, account, hat, outcome)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'not-here', %s, gen_random_uuid(), gen_random_uuid(), '')",
            [member("sanne").file, document.pk, NOW, NOW],
        )
        cursor.execute("ALTER TABLE care_outoffile ENABLE TRIGGER USER")
    said = bram.post(page, {"reason": "somebody-else"}, follow=True)
    assert "A colleague was just before you." in text(said)


def test_the_page_says_why_it_stays_or_takes_two(house: Organisation) -> None:
    bram, anna = signed_in(house, "bram"), signed_in(house, "anna")
    page = brought(bram)
    (document,) = kept(house)[0]
    request(house, "tariq", on=NOW)
    said = text(bram.post(page, {"reason": "not-here"}, follow=True))
    assert "A request of this person runs, so nobody takes a document out alone." in said
    hold(house, document, NOW)
    assert "This file is kept as it is" in text(anna.post(page, {"answer": "out"}))
    assert [one.outcome for one in kept(house)[1]] == [""]
    assert anna.post(page, {"answer": "stays"}).status_code == 302
    assert len(kept(house)[0]) == 1
