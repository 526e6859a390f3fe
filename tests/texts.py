"""The texts a folder says, and the Dutch it has for them."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SINGLE = re.compile(
    r"""(?:translate|gettext\(|gettext_noop\(|\b_\()\s*["']((?:[^"\\]|\\.)+?)["'](?:\s+as\b|\s*%\}|\))"""
)
BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)


def said(folder: Path) -> set[str]:
    """The English texts of templates, letters and Python."""
    texts: set[str] = set()
    for path in folder.rglob("*"):
        if path.suffix in {".html", ".txt", ".py"}:
            source = path.read_text(encoding="utf-8")
            texts |= set(SINGLE.findall(source))
            for block in BLOCK.findall(source):
                for form in block.split("{% plural %}"):
                    texts.add(" ".join(re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", form).split()))
    return texts


def dutch(folder: Path) -> Catalog:
    """The Dutch of a folder."""
    with (folder / "locale/nl/LC_MESSAGES/django.po").open("rb") as source:
        return read_po(source, locale="nl")


def without_dutch(folder: Path) -> set[str]:
    """Texts that a Dutch reader would see in English, or with a gap of another name."""
    catalogue = dutch(folder)
    said_in = [message.id if isinstance(message.id, tuple) else (message.id,) for message in catalogue if message.string]
    known = {str(form) for forms in said_in for form in forms if form}
    wrong = {str(message.id) for message in catalogue if list(message.check())}
    return (said(folder) - known) | wrong
