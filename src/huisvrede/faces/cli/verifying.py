"""`huisvrede verify --organisation`: chain, signatures and absence, in the database itself."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from django.utils import timezone
from rich.console import Console

from huisvrede.engines.retention.verification import export, verify_organisation
from huisvrede.faces.cli.chosen import chosen
from huisvrede.foundation.audit.seals import verify_seals
from huisvrede.foundation.cluster.organisations import inside


def run(key: str, write: Path | None, console: Console) -> int:
    """0 when everything holds; 1 with each finding on a line. With `write`, the export goes to that file."""
    organisation = chosen(key)[0]
    with inside(organisation):
        findings = [*verify_organisation(organisation), *verify_seals(organisation)]
        if write is not None:
            export(organisation, write, at=timezone.now().astimezone(UTC))
            console.print(
                f"Export written to {write}; check it with --export and the public key.", markup=False
            )
    for finding in findings:
        console.print(f"{finding.code}: {finding.sentence}", style="red", markup=False)
    if not findings:
        console.print(
            "Everything holds: certificates, seals, signatures; nothing destroyed is there.", style="green"
        )
    return 1 if findings else 0
