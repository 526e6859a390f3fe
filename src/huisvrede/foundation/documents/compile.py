"""Set one document: run as a program of its own, so that a hostile or huge text can only stop itself.

Arguments: the folder with fonts, the seconds since 1970 to stamp, the memory in bytes it may take.
The document comes in on stdin as JSON and goes out on stdout as PDF. Nothing is ever told on stderr: what
typst says of an error quotes the text. The exit status is 0, or REFUSED when typst would not set the text.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Final

import typst

REFUSED: Final = 3
STANDARD: Final = "ua-1"
"""PDF/UA-1, ISO 14289-1: typst refuses what would break it."""

_TEMPLATE: Final = Path(__file__).with_name("document.typ")
_NOWHERE: Final = "/nonexistent"


def main() -> int:
    """Read, set and write one document within its limits."""
    fonts, seconds, memory = sys.argv[1:]
    limits = {resource.RLIMIT_AS: int(memory), resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    for limit, amount in limits.items():
        resource.setrlimit(limit, (amount, amount))
    compiler = typst.Compiler(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]),
        ignore_system_fonts=True,
        sys_inputs={"document": sys.stdin.buffer.read().decode()},
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
    )
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=int(seconds))
    except typst.TypstError:
        return REFUSED
    if not isinstance(pdf, bytes):
        return REFUSED
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
