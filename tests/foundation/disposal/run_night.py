"""Run as `python -m tests.foundation.disposal.run_night JSON DAY BATCH`: a worker of its own, which a test may kill.

JSON are the fields of the organisation. A word on standard output tells how far it is.
"""

from __future__ import annotations

import json
import sys
from datetime import date

from django.utils import timezone

import huisvrede.faces.cli.ready  # noqa: F401
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation, folder, inside
from huisvrede.foundation.disposal.certify import certify
from huisvrede.foundation.disposal.ledger import copy
from huisvrede.foundation.disposal.services import moment
from huisvrede.foundation.disposal.sweep import sweep


def tell(word: str) -> None:
    """Let whoever started this process know how far it is."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(fields: str, day: str, batch: str) -> None:
    """A night in batches of a few files, so that there is something to be killed in the middle of."""
    organisation, on = Organisation(**json.loads(fields)), date.fromisoformat(day)
    join(organisation, folder(), "worker")
    at = moment(on, timezone.now())
    tell("begun")
    with inside(organisation):
        sweep(organisation, on=on, at=at, batch=int(batch))
        tell("swept")
        copy(organisation, on=on, at=at)
        tell("copied")
        certify(organisation, on=on, at=at)
        tell("certified")


if __name__ == "__main__":
    main(*sys.argv[1:])
