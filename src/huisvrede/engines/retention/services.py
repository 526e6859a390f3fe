"""Keeping a file beyond its period for a while, and letting it go again (article 17(3)); each act is in the log."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from huisvrede.core.duration import Period
from huisvrede.core.periods import retained_until
from huisvrede.engines.retention.queries import file_with, files_of
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.disposal.models import Hold, HoldReason
from huisvrede.foundation.gates.doors import require
from huisvrede.foundation.walls.session import session

ACTIVITY: Final = "logging"
"""Who supervises may see what is due, and hold it."""

LONGEST: Final = Period.parse("P1Y")
"""A hold is reviewed within this period; the database refuses a later day."""


class NoSuchFile(Exception):
    """No file has this number, or more than one has."""


class AlreadyHeld(Exception):
    """The file is held for this reason until `until`, which is no earlier than what was asked."""

    def __init__(self, until: date) -> None:
        super().__init__()
        self.until = until


class ImpossibleReview(Exception):
    """A review before today, or later than the longest hold; `latest` is the last day that can be chosen."""

    def __init__(self, latest: date) -> None:
        super().__init__()
        self.latest = latest


def hold(*, number: str, reason: HoldReason, review_on: date) -> Hold:
    """Keep the file with this number until a day (included), on which somebody must look whether the reason still stands.

    Raises NoSuchFile, ImpossibleReview for a day before today or after the longest hold, and AlreadyHeld for one that
    would add nothing: a hold for this reason lasts as long already.
    """
    require(ACTIVITY, "view", "organisation")
    acting = session().acting
    latest = latest_review(acting.day)
    if not acting.day <= review_on <= latest:
        raise ImpossibleReview(latest)
    file = file_with(number)
    if file is None:
        raise NoSuchFile
    running = Hold.objects.filter(anchor=file.key, reason=reason, ends_on__gte=review_on).order_by("-ends_on").first()
    if running is not None:
        raise AlreadyHeld(running.ends_on)
    made = Hold(
        anchor=file.key, reason=reason, starts_on=acting.day, ends_on=review_on, account=acting.account
    )
    made.save(force_insert=True)
    record(ACTIVITY, "hold", [file.person])
    return made


def lift(*, held: Hold) -> None:
    """The reason is over: from tonight the file follows its period again. A second time does nothing."""
    require(ACTIVITY, "view", "organisation")
    day = session().acting.day
    running = Hold.objects.filter(pk=held.pk, ends_on__gte=day)
    if running.update(ends_on=day - timedelta(days=1)):
        record(ACTIVITY, "lift-hold", [file.person for file in files_of([held]).values()])


def latest_review(day: date) -> date:
    """The last day on which a hold of this day may be reviewed."""
    return retained_until(day, LONGEST)
