"""A document that stays out of an answer: held back before the advice, decided by another, told without what (GDPR 15(4))."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from huisvrede.engines.rights.models import HeldBack
from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document
from tests import pdf
from tests.asking import LOOKED, advised, answered, asked, decided
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.test_filing import MARKER, added
from tests.foundation.vault.sealed import house
from tests.signing_in import text

__all__ = ["house"]
OWN, DESK = "/mijn/verzoeken/{}/", "/werk/verzoeken/{}/"
WHY = "It tells about a neighbour."
TOLD = {"hold-back", "give-after-all", "held-back"}


def held(organisation: Organisation) -> list[UUID]:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return list(HeldBack.objects.values_list("document", flat=True))


def log(organisation: Organisation) -> set[str]:
    """What Tariq reads in his own log."""
    with acting(organisation, member("tariq").acting("accountability", TODAY)):
        return set(Seen.objects.values_list("action", flat=True))


def test_it_stays_out_of_the_answer_and_the_answer_says_so(house: Organisation) -> None:
    # given two letters in the file of Tariq, who asks what is held of him
    row, other = added(house), added(house, content=b"x" * 10)
    key = asked(house, "tariq")
    petra, dirk, tariq = (signed_in(house, name) for name in ("petra", "dirk", "tariq"))
    # when the privacy officer holds one back: she sees no title, and says on which ground and why
    desk = f"{DESK.format(key)}achterhouden/"
    assert desk in text(petra.get(DESK.format(key)))
    page = text(petra.get(desk))
    assert (str(row.pk) in page, MARKER in page) == (True, False)
    assert petra.post(desk, {"document": str(row.pk), "ground": "others"}).status_code == 200
    assert petra.post(desk, {"document": str(row.pk), "ground": "others", "reason": WHY}).status_code == 302
    assert held(house) == [row.pk]
    # then until there is a decision he has what he had, and his log says nothing of it
    assert TOLD.isdisjoint(log(house))
    with acting(house, member("tariq").acting("care-plan", TODAY)):
        assert Document.objects.count() == 2
    # when another decides, who reads ground and reason
    advised(house, key)
    assert WHY in text(dirk.get(DESK.format(key)))
    decided(house, key)
    assert answered(house) == 1
    assert log(house) & TOLD == {"held-back"}
    # then the document goes by no way: not with the answer, not in it, not on his own page
    mine = text(tariq.get(OWN.format(key)))
    assert (str(row.pk) in mine, str(other.pk) in mine) == (False, True)
    assert tariq.get(f"{OWN.format(key)}documenten/{row.pk}/").status_code == 404
    assert str(row.pk) not in text(tariq.get("/mijn/dossier/"))
    assert tariq.get(f"/mijn/dossier/documenten/{row.pk}/").status_code == 404
    data = json.loads(tariq.get(f"{OWN.format(key)}gegevens.json").content)
    documents = next(one for one in data["held"] if one["kind"] == "care.Document")
    assert len(documents["rows"]) == 1
    # and he reads that something was held back, why, and that he may complain
    assert [why for _ground, why in data["held_back"]] == [WHY]
    letter = pdf.text(tariq.get(f"{OWN.format(key)}besluit.pdf").content)
    assert (WHY in letter, "artikel 15, lid 4" in letter, "klacht" in letter) == (True, True, True)
    # and whoever works with the file still has it
    with acting(house, member("bram").acting("care-plan", TODAY)):
        assert Document.objects.count() == 2


def test_a_next_request_asks_anew_what_an_earlier_answer_held_back(house: Organisation) -> None:
    # given a document that an answer to Tariq held back, and that he asks again
    row, key = added(house), asked(house, "tariq")
    petra, dirk = signed_in(house, "petra"), signed_in(house, "dirk")
    said = {"document": str(row.pk), "ground": "others", "reason": WHY}
    assert petra.post(f"{DESK.format(key)}achterhouden/", said).status_code == 302
    advised(house, key)
    decided(house, key)
    answered(house)
    again = DESK.format(asked(house, "tariq"))
    # when the privacy officer advises without a word on it, she is asked
    assert WHY in text(petra.get(again))
    advice = {"action": "advise", "version": "1", "outcome": "granted", "text": "As it should be.", **LOOKED}
    assert petra.post(again, advice).status_code == 200
    # then she holds it back again by one press of a button
    page = text(petra.get(f"{again}achterhouden/"))
    assert (WHY in page, "earlier answer" in page) == (True, True)
    assert petra.post(f"{again}achterhouden/", said).status_code == 302
    assert "earlier answer" not in text(petra.get(again))
    # or says that it is given now, which whoever decides reads as well
    assert petra.post(f"{again}achterhouden/", {"again": str(row.pk)}).status_code == 302
    assert petra.post(again, {**advice, "gives": "on"}).status_code == 302
    page = text(dirk.get(again))
    assert (WHY in page, "earlier answer" in page) == (True, True)


@pytest.mark.parametrize("who", ["anna", "bram", "chris", "ada", "sanne"])
def test_nobody_else_holds_back_or_sees_what_could_be(house: Organisation, who: str) -> None:
    row = added(house)
    key = asked(house, "tariq")
    said = {"document": str(row.pk), "ground": "others", "reason": WHY}
    assert signed_in(house, who).post(f"{DESK.format(key)}achterhouden/", said).status_code in {302, 404}
    assert held(house) == []
