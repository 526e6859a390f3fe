"""One import in a process of its own, as the worker: prints counts, seconds and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path

from rich.console import Console

import huisvrede.faces.cli.ready  # noqa: F401  stands before anything that needs Django
from huisvrede.core.tables.mapping import propose
from huisvrede.core.tables.reading import read
from huisvrede.faces.cli import importing
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation, folder
from huisvrede.foundation.imports.shapes import shape_named


def main(key: str, path: Path) -> None:
    """Import a file of home seekers, dry run first."""
    organisation = Organisation(
        key=key, name="Bench", host=f"{key}.localhost", profile="allocation-service", simulated=True,
        logins="template_allocation_service",
    )  # fmt: skip
    join(organisation, folder(), "worker")
    shape = shape_named("seekers")
    started = time.perf_counter()
    mapping = propose(read(path, name=path.name).headers, shape.shape)
    run = importing.take_in(
        organisation,
        shape,
        content=path.read_bytes(),
        filename=path.name,
        source="bench",
        mapping=mapping,
        on=date(2026, 11, 23),
        store=True,
        console=Console(stderr=True),
    )
    print(
        json.dumps(
            {
                "state": run.state,
                "stored": run.stored,
                "known": run.known,
                "faulty": run.faulty,
                "seconds": round(time.perf_counter() - started, 2),
                "cpu_seconds": round(time.process_time(), 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
