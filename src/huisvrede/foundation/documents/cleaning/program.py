"""Clean one document: run as a program of its own, so that a hostile or huge one can only stop itself.

Arguments: the pages it may have, the seconds and the bytes of memory it may take. The document comes in on stdin; its
kind, a line end and the fresh document go out on stdout. Nothing is ever told on stderr. The exit status is 0, or REFUSED
with the reason alone on stdout.
"""

from __future__ import annotations

import resource
import sys
from typing import Final

from huisvrede.foundation.documents.cleaning.unfit import Limits, Unfit
from huisvrede.foundation.documents.cleaning.whole import anew

REFUSED: Final = 3


def main() -> int:
    """Read, clean and write one document within its limits; this program can write no file."""
    pages, seconds, memory = (int(one) for one in sys.argv[1:])
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    for limit, amount in limits.items():
        resource.setrlimit(limit, (amount, amount))
    try:
        kind, fresh = anew(sys.stdin.buffer.read(), Limits(pages=pages))
    except Unfit as problem:
        sys.stdout.write(problem.code)
        return REFUSED
    sys.stdout.buffer.write(kind.encode() + b"\n" + fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
