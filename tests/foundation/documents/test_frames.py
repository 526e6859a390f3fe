"""A file in frames opens whole, with its own key and id, or not at all."""

from __future__ import annotations

import os
import tracemalloc
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huisvrede.foundation.documents.frames import FORM, FRAME, TAG, opened, readable, sealed
from huisvrede.foundation.vault.sealing import Shut

KEY, ONE = bytes(range(32)), UUID(int=7)
WHOLE = FRAME + TAG


def shut(content: bytes, key: bytes = KEY, document: UUID = ONE) -> bytes:
    return b"".join(sealed(BytesIO(content), key=key, document=document))


def read(stored: bytes, key: bytes = KEY, document: UUID = ONE) -> bytes:
    return b"".join(opened(BytesIO(stored), key=key, document=document))


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 5])
def test_what_is_sealed_opens_as_it_was(size: int) -> None:
    content = os.urandom(size)
    stored = shut(content)
    assert (read(stored), size < 16 or content[:64] not in stored) == (content, True)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2 * WHOLE + 20), st.integers(1, 255))
def test_one_byte_that_changed_is_found(at: int, by: int) -> None:
    stored = bytearray(shut(b"x" * (2 * FRAME + 10)))
    stored[at % len(stored)] ^= by
    with pytest.raises(Shut):
        read(bytes(stored))


def frames_of(stored: bytes) -> list[bytes]:
    return [stored[at : at + WHOLE] for at in range(1, len(stored), WHOLE)]


@pytest.mark.parametrize("order", [(0,), (0, 1), (1, 0, 2), (0, 1, 1, 2), (0, 1, 2, 2), (2,), (1, 2), ()])
def test_frames_left_out_doubled_or_elsewhere_open_nothing(order: tuple[int, ...]) -> None:
    parts = frames_of(shut(os.urandom(3 * FRAME)))
    assert len(parts) == 3
    with pytest.raises(Shut):
        read(FORM + b"".join(parts[one] for one in order))


def test_a_frame_of_another_document_or_key_opens_nothing() -> None:
    stored = shut(b"a" * 100)
    for key, document in ((os.urandom(32), ONE), (KEY, uuid4())):
        with pytest.raises(Shut):
            read(stored, key, document)


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x02abc", b"\x01" + b"x" * 15])
def test_what_is_no_such_file_is_shut(stored: bytes) -> None:
    with pytest.raises(Shut):
        read(stored)


class Long:
    """Fifty megabytes that stand nowhere."""

    def __init__(self) -> None:
        self.left = 50 * 2**20

    def read(self, size: int) -> bytes:
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


def test_fifty_megabytes_never_stand_in_memory() -> None:
    tracemalloc.start()
    try:
        size = sum(len(part) for part in sealed(Long(), key=KEY, document=ONE))  # type: ignore[arg-type]
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (size > 50 * 2**20, most < 2**20) == (True, True), most


@given(
    content=st.binary(max_size=3 * FRAME),
    steps=st.lists(st.tuples(st.integers(0, 3 * FRAME), st.integers(0, FRAME * 2)), max_size=6),
)
@settings(max_examples=40, deadline=None)
def test_a_file_that_may_be_read_back_and_forth_is_what_was_sealed(
    content: bytes, steps: list[tuple[int, int]]
) -> None:
    stood = BytesIO(b"".join(sealed(BytesIO(content), key=KEY, document=ONE)))
    plain = BytesIO(content)
    with readable(stood, key=KEY, document=ONE) as file:
        assert file.seek(0, 2) == len(content)
        for place, size in steps:
            assert file.seek(place) == plain.seek(place)
            assert file.read(size) == plain.read(size)
            assert file.tell() == plain.tell()
    assert stood.closed


def test_a_file_that_was_cut_off_or_is_none_does_not_open() -> None:
    stood = b"".join(sealed(BytesIO(b"x" * FRAME * 2), key=KEY, document=ONE))
    with readable(BytesIO(stood[: FRAME + 17]), key=KEY, document=ONE) as file, pytest.raises(Shut):
        file.read()
    with pytest.raises(Shut):
        readable(BytesIO(b"x"), key=KEY, document=ONE)
