"""A file of 1,000,000 home seekers under both walls, sealed and in everybody's log: goal a peak of at most 300 MB.

`python -m bench.exporting [csv|xlsx]`, from the root of the project; without a form both, each in a process of its own. HUISVREDE_BENCH_ROWS says how
many rows. The policy's own limit on how many may leave is not asked here.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from datetime import timedelta
from uuid import uuid4

from bench.looking import VAR, peopled, staff  # isort: skip

from django.utils import timezone

from bench.server import as_found
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.jobs.progress import silent
from huisvrede.foundation.lists.declaring import chosen
from huisvrede.foundation.lists.exporting import put_away
from huisvrede.foundation.lists.models import Export, Form
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.lists import SEEKERS
from tests.conftest import as_login

GOAL = 300


def main() -> int:
    """Each form in a process of its own, so that one's memory is not another's."""
    with as_found(VAR):
        peopled()
        command = [sys.executable, "-m", "bench.exporting"]
        return max(subprocess.run([*command, form], check=False).returncode for form in Form)


def one(form: Form) -> int:
    """Make one, print, and compare with the goal."""
    _server, organisation = peopled()
    who = staff("all of them")
    began = time.perf_counter()
    with as_login(organisation, "worker"), acting(organisation, who, life=timedelta(hours=1), frozen=True):
        asked = chosen(SEEKERS, {})
        key = uuid4()
        row = Export(
            id=key,
            place=shelf.place_of(Export, key),
            activity=SEEKERS.activity,
            key=SEEKERS.key,
            form=form,
            language="nl",
            asked_at=timezone.now(),
        )
        made = put_away(organisation, row, asked, asked.rows(), silent)
        shelf.remove(organisation, row.place)
        rows = asked.rows().count()
    took, peak = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    megabytes = made["size"] / 2**20
    print(f"{form}: {rows:,} rows, {megabytes:.0f} MB in {took:.0f} s; peak {peak:.0f} MB (goal ≤ {GOAL})")
    return int(peak > GOAL)


if __name__ == "__main__":
    forms = [Form(said) for said in sys.argv[1:] if said in Form.values]
    sys.exit(one(forms[0]) if forms else main())
