"""`huisvrede daily`: the night's work of one organisation or all, for a day."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from rich.console import Console

from huisvrede.faces.cli.chosen import chosen
from huisvrede.faces.cli.errors import Stop
from huisvrede.faces.cli.nightly import nightly
from huisvrede.foundation.cluster.organisations import Organisation


def run(key: str, on: date | None, console: Console) -> None:
    """Run it; a day to come is refused for a real organisation (decision 14), and then nothing runs at all."""
    today = timezone.localdate()
    day = on or today
    organisations = chosen(key)
    for real in (one for one in organisations if day > today and not one.simulated):
        raise Stop(f"{real.key} is real: {day} has yet to come, and what is destroyed does not come back.")
    for organisation in organisations:
        console.print(f"{organisation.name} {day}", style="bold", markup=False)
        _night(organisation, day, console)


def _night(organisation: Organisation, day: date, console: Console) -> None:
    """Each part is told as it is done; that nothing was due, at the end."""
    told: list[bool] = []
    nightly(organisation, on=day, told=lambda name, outcome: told.append(_told(console, name, outcome)))
    if not any(told):
        console.print("  nothing was due")


def _told(console: Console, name: str, outcome: object) -> bool:
    """Tell what a part did, where it had anything to do."""
    words = ", ".join(map(str, outcome)) if isinstance(outcome, list | tuple) else str(outcome or "")
    if words:
        console.print(f"  {name}: {words}", markup=False, soft_wrap=True)
    return bool(words)
