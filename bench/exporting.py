"""A file of 1,000,000 home seekers under both walls, sealed and in everybody's log: goal a peak of at most 300 MB.

`python -m bench.exporting [csv|xlsx]`, from the root of the project. The policy's own limit on how many may leave is not asked here.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import timedelta

from bench.looking import peopled, staff  # isort: skip

from django.utils import timezone

from huisvrede.foundation.documents import shelf
from huisvrede.foundation.imports.progress import silent
from huisvrede.foundation.lists.declaring import chosen
from huisvrede.foundation.lists.exporting import put_away
from huisvrede.foundation.lists.models import Export, Form
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.lists import SEEKERS
from tests.conftest import as_login

GOAL = 300


def main(form: Form) -> int:
    """Make one, print, and compare with the goal."""
    _server, organisation = peopled()
    who = staff("all of them")
    began = time.perf_counter()
    with as_login(organisation, "worker"), acting(organisation, who, life=timedelta(hours=1), frozen=True):
        asked = chosen(SEEKERS, {})
        row = Export(activity=SEEKERS.activity, key=SEEKERS.key, form=form, language="nl", asked_at=timezone.now())
        made = put_away(organisation, row, asked, asked.rows(), silent)
        shelf.remove(organisation, row.place)
        rows = asked.rows().count()
    took, peak = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    megabytes = made["size"] / 2**20
    print(f"{form}: {rows:,} rows, {megabytes:.0f} MB in {took:.0f} s; peak {peak:.0f} MB (goal ≤ {GOAL})")
    return int(peak > GOAL)


if __name__ == "__main__":
    sys.exit(main(Form(sys.argv[1] if len(sys.argv) > 1 else Form.CSV)))
