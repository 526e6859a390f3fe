"""`huisvrede daily`: the night's work of one organisation or all, for a day."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from rich.console import Console

from huisvrede.faces.cli.chosen import chosen
from huisvrede.faces.cli.errors import Stop
from huisvrede.faces.cli.nightly import nightly

QUIET: tuple[object, ...] = (None, 0, [], ())


def run(key: str, on: date | None, console: Console) -> None:
    """Run it; a day to come is refused for a real organisation (decision 14), and then nothing runs at all."""
    today = timezone.localdate()
    day = on or today
    organisations = chosen(key)
    for real in (one for one in organisations if day > today and not one.simulated):
        raise Stop(f"{real.key} is real: {day} has yet to come, and what is destroyed does not come back.")
    for organisation in organisations:
        console.print(f"{organisation.name} {day}", style="bold", markup=False)
        nightly(organisation, on=day, told=lambda name, outcome: _tell(console, name, outcome))


def _tell(console: Console, name: str, outcome: object) -> None:
    if outcome not in QUIET:
        said = ", ".join(map(str, outcome)) if isinstance(outcome, list | tuple) else str(outcome)
        console.print(f"  {name}: {said}", markup=False)
