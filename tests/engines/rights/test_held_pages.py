"""Whoever advised is done with it; whoever decides may still give a document, and holds none back."""

from __future__ import annotations

from uuid import uuid4

from huisvrede.engines.rights.held_pages import HoldBackForm, in_words
from huisvrede.engines.rights.holding_back import Carried
from huisvrede.foundation.cluster.organisations import Organisation
from tests.asking import advised, asked
from tests.browsing import signed_in
from tests.conftest import TODAY
from tests.foundation.gates.test_filing import added
from tests.foundation.vault.sealed import house
from tests.stories.test_held_back import DESK, WHY, held

__all__ = ["house"]


def test_it_is_given_after_all_by_the_adviser_before_the_advice_and_then_by_who_decides(house: Organisation) -> None:
    row = added(house)
    key = asked(house, "tariq")
    petra, dirk = signed_in(house, "petra"), signed_in(house, "dirk")
    desk = f"{DESK.format(key)}achterhouden/"
    said = {"document": str(row.pk), "ground": "others", "reason": WHY}
    assert petra.post(desk, said).status_code == 302
    assert petra.post(desk, {"again": str(row.pk)}).status_code == 302
    assert held(house) == []
    assert petra.post(desk, said).status_code == 302
    advised(house, key)
    # the adviser is done; whoever decides gives it after all
    assert petra.post(desk, {"again": str(row.pk)}).headers["Location"] == DESK.format(key)
    assert held(house) == [row.pk]
    assert dirk.post(desk, said).status_code == 200
    assert dirk.post(desk, {"again": str(row.pk)}).status_code == 302
    assert held(house) == []


def test_a_document_is_named_by_kind_size_and_day() -> None:
    one = Carried(uuid4(), "application/pdf", 2048, TODAY)
    assert in_words(one).startswith("PDF, 2")
    assert not HoldBackForm({"document": str(uuid4()), "ground": "others", "reason": WHY}, among=[one]).is_valid()


def test_where_an_answer_carries_no_documents_the_page_says_so(house: Organisation) -> None:
    page = signed_in(house, "petra").get(f"{DESK.format(asked(house, 'tariq'))}achterhouden/").content.decode()
    assert ("there is nothing to hold back" in page, "On which ground?" in page) == (True, False)
