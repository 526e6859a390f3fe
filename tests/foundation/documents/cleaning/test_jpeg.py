"""A photo within a document loses its remarks and keeps its picture to the last bit."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from huisvrede.foundation.documents.cleaning.jpeg import without_remarks
from tests.foundation.documents.brought import MARKER, located


def test_remarks_go_and_the_picture_stays() -> None:
    fresh = without_remarks(located())
    assert [word in fresh for word in (MARKER, b"Exif", b"PK\x03\x04")] == [False] * 3
    with Image.open(BytesIO(located())) as before, Image.open(BytesIO(fresh)) as after:
        assert ImageChops.difference(before, after).getbbox() is None


@pytest.mark.parametrize("content", [b"", b"abc", b"\xff\xd8", b"\xff\xd8\xff\xe0\x00", b"\xff\xd8abcdef"])
def test_what_is_none_comes_back_as_it_was(content: bytes) -> None:
    assert without_remarks(content) == content
