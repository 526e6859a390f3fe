"""A scanner that speaks clamd's INSTREAM over a real socket: what holds the word it knows is found."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

KNOWN = b"EICAR-WORD"


class Speaks(socketserver.StreamRequestHandler):
    """One command a connection, as with `z` before it."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        held = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            held += self.rfile.read(size)
        words = getattr(self.server, "words", None)
        self.wfile.write(words or (b"stream: Eicar FOUND\0" if KNOWN in held else b"stream: OK\0"))


@contextmanager
def scanner(words: bytes = b"") -> Iterator[None]:
    """Within: uploads are scanned; with `words` it says only that."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Speaks) as server:
        server.daemon_threads = True
        server.words = words  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with override_settings(CLAMD=f"127.0.0.1:{server.server_address[1]}"):
            yield
        server.shutdown()
