"""Files in frames: AES-256-GCM by 64 kB, so that neither sealing nor opening ever holds more than two of them.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015): the nonce of a frame is its number and whether it
is the last, and the document's id is associated data. So a frame that was changed, left out, put elsewhere or taken from
another document opens nothing, and neither does a file that ends too early or goes on too long. A key seals one file, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final
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


def _frames(source: BinaryIO, size: int) -> Iterable[tuple[bytes, bool]]:
    """Each frame, and whether it is the last; an empty file has one."""
    frame = source.read(size)
    while following := source.read(size):
        yield frame, False
        frame = following
    yield frame, True


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
