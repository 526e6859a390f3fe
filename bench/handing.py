"""The register of 1,000 activities handed over: each file in at most 10 s, of this process and of the one that sets the PDF.

`python -m bench.handing [activities]`, from the root of the project.
"""

from __future__ import annotations

import resource
import sys
import time

from bench.register import ACTIVITIES, VAR, grown  # isort: skip

from django.utils import timezone
from django.utils.translation import override

from huisvrede.engines.transparency.handing import FORMS
from huisvrede.engines.transparency.record import record_on
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import inside
from huisvrede.foundation.walls.session import acting
from tests import conftest, template
from tests.cast import member

GOAL = 10.0


def worked() -> float:
    """Seconds of CPU, of this process and of those it started."""
    mine, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + others.ru_utime + others.ru_stime


def main(activities: int) -> int:
    """Print what each file takes and how large it is; 1 when one takes more than the goal."""
    server = template.ensure(VAR)
    organisation = template.copy(server, VAR, "allocation-service")
    join(organisation, VAR, "web")
    met, today = True, timezone.localdate()
    try:
        with inside(organisation):
            grown(organisation, activities)
            for form in FORMS:
                began, wall = worked(), time.perf_counter()
                with acting(organisation, member("chris").acting("register", today)), override("nl"):
                    size = len(form.made(record_on(today)))
                took, wall = worked() - began, time.perf_counter() - wall
                met = met and took <= GOAL
                print(f"{activities:,} as {form.ending:<7}{took:>6.1f} s CPU{wall:>7.1f} s{size / 2**20:>8.1f} MB (goal ≤ {GOAL:.0f} s)")
    finally:
        for alias in (organisation.key, organisation.signin_alias, organisation.vault_alias):
            conftest.leave(alias)
        template.forget(server, VAR, organisation)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ACTIVITIES))
