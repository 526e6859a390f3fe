"""What is brought is kept clean, or turned away with a sentence that says what to do."""

from __future__ import annotations

import pytest
from django.test import override_settings

from huisvrede.foundation.documents import receiving
from huisvrede.foundation.documents.models import DocumentKind
from huisvrede.foundation.documents.receiving import Bounds, Turned, plain_title, received
from tests.foundation.documents.brought import located, pdf, picture
from tests.foundation.documents.scanner import KNOWN, scanner

USUAL = Bounds(megabytes=1, pages=3)


def turned(content: bytes, name: str = "a.pdf", bounds: Bounds = USUAL) -> str:
    with pytest.raises(Turned) as problem:
        received(content, name=name, bounds=bounds)
    assert str(problem.value)
    return problem.value.code


@pytest.mark.parametrize("name", ["foto.JPG", "../../foto.jpeg", "C:\\map\\foto.jpg", "\u202efoto.jpg", "a" * 300 + ".jpg"])
def test_of_a_name_only_the_end_counts(name: str) -> None:
    assert received(located(), name=name, bounds=USUAL).kind is DocumentKind.JPEG


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (pdf(), "a.png", "other-name"),
        (pdf(), "pdf", "other-name"),
        (b"<html><script>1</script></html>", "a.html", "other-name"),
        (pdf()[:-60], "a.pdf", "damaged"),
        (pdf(4), "a.pdf", "too-many-pages"),
        (b"x" * (2**20 + 1), "a.txt", "too-large"),
    ],
)
def test_what_is_not_kept_is_told_why(content: bytes, name: str, code: str) -> None:
    assert turned(content, name) == code


def test_what_the_scanner_knows_is_not_kept_and_neither_is_anything_while_it_is_silent() -> None:
    with scanner():
        assert received(b"dag", name="a.txt", bounds=USUAL).content == b"dag"
        assert turned(KNOWN, "a.txt") == "infected"
    with override_settings(CLAMD="127.0.0.1:1"):
        assert turned(b"dag", "a.txt") == "no-scanner"


def test_a_document_that_takes_too_much_stops_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MEMORY", 64 * 2**20)
    assert turned(picture("PNG", (5_000, 5_000)), "a.png") in {"stopped", "damaged"}


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        (" Brief \n van\tde gemeente ", "Brief van de gemeente"),
        ("a\u202eb\u200bc\x00d", "abcd"),
        ("\u202e\u200f", ""),
        ("x" * 200, "x" * 120),
        ("Renée 👋", "Renée 👋"),
    ],
)
def test_a_title_is_what_can_be_seen_of_it(typed: str, title: str) -> None:
    assert plain_title(typed) == title
