"""A document as an accessible PDF: PDF/UA-1, with our own fonts, the same bytes for the same document."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

from babel.dates import format_date
from django.conf import settings

from huisvrede.core.duration import Language
from huisvrede.foundation.documents.blocks import Block, Document, DocumentError
from huisvrede.foundation.documents.fonts import FILES, Printable, composed, letters, printable

TIME_OUT: Final = 60.0
"""Seconds one document may take: a table of 10,000 rows takes under ten."""

MEMORY: Final = 3 * 1024**3
"""Bytes of address space one document may take: a table of 10,000 rows takes about 1 GB."""

# A program beside this module, never imported: typst stays out of the processes that serve pages.
_PROGRAM: Final = Path(__file__).with_name("compile.py")
_REFUSED: Final = 3

_NO_FONTS: Final = "The fonts of documents are not built yet: run python -m huisvrede.foundation.ui.build."

_PLAIN: Final = ("title", "language", "organisation", "accent", "reference")
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "nl": {"day": "Datum", "reference": "Kenmerk", "page": "Pagina", "of": "van"},
    "en": {"day": "Date", "reference": "Reference", "page": "Page", "of": "of"},
}
_LOCALES: Final[dict[Language, str]] = {"nl": "nl_NL", "en": "en_GB"}


def render(document: Document, *, time_out: float = TIME_OUT, memory: int = MEMORY) -> bytes:
    """The document as PDF/UA-1 (ISO 14289-1), set by a process of its own that has `time_out` seconds.

    A character that no font of ours has shows as the replacement character. DocumentError, with one sentence
    and nothing of the document, when the fonts are not built or the process was refused, killed or too slow.
    """
    fonts = settings.BUILD / "fonts"
    if not all((fonts / name).is_file() for name in FILES):
        raise DocumentError(_NO_FONTS)
    stamp = int(datetime.combine(document.day, time(), UTC).timestamp())
    command = [sys.executable, "-I", str(_PROGRAM), str(fonts), str(stamp), str(memory)]
    content = _clean(_data(document), printable(fonts))
    data = json.dumps({**content, "letters": letters(fonts)}).encode()
    try:
        # No environment: the program needs none of our settings and sees none of our secrets.
        done = subprocess.run(command, input=data, capture_output=True, timeout=time_out, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise DocumentError("Making the document took too long; make it shorter.") from None
    if done.returncode == _REFUSED:
        raise DocumentError("The document holds something that an accessible PDF cannot show.")
    if done.returncode or not done.stdout:
        raise DocumentError("Making the document was stopped before it was ready; it may be too long.")
    return done.stdout


def _data(document: Document) -> dict[str, Any]:
    """What the template reads."""
    language = document.language
    return {
        **{name: getattr(document, name) for name in _PLAIN},
        "day_in_words": format_date(document.day, "d MMMM y", locale=_LOCALES[language]),
        "words": _WORDS[language],
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    """A block with its kind, by which the template finds its look."""
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def _clean(value: Any, shown: Printable) -> Any:
    """The same data, with text that our fonts can show."""
    match value:
        case str():
            return composed(value).translate(shown)
        case dict():
            return {name: _clean(item, shown) for name, item in value.items()}
        case list() | tuple():
            return [_clean(item, shown) for item in value]
    return value
