"""The record as a document that everybody can read: PDF/UA-1, which typst refuses to make otherwise."""

from __future__ import annotations

from django.utils.translation import override

from huisvrede.engines.transparency.printing import of_record
from huisvrede.foundation.cluster.organisations import inside
from huisvrede.foundation.documents.blocks import Heading, Paragraph
from huisvrede.foundation.documents.pdf import render
from tests.pdf import text
from tests.recorded import HOUSE, recorded


def test_it_says_who_what_and_for_whom() -> None:
    record = recorded("survey-bureau")
    with inside(HOUSE), override("en"):
        document = of_record(record)
        shown = text(render(document))
    for said in ("Bureau Wervelpeil", "Version 3", "Sectorfonds Dakrand", "article 30(2)", "Nokplein 2, 9999 ZF Dakrand"):
        assert said in shown, said
    entries = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    assert len(entries) == len(record.said) + len(record.served)


def test_who_serves_nobody_says_so() -> None:
    with inside(HOUSE), override("en"):
        document = of_record(recorded("care-group"))
    assert Paragraph("We process no personal data for others as their processor.") in document.blocks
