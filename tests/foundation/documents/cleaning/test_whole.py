"""What a document is, its own bytes say."""

from __future__ import annotations

import pytest

from huisvrede.foundation.documents.cleaning.unfit import Limits, Unfit
from huisvrede.foundation.documents.cleaning.whole import anew
from tests.foundation.documents import brought
from tests.foundation.documents.brought import archive, located, pdf, picture


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), "application/pdf"),
        (located(), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (archive(brought.WORD), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (archive(brought.TEXT), "application/vnd.oasis.opendocument.text"),
        (b"dag", "text/plain"),
    ],
)
def test_each_kind_is_known_and_written_anew_the_same_way_twice(content: bytes, kind: str) -> None:
    found, fresh = anew(content, Limits())
    assert (found, anew(fresh, Limits())[0]) == (kind, kind)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-word"),
        (b"MZ" + bytes(60), "unknown"),
        (b"GIF89a" + bytes(20) + archive({"a.class": "x"}), "unknown"),
        (b"#!/bin/sh\n\x00", "unknown"),
        (b"tekst\n" + archive({"a": "x"}), "unknown"),
    ],
)
def test_what_is_none_of_ours_or_two_at_once_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unfit, match=code):
        anew(content, Limits())


def test_an_html_page_that_claims_to_be_a_pdf_is_none() -> None:
    assert anew(b"<html><!-- %PDF-1.7 -->", Limits())[0] == "text/plain"
