"""What a PDF says."""

from __future__ import annotations

import subprocess


def text(pdf: bytes) -> str:
    """What copying the text out of a PDF gives, with each run of spaces and line ends as one space."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())
