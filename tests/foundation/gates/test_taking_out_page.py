"""What is told of a document that stood in the wrong file: since when and until when, never what it was nor whose."""

from __future__ import annotations

from datetime import date

from django.utils.translation import override

from huisvrede.foundation.documents.models import Wrong
from huisvrede.foundation.gates.taking_out_page import WrongForm, stood
from huisvrede.modules.care.models import OutOfFile


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
