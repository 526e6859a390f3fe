"""Files in frames: AES-256-GCM by 64 kB, so that neither sealing nor opening ever holds more than two of them.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015): the nonce of a frame is its number and whether it
is the last, and the document's id is associated data. So a frame that was changed, left out, put elsewhere or taken from
another document opens nothing, and neither does a file that ends too early or goes on too long. A key seals one file, once.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from huisvrede.foundation.vault.sealing import Shut

FRAME: Final = 64 * 1024
TAG: Final = 16
FORM: Final = b"\x01"
"""How a file begins: frames as told above."""


def sealed(source: BinaryIO, *, key: bytes, document: UUID) -> Iterator[bytes]:
    """The parts of the file that is to stand on disk, for what `source` holds."""
    cipher = AESGCM(key)
    yield FORM
    for number, (frame, last) in enumerate(_frames(source, FRAME)):
        yield cipher.encrypt(_nonce(number, last=last), frame, document.bytes)


def opened(source: BinaryIO, *, key: bytes, document: UUID) -> Iterator[bytes]:
    """What a file holds, frame by frame; raises Shut at the first that isn't as it was sealed."""
    cipher = AESGCM(key)
    if source.read(len(FORM)) != FORM:
        raise Shut
    for number, (frame, last) in enumerate(_frames(source, FRAME + TAG)):
        try:
            yield cipher.decrypt(_nonce(number, last=last), frame, document.bytes)
        except InvalidTag:
            raise Shut from None


def readable(source: BinaryIO, *, key: bytes, document: UUID) -> BinaryIO:
    """The same as a file in which one may go back and forth, frame by frame; it closes its source with it."""
    return cast("BinaryIO", io.BufferedReader(_Within(source, key, document), FRAME))


class _Within(io.RawIOBase):
    """A sealed file as bytes: whatever is read opens the frame that it stands in, and one frame is kept."""

    def __init__(self, source: BinaryIO, key: bytes, document: UUID) -> None:
        super().__init__()
        if source.read(len(FORM)) != FORM:
            raise Shut
        self._source, self._cipher, self._document = source, AESGCM(key), document
        sealed = source.seek(0, io.SEEK_END) - len(FORM)
        self._frames = -(-sealed // (FRAME + TAG))
        self._size, self._at = sealed - self._frames * TAG, 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        """The place."""
        return self._at

    def readinto(self, into: Any) -> int:
        """Fill with what stands here, at most to the end of the frame; raises Shut."""
        number, before = divmod(self._at, FRAME)
        if self._at >= self._size:
            return 0
        part = self._opened(number)[before : before + len(into)]
        into[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        """Let go of the file."""
        self._source.close()
        super().close()

    def _opened(self, number: int) -> bytes:
        if self._held[0] != number:
            self._source.seek(len(FORM) + number * (FRAME + TAG))
            frame = self._source.read(FRAME + TAG)
            try:
                nonce = _nonce(number, last=number == self._frames - 1)
                self._held = number, self._cipher.decrypt(nonce, frame, self._document.bytes)
            except InvalidTag:
                raise Shut from None
        return self._held[1]


def _frames(source: BinaryIO, size: int) -> Iterable[tuple[bytes, bool]]:
    """Each frame, and whether it is the last; an empty file has one."""
    frame = source.read(size)
    while following := source.read(size):
        yield frame, False
        frame = following
    yield frame, True


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
