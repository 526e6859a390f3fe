"""A document that its reader could not follow is refused when it is made, in one clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huisvrede.foundation.documents.blocks import (
    Address,
    Document,
    DocumentError,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Signature,
    Table,
)


def document(**changed: Any) -> Document:
    """A sound document, but for what is changed."""
    sound: dict[str, Any] = {
        "title": "Besluit",
        "language": "nl",
        "organisation": "De Linde",
        "accent": "#2f6f5e",
        "reference": "R-1",
        "day": date(2026, 11, 23),
        "blocks": (Paragraph("Geachte heer,"),),
    }
    return Document(**{**sound, **changed})


@pytest.mark.parametrize("language", ["de", "", "NL", "nl-NL"])
def test_an_unknown_language_is_refused(language: str) -> None:
    with pytest.raises(DocumentError, match=r"^A document is in Dutch \(nl\) or in English \(en\)\.$"):
        document(language=language)


@pytest.mark.parametrize("missing", ["title", "organisation", "reference"])
def test_a_document_without_title_organisation_or_reference_is_refused(missing: str) -> None:
    with pytest.raises(DocumentError, match=r"^A document needs a title, an organisation and a reference\.$"):
        document(**{missing: "  "})


@pytest.mark.parametrize("accent", ["green", "#fff", "#2f6f5e;", 'rgb("x")', "#2f6f5e\n"])
def test_an_accent_that_is_no_colour_is_refused(accent: str) -> None:
    with pytest.raises(DocumentError, match=r"^The accent of a document is a colour as #rrggbb\.$"):
        document(accent=accent)


@pytest.mark.parametrize(("levels", "jump"), [((2,), 2), ((1, 3), 3), ((1, 2, 4), 4), ((1, 2, 1, 3), 3)])
def test_a_skipped_heading_level_is_refused(levels: tuple[int, ...], jump: int) -> None:
    with pytest.raises(DocumentError) as refused:
        document(blocks=tuple(Heading(level, "Geheim") for level in levels))
    assert str(refused.value) == f"A heading of level {jump} needs one of level {jump - 1} before it."


@pytest.mark.parametrize("levels", [(), (1,), (1, 2, 3, 4), (1, 2, 3, 1, 2), (1, 1)])
def test_headings_may_go_one_deeper_and_any_number_back(levels: tuple[int, ...]) -> None:
    blocks = tuple(Heading(level, "Kop") for level in levels)
    assert document(blocks=blocks).blocks == blocks


def test_an_address_anywhere_but_first_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"^The address is the first block of a letter\.$"):
        document(blocks=(Paragraph("a"), Address(("b",))))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Address(()), "An address has 1 to 6 lines."),
        (lambda: Address(("x",) * 7), "An address has 1 to 6 lines."),
        (lambda: Heading(0, "Kop"), "A heading has a level of 1 to 4."),
        (lambda: Heading(5, "Kop"), "A heading has a level of 1 to 4."),
        (lambda: Heading(1, " "), "A heading needs a text."),
        (lambda: Facts(()), "A list of facts needs a fact."),
        (lambda: Listing(()), "A list needs an item."),
        (lambda: Signature(()), "A signature needs a line."),
        (lambda: Table("", ("a",), ()), "A table needs a caption and a name for every column."),
        (lambda: Table("t", (), ()), "A table needs a caption and a name for every column."),
        (lambda: Table("t", ("a", ""), ()), "A table needs a caption and a name for every column."),
        (lambda: Table("t", ("a",), (("1", "2"),)), "Every row of a table has as many cells as its header."),
    ],
)
def test_a_block_that_cannot_be_followed_is_refused(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(DocumentError) as refused:
        make()
    assert str(refused.value) == sentence
