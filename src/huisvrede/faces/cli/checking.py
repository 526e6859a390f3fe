"""`huisvrede check`: loose ends in code (they stop the process) and in each policy (they close an activity)."""

from __future__ import annotations

from django.core.checks import run_checks
from django.utils import timezone
from django.utils.translation import override
from rich.console import Console

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.transparency.checks import loose_ends
from huisvrede.faces.cli.chosen import chosen
from huisvrede.foundation.documents import scanning
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting


def run(console: Console) -> int:
    """0 when nothing stops or closes anything; 1 otherwise. Each loose end with its code, sentence and place."""
    found = 0
    for message in run_checks():
        console.print(f"{message.id}: {message.msg} ({message.hint})", style="red", markup=False)
        found += 1
    found += _scanner(console)
    for organisation in chosen(""):
        who = Acting(kind=Kind.SYSTEM, purpose="check", day=timezone.localdate())
        with override("en"), acting(organisation, who):
            ends = loose_ends(organisation)
        for end in ends:
            console.print(f"{organisation.key} {end.code}: {end.sentence} ({end.where})", markup=False)
        found += sum(end.closes for end in ends)
    if not found:
        console.print("Nothing stops the platform or closes an activity that should be open.", style="green")
    return 1 if found else 0


def _scanner(console: Console) -> int:
    """1 when a scanner of documents is configured and does not answer; that there is none is said and stops nothing."""
    if not scanning.configured():
        console.print("Documents are not scanned for viruses: HUISVREDE_CLAMD names no scanner.", markup=False)
        return 0
    if scanning.answers():
        return 0
    console.print("The scanner of HUISVREDE_CLAMD does not answer: no document can be added.", style="red", markup=False)
    return 1
