"""Which kind of document it is, by what stands in it, and the document written anew: whoever can read it decides.

There are seven kinds, each with a reader of its own, so no list of thousands of signatures says more than these few.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

from huisvrede.foundation.documents.cleaning import images, office, pdf, texts
from huisvrede.foundation.documents.cleaning.unfit import Limits, Unfit

TEXT: Final = "text/plain"
STARTS: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"RIFF", "image/webp"),
)
ARCHIVE: Final = b"PK\x03\x04"
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What Word wrote before 2007, and how it still writes a document with a password."""


def kind_of(content: bytes) -> str:
    """Its media type; Unfit for what is none of ours."""
    if content.startswith(COMPOUND):
        raise Unfit("old-word")
    if content.startswith(ARCHIVE):
        return office.kind_of(content)
    return next((kind for start, kind in STARTS if content.startswith(start)), TEXT)


def anew(content: bytes, limits: Limits) -> tuple[str, bytes]:
    """Its kind, and the same document without anything that is not part of it. Unfit says why it can't be kept."""
    kind = kind_of(content)
    if kind == "application/pdf":
        fresh = pdf.rewritten(content, limits)
    elif kind in images.FORMATS:
        fresh = images.redrawn(content, kind, limits)
    elif kind == TEXT:
        fresh = texts.plain(content)
    else:
        fresh = office.repacked(content, kind, limits)
    if kind not in {office.WORD, office.OPEN} and zipfile.is_zipfile(BytesIO(fresh)):
        raise Unfit("two-at-once")
    return kind, fresh
