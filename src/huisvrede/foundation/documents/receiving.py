"""What somebody brings, on its way to be kept: small enough, scanned, of a kind we keep, written anew."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.documents.models import TITLE, DocumentKind
from huisvrede.foundation.documents.scanning import Infected, NoScanner, scan

PROGRAM: Final = "huisvrede.foundation.documents.cleaning.program"
REFUSED: Final = 3
SECONDS: Final = 60
"""What one document may take: 25 MB of scanned pages take about one."""
MEMORY: Final = 2 * 1024**3

ENDINGS: Final = {
    DocumentKind.PDF: (".pdf",),
    DocumentKind.JPEG: (".jpg", ".jpeg", ".jfif"),
    DocumentKind.PNG: (".png",),
    DocumentKind.WEBP: (".webp",),
    DocumentKind.WORD: (".docx",),
    DocumentKind.OPEN: (".odt",),
    DocumentKind.TEXT: (".txt",),
}
"""The first one is how a document of this kind is called when it is handed out."""

SENTENCES: Final[dict[str, str | Promise]] = {
    "empty": _("The file is empty."),
    "unknown": _("We keep PDF, JPEG, PNG, WebP, Word (.docx), OpenDocument (.odt) and text (UTF-8). This is none of them."),
    "old-word": _("This is an old Word document, or one with a password. Save it as .docx without a password, or as PDF."),
    "damaged": _("This file is damaged or incomplete. Open it, save it again and choose that file."),
    "encrypted": _("This document has a password or other protection. Save it without, and choose that file."),
    "macros": _("This document holds macros: small programs. Save it as PDF, and choose that file."),
    "passengers": _("This document holds other files. Save it as PDF, and choose that file."),
    "fetches": _("This document fetches something from elsewhere when it opens. Save it as PDF, and choose that file."),
    "moving-picture": _("This is a moving picture. Choose one that stands still."),
    "too-many-pixels": _("This picture is too large to open safely. Make it smaller than 60 million pixels."),
    "too-large-inside": _("Unpacked, this document is far larger than it looks. Save it as PDF, and choose that file."),
    "two-at-once": _("This file is two kinds of file at once. Print it as PDF, and choose that file."),
    "identification": _(
        "This text holds a citizen service number (BSN). Take it out: that number has a place of its own in the file."
    ),
    "stopped": _("This document took too long to check. Print it as PDF, and choose that file."),
    "infected": _("The virus scanner found something in this file. It was not kept. Tell your administrator."),
    "no-scanner": _("The virus scanner does not answer, so nothing can be added. Try again, or tell your administrator."),
}
TOO_LARGE: Final = _("This file is larger than %(limit)d MB. Make it smaller or split it.")
TOO_MANY_PAGES: Final = _("This document has more than %(limit)d pages. Split it.")
OTHER_NAME: Final = _("The name does not fit the file: it is %(kind)s. Choose the right file, or mend its name.")


class Turned(Exception):
    """A file that is not kept; `str()` is the sentence that says why and what to do, and holds nothing of the file."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code, self.sentence = code, sentence

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class Bounds:
    """How much one document may be, by the policy."""

    megabytes: int
    pages: int


@dataclass(frozen=True)
class Clean:
    """A document as it is kept."""

    kind: DocumentKind
    content: bytes


def received(content: bytes, *, name: str, bounds: Bounds) -> Clean:
    """The document as it can be kept; raises Turned. Nothing is written anywhere."""
    if not content:
        raise _turned("empty")
    if len(content) > bounds.megabytes * 2**20:
        raise Turned("too-large", str(TOO_LARGE) % {"limit": bounds.megabytes})
    try:
        scan(content)
    except Infected:
        raise _turned("infected") from None
    except NoScanner:
        raise _turned("no-scanner") from None
    clean = _cleaned(content, bounds)
    if PurePath(name.replace("\\", "/")).suffix.lower() not in ENDINGS[clean.kind]:
        raise Turned("other-name", str(OTHER_NAME) % {"kind": clean.kind.label})
    if len(clean.content) > max(bounds.megabytes, 1) * 2 * 2**20:
        raise Turned("too-large", str(TOO_LARGE) % {"limit": bounds.megabytes})
    return clean


def plain_title(typed: str) -> str:
    """What somebody called it, on one line, without characters that can't be seen or turn a text around."""
    seen = "".join(" " if one.isspace() else one for one in typed if unicodedata.category(one) not in UNSEEN or one.isspace())
    return " ".join(seen.split())[:TITLE].strip()


UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


def _cleaned(content: bytes, bounds: Bounds) -> Clean:
    """Made by a program of its own, that sees none of our settings and secrets and can write no file."""
    command = [sys.executable, "-I", "-m", PROGRAM, str(bounds.pages), str(SECONDS), str(MEMORY)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=2 * SECONDS, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise _turned("stopped") from None
    if done.returncode == REFUSED:
        code = done.stdout.decode()
        if code == "too-many-pages":
            raise Turned(code, str(TOO_MANY_PAGES) % {"limit": bounds.pages})
        raise _turned(code)
    kind, _line, fresh = done.stdout.partition(b"\n")
    if done.returncode or not fresh:
        raise _turned("stopped")
    return Clean(DocumentKind(kind.decode()), fresh)


def _turned(code: str) -> Turned:
    return Turned(code, SENTENCES[code])
