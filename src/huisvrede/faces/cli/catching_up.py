"""`huisvrede catch-up`: after a backup of main was put back, what may never come back goes, ends or stops again."""

from __future__ import annotations

from datetime import UTC

from django.utils import timezone
from rich.console import Console

from huisvrede.core.vocabulary import Kind, Purpose
from huisvrede.engines.rights.restricting import put_back
from huisvrede.faces.cli.chosen import chosen
from huisvrede.faces.cli.errors import USAGE, Stop
from huisvrede.foundation.cluster.organisations import inside
from huisvrede.foundation.disposal.catching_up import catch_up
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting


def run(key: str, console: Console) -> None:
    """Catch one organisation up with its vault, and say what was done; nothing to do is said as well."""
    if not key:
        raise Stop("Say for whom: --organisation KEY.", USAGE)
    (one,) = chosen(key)
    now = timezone.now()
    on = timezone.localdate(now)
    with inside(one):
        done = catch_up(one, on=on, at=now.astimezone(UTC))
        with acting(one, Acting(kind=Kind.SYSTEM, purpose=Purpose.RIGHTS.value, day=on)):
            for person in Person.objects.filter(pk__in=done.restricted):
                put_back(person)
    console.print(
        f"{one.name}: {done.rows} rows and {done.persons} persons destroyed again, {done.accesses} hats and roles ended"
        f" again, {done.shut} accounts shut again, {len(done.restricted)} restrictions put back,"
        f" {done.sessions} sessions and {done.keys} keys of programs ended.",
        markup=False,
    )
