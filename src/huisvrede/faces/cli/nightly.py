"""The daily run of one organisation: join policy and code, remind, destroy, seal, tidy; each part may run twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from huisvrede.core.vocabulary import Kind
from huisvrede.engines.access.opening import keep_openings
from huisvrede.engines.access.tasks import call_for_reviews
from huisvrede.engines.rights.tasks import answer_granted, forget_answers
from huisvrede.engines.transparency.tasks import adopt_decided, call_to_look_again
from huisvrede.foundation.audit import seals
from huisvrede.foundation.cluster.organisations import Organisation, inside
from huisvrede.foundation.disposal.documents import compare
from huisvrede.foundation.disposal.keys import forget_orphans
from huisvrede.foundation.disposal.services import moment
from huisvrede.foundation.disposal.services import nightly as dispose
from huisvrede.foundation.duties.services import remind
from huisvrede.foundation.imports.tasks import forget_old
from huisvrede.foundation.messages.sending import forget_sent, send_waiting
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.register.services import rejoin
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting

Part = Callable[[Organisation, date], object]


def joined(organisation: Organisation, on: date) -> int:
    """Close what new code holds and the policy does not speak of (ALL-24): the new version's number, else 0."""
    with acting(organisation, Acting(kind=Kind.SYSTEM, purpose="adoption", day=on)):
        before = version_on(on).number
        after = rejoin(on=on).number
    return after if after != before else 0


PARTS: tuple[tuple[str, Part], ...] = (
    ("changes of the policy", lambda o, on: adopt_decided(o, on=on)),
    ("policy joined with the code", joined),
    ("answers", lambda o, on: answer_granted(o, on=on)),
    ("looks at roles", lambda o, on: call_for_reviews(o, on=on)),
    ("looks at the register", lambda o, on: call_to_look_again(o, on=on)),
    ("reminders", lambda o, on: remind(o, on=on)),
    ("exceptional openings", lambda o, on: keep_openings(o, on=on)),
    ("messages", lambda o, on: send_waiting(o, on=on)),
    ("destruction", lambda o, on: dispose(o, on=on)),
    ("keys of no file", lambda o, on: forget_orphans(o, on=on, now=timezone.now())),
    ("documents", lambda o, on: compare(o, on=on, now=timezone.now())),
    ("old answers", lambda o, on: forget_answers(o, on=on)),
    ("imports", lambda o, on: forget_old(o, on=on)),
    ("sent messages", lambda o, on: forget_sent(o, on=on)),
    ("months of the log", lambda o, on: seals.keep_months(o, on=on)),
    ("seal", lambda o, on: seals.seal(o, at=moment(on, timezone.now()))),
    ("old months", lambda o, on: seals.end_months(o, on=on)),
)


def nightly(
    organisation: Organisation, *, on: date, told: Callable[[str, object], None] | None = None
) -> None:
    """Run every part for a day; `told` hears of each part and what it did.

    A part that fails keeps no other from running; the first failure is raised when all have had their turn.
    """
    failures: list[Exception] = []
    with inside(organisation):
        for name, part in PARTS:
            try:
                outcome = part(organisation, on)
            except Exception as problem:  # noqa: BLE001  whatever it is, the seals and the destruction go on
                failures.append(problem)
                outcome = type(problem).__name__
            if told is not None:
                told(name, outcome)
    if failures:
        raise failures[0]
