"""The virus scanner: clamd, asked over its socket with INSTREAM, when `HUISVREDE_CLAMD` says where it listens."""

from __future__ import annotations

import socket
from typing import Final

from django.conf import settings

CHUNK: Final = 2**20
SECONDS: Final = 60.0
CLEAN, FOUND = b"stream: OK", b" FOUND"


class Infected(Exception):
    """The scanner knows something in it."""


class NoScanner(Exception):
    """A scanner is configured and gave no answer, or none that says what it found."""


def configured() -> bool:
    """Whether what is brought in is scanned."""
    return bool(settings.CLAMD)


def answers() -> bool:
    """Whether the configured scanner is there."""
    try:
        return _asked(b"zPING\0") == b"PONG"
    except NoScanner:
        return False


def scan(content: bytes) -> None:
    """Nothing, when it is clean or nothing is configured; raises Infected or NoScanner."""
    if not configured():
        return
    said = _asked(b"zINSTREAM\0", content)
    if said.endswith(FOUND):
        raise Infected
    if said != CLEAN:
        raise NoScanner


def _asked(command: bytes, content: bytes | None = None) -> bytes:
    """What it says to one command; `content` goes in parts, each after its length, and an empty one ends it."""
    try:
        with _connected() as line:
            line.sendall(command)
            if content is not None:
                for at in range(0, len(content), CHUNK):
                    part = content[at : at + CHUNK]
                    line.sendall(len(part).to_bytes(4, "big") + part)
                line.sendall(bytes(4))
            with line.makefile("rb") as answer:
                return answer.read(4096).strip(b"\0\n ")
    except OSError:
        raise NoScanner from None


def _connected() -> socket.socket:
    place: str = settings.CLAMD
    host, colon, port = place.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line
