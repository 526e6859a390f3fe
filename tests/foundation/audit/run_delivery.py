"""Run as `python -m tests.foundation.audit.run_delivery JSON DAY`: a worker of its own that delivers the log, and may be killed."""

from __future__ import annotations

import json
import sys
from datetime import date

import huisvrede.faces.cli.ready  # noqa: F401
from huisvrede.foundation.audit.delivering import deliver
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation, folder, inside


def main(fields: str, day: str) -> None:
    """Send everything that waits."""
    organisation = Organisation(**json.loads(fields))
    join(organisation, folder(), "worker")
    with inside(organisation):
        deliver(organisation, on=date.fromisoformat(day))


if __name__ == "__main__":
    main(*sys.argv[1:])
