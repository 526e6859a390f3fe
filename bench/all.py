"""`make bench`: every bench, one after the other; 1 when a goal was missed."""

from __future__ import annotations

import subprocess
import sys

NAMES = ("walls", "looks", "register", "handing", "api", "nightly", "sweep", "importing", "exporting", "vault", "answer")


def main() -> int:
    """Each in a process of its own, so that one's memory is not another's."""
    return max(subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode for name in NAMES)


if __name__ == "__main__":
    sys.exit(main())
