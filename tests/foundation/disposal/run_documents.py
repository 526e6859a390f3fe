"""Run as `python -m tests.foundation.disposal.run_documents JSON EDGE`: adds a document to Tariq's file, and kills itself at an edge."""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

import huisvrede.faces.cli.ready  # noqa: F401
from huisvrede.foundation.cluster.connections import join
from huisvrede.foundation.cluster.organisations import Organisation, folder
from huisvrede.foundation.documents import frames, shelf
from huisvrede.foundation.gates.filing import add
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document, Resident
from tests.cast import member
from tests.conftest import TODAY

EDGES = {"key": (frames, "sealed"), "file": (shelf, "put"), "row": (Document, "save")}


def dies(place: Any, name: str, *, after: bool) -> None:
    """Whatever stands there is the last thing this process does, or what it dies before."""
    was = getattr(place, name)

    def last(*args: Any, **kwargs: Any) -> Any:
        if after:
            was(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, last)


def main(fields: str, edge: str) -> None:
    organisation = Organisation(**json.loads(fields))
    join(organisation, folder(), "web")
    dies(*EDGES[edge], after=edge != "key")
    with acting(organisation, member("bram").acting("care-plan", TODAY)):
        add(file=Resident.objects.get(pk=member("tariq").file), title="Brief", content=b"dag", name="a.txt")


if __name__ == "__main__":
    main(*sys.argv[1:])
