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
