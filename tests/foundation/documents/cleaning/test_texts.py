"""Plain text is text that can be read."""

from __future__ import annotations

import pytest

from huisvrede.foundation.documents.cleaning.texts import plain
from huisvrede.foundation.documents.cleaning.unfit import Unfit


def test_text_stays_as_it_is_without_a_mark() -> None:
    assert plain("\ufeffBeste Renée,\r\n\tdag 👋\n".encode()) == "Beste Renée,\r\n\tdag 👋\n".encode()


@pytest.mark.parametrize("content", [b"a\x00b", b"\x1b[2J", b"\xff\xfe\x80", b"MZ\x90\x00", b" \n", b"a\x7fb", b"caf\xe9"])
def test_what_no_reader_shows_is_no_text(content: bytes) -> None:
    with pytest.raises(Unfit, match="unknown"):
        plain(content)


@pytest.mark.clause("COR-14", part="file")
def test_a_number_that_has_a_place_of_its_own_is_not_kept_in_a_text() -> None:
    with pytest.raises(Unfit, match="identification"):
        plain(b"Mevrouw, uw BSN is 123456782.")
    assert plain(b"Order 123456782 of 2026")
