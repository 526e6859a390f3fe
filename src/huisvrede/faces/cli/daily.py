"""`huisvrede daily`: the night's work of one organisation or all, for a day."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from rich.console import Console

from huisvrede.faces.cli.chosen import chosen
from huisvrede.faces.cli.errors import Stop
from huisvrede.faces.cli.nightly import nightly


def run(key: str, on: date | None, console: Console) -> None:
    """Run it; a day to come is refused for a real organisation (decision 14), and then nothing runs at all."""
    today = timezone.localdate()
    day = on or today
    organisations = chosen(key)
    for real in (one for one in organisations if day > today and not one.simulated):
        raise Stop(f"{real.key} is real: {day} has yet to come, and what is destroyed does not come back.")
    for organisation in organisations:
        console.print(f"{organisation.name} {day}", style="bold", markup=False)
        said: list[str] = []
        nightly(organisation, on=day, told=lambda name, outcome: said.extend(_said(name, outcome)))
        console.print("\n".join(said or ["  nothing was due"]), markup=False, soft_wrap=True)


def _said(name: str, outcome: object) -> list[str]:
    """What a part did, as a line; none where it had nothing to do."""
    words = ", ".join(map(str, outcome)) if isinstance(outcome, list | tuple) else str(outcome or "")
    return [f"  {name}: {words}"] if words else []
