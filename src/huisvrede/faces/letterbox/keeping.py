"""The demo's letterbox: an SMTP server on this machine that keeps what it gets as files, for mail.localhost to show."""

from __future__ import annotations

import secrets
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 200


class _Keeper:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        """Keep one message; the oldest goes when there are too many."""
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}.eml"
        content = envelope.content or b""
        (self.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        for old in sorted(self.folder.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return "250 kept"


class Letterbox:
    """An SMTP server in a thread; used as a context manager."""

    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.port = port
        self._controller = Controller(_Keeper(folder), hostname="127.0.0.1", port=port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._controller.stop()


def letters(folder: Path) -> list[EmailMessage]:
    """The kept messages, newest first."""
    found = []
    for path in sorted(folder.glob("*.eml"), reverse=True):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        found.append(message)
    return found
