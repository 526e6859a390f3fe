"""The scanner is asked over its socket; what it knows is told, and so is that it does not answer."""

from __future__ import annotations

import socketserver
import threading
from pathlib import Path

import pytest
from django.test import override_settings

from huisvrede.foundation.documents.scanning import CHUNK, Infected, NoScanner, answers, configured, scan
from tests.foundation.documents.scanner import KNOWN, Speaks, scanner


def test_without_one_nothing_is_scanned() -> None:
    assert not configured()
    scan(KNOWN)


def test_what_it_knows_is_found_also_in_the_last_part() -> None:
    with scanner():
        assert (configured(), answers()) == (True, True)
        scan(b"x" * (2 * CHUNK + 1))
        with pytest.raises(Infected):
            scan(b"x" * (2 * CHUNK) + KNOWN)


@pytest.mark.parametrize("words", [b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"stream: OKAY\0", b"x" * 5000])
def test_any_other_answer_is_none(words: bytes) -> None:
    with scanner(words), pytest.raises(NoScanner):
        scan(b"x")


def test_one_that_is_down_is_no_clean_bill(tmp_path: Path) -> None:
    for place in (str(tmp_path / "no.sock"), "127.0.0.1:1"):
        with override_settings(CLAMD=place):
            assert not answers()
            with pytest.raises(NoScanner):
                scan(b"x")


def test_it_may_listen_on_a_path(tmp_path: Path) -> None:
    place = str(tmp_path / "clamd.sock")
    with socketserver.ThreadingUnixStreamServer(place, Speaks) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with override_settings(CLAMD=place):
            assert answers()
            scan(b"x")
        server.shutdown()
