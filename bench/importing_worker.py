"""One import in a process of its own, as the worker does it: prints counts, seconds and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path

import huisvrede.faces.cli.ready  # noqa: F401  stands before anything that needs Django
from huisvrede.core.tables.mapping import propose
from huisvrede.core.tables.reading import read
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation, folder
from huisvrede.foundation.imports import services
from huisvrede.foundation.imports.models import Import
from huisvrede.foundation.imports.shapes import shape_named
from huisvrede.foundation.imports.tasks import run_waiting
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

ON = date(2026, 11, 23)
SHAPE = shape_named("seekers")
SYSTEM = Acting(kind=Kind.SYSTEM, purpose=SHAPE.purpose, day=ON)


def main(key: str, path: Path) -> None:
    """Bring a file of home seekers, whose columns are decided; the worker checks it, and stores it once that is confirmed."""
    organisation = Organisation(
        key=key, name="Bench", host=f"{key}.localhost", profile="allocation-service", simulated=True,
        logins="template_allocation_service",
    )  # fmt: skip
    join(organisation, folder(), "worker")
    began = time.perf_counter()
    with path.open("rb") as content, acting(organisation, SYSTEM):
        mapping = propose(read(content, name=path.name).headers, SHAPE.shape)
        run = services.bring(
            shape=SHAPE, filename=path.name, content=content, source="bench", mapping=mapping
        )
    brought = time.perf_counter()
    run_waiting(organisation, on=ON)
    checked = time.perf_counter()
    with acting(organisation, SYSTEM):
        services.confirm(run=run.pk, version=Import.objects.get(pk=run.pk).version)
    run_waiting(organisation, on=ON)
    ended = time.perf_counter()
    with acting(organisation, SYSTEM):
        run = Import.objects.get(pk=run.pk)
    print(
        json.dumps(
            {
                "state": run.state,
                "stored": run.stored,
                "known": run.known,
                "faulty": run.faulty,
                "seconds": round(ended - began, 1),
                "bringing": round(brought - began, 1),
                "checking": round(checked - brought, 1),
                "storing": round(ended - checked, 1),
                "cpu_seconds": round(time.process_time(), 1),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
