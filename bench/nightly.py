"""A night on 2,000,000 registrations of which nothing is due: goal ≤ 1 s. `python -m bench.nightly`, from the root."""

from __future__ import annotations

from bench.filled import QUIET, ROWS, VAR, filled  # the environment goes first

# isort: split

import sys
import time

import huisvrede.faces.cli.ready  # noqa: F401  stands before anything that needs Django
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.disposal.services import nightly

GOAL = 1.0


def main() -> int:
    """Measure the first night of a process, print it, and compare with the goal."""
    _, organisation = filled()
    join(organisation, VAR, "worker")
    began = time.perf_counter()
    report = nightly(organisation, on=QUIET)
    seconds = time.perf_counter() - began
    assert report.rows == 0, report
    print(f"nothing due of {ROWS:,} rows   {seconds:6.2f} s (goal ≤ {GOAL} s)")
    return int(seconds > GOAL)


if __name__ == "__main__":
    sys.exit(main())
