"""What the log costs: opening one of 1,000,000 registrations, and a list of 50, with and without their lines.

Goals: ≤ 2 ms for one, ≤ 4 ms for a list. `python -m bench.looks`, from the root of the project.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from bench.looking import median, peopled, staff  # isort: skip

from huisvrede.foundation.gates.doors import looked, open_one
from huisvrede.foundation.ui.paging import page
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration
from huisvrede.modules.allocation.personal_data import ACTIVITY

ONE, LIST = 2.0, 4.0


def main() -> int:
    """Measure, print, and compare with the goals."""
    _server, organisation = peopled()
    with acting(organisation, staff("all of them"), life=timedelta(minutes=10)):
        key = page(Registration.objects.order_by("-registered_on", "-id")).rows[0].pk
        bare, opened, rows, listed = median(
            lambda: Registration.objects.filter(pk=key).first(),
            lambda: open_one(Registration, key),
            lambda: page(Registration.objects.order_by("-registered_on", "-id")).rows,
            lambda: looked(page(Registration.objects.order_by("-registered_on", "-id")).rows, ACTIVITY),
        )
    for what, without, with_lines, goal in (
        ("open one", bare, opened, ONE),
        ("list of 50", rows, listed, LIST),
    ):
        cost = with_lines - without
        print(
            f"{what:12}{without:6.2f} ms, with its lines{with_lines:6.2f} ms: {cost:5.2f} ms (goal ≤ {goal})"
        )
    return int(opened - bare > ONE or listed - rows > LIST)


if __name__ == "__main__":
    sys.exit(main())
