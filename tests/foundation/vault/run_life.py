"""Files that come, get a sealed number and go, in a process of its own which a test may kill at any moment."""

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
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Identifier, NumberKind, Resident
from huisvrede.modules.care.services import record_number
from tests.cast import member


def main(fields: str, day: str) -> None:
    """Seal a number of each file that has none, one transaction a file; then a night, one file a batch."""
    organisation, on = Organisation(**json.loads(fields)), date.fromisoformat(day)
    coordinator = member("anna").acting("administration", on)
    join(organisation, folder(), "web")
    with inside(organisation):
        with acting(organisation, coordinator):
            sealed = Identifier.objects.values("resident")
            files = list(Resident.objects.filter(number__startswith="K").exclude(pk__in=sealed))
        for file in files:
            with acting(organisation, coordinator):
                record_number(resident=file, kind=NumberKind.BSN, number="111222333")
    join(organisation, folder(), "worker")
    at = moment(on, timezone.now())
    with inside(organisation):
        sweep(organisation, on=on, at=at, batch=1)
        copy(organisation, on=on, at=at)
        certify(organisation, on=on, at=at)


if __name__ == "__main__":
    main(*sys.argv[1:])
