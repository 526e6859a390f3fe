"""The program that cleans a document says its kind and the document, or why not, and nothing else."""

from __future__ import annotations

import subprocess
import sys

from huisvrede.foundation.documents.cleaning.program import REFUSED
from huisvrede.foundation.documents.receiving import MEMORY, PROGRAM
from tests.foundation.documents.brought import MARKER, pdf


def run(content: bytes, memory: int = MEMORY) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", "-m", PROGRAM, "3", "60", str(memory)]
    return subprocess.run(command, input=content, capture_output=True, env={}, check=False)


def test_it_cleans_or_says_why_not() -> None:
    done, refused = run(pdf()), run(MARKER + b"\0")
    assert (done.returncode, done.stdout.startswith(b"application/pdf\n%PDF-"), done.stderr) == (0, True, b"")
    assert (refused.returncode, refused.stdout, refused.stderr) == (REFUSED, b"unknown", b"")
