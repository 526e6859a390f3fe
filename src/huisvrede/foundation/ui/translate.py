"""`python -m huisvrede.foundation.ui.translate`: every .po under the package becomes a .mo, by Babel (no msgfmt needed)."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2]


def translate(package: Path = PACKAGE) -> list[Path]:
    """Compile what is newer than its .mo; the files written."""
    written = []
    for source in sorted(package.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as readable:
            catalogue = read_po(readable, locale=source.parents[1].name)
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as writable:
            write_mo(writable, catalogue)
        fresh.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    translate()
