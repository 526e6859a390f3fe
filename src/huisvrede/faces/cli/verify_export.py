"""`huisvrede verify --export`: an auditor's check, with the public key alone and without any database."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from huisvrede.core.proof import ProofError, verify_export
from huisvrede.faces.cli.errors import Stop


def run(file: Path, key: Path, console: Console) -> int:
    """0 when chain, signatures, counts and roots hold; 1 with each finding on a line."""
    try:
        findings = verify_export(file, key.read_bytes())
    except (ProofError, OSError) as problem:
        raise Stop(str(problem)) from None
    for finding in findings:
        console.print(f"{finding.code}: {finding.sentence}", style="red", markup=False)
    if not findings:
        console.print("Everything holds: chain, signatures, counts and roots.", style="green")
    return 1 if findings else 0
