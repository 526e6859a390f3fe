"""A picture is drawn anew: upright, the same size, with nothing but its pixels."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from huisvrede.foundation.documents.cleaning.images import FORMATS, redrawn
from huisvrede.foundation.documents.cleaning.unfit import Limits, Unfit
from tests.foundation.documents.brought import MARKER, located, picture


def test_place_camera_and_what_stands_behind_are_gone() -> None:
    fresh = redrawn(located(), "image/jpeg", Limits())
    assert [word in fresh for word in (MARKER, b"Exif", b"PK\x03\x04", b"<script")] == [False] * 4
    with Image.open(BytesIO(fresh)) as found:
        assert (found.size, dict(found.getexif())) == ((4, 8), {})


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_mode_comes_through(kind: str, mode: str) -> None:
    try:
        content = picture(FORMATS[kind], mode=mode)
    except (OSError, ValueError):
        return
    with Image.open(BytesIO(redrawn(content, kind, Limits()))) as found:
        assert (found.size, found.format) == ((8, 4), FORMATS[kind])


def bomb() -> bytes:
    """A PNG of some bytes that says it has 10,000 million pixels."""

    def chunk(name: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")


def moving() -> bytes:
    written = BytesIO()
    Image.new("RGB", (2, 2)).save(written, "PNG", save_all=True, append_images=[Image.new("RGB", (2, 2), "red")])
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (picture("PNG", (9_000, 7_000), "1"), "image/png", "too-many-pixels"),
        (moving(), "image/png", "moving-picture"),
        (located()[:200], "image/jpeg", "damaged"),
        (picture("PNG")[:40], "image/png", "damaged"),
        (b"\xff\xd8\xff", "image/jpeg", "damaged"),
        (b"RIFFxxxxWAVE", "image/webp", "damaged"),
    ],
)
def test_what_can_not_be_drawn_is_refused(content: bytes, kind: str, code: str) -> None:
    with pytest.raises(Unfit, match=code):
        redrawn(content, kind, Limits())


def test_a_bomb_is_refused_before_it_is_drawn() -> None:
    with pytest.raises(Unfit):
        redrawn(bomb(), "image/png", Limits())
