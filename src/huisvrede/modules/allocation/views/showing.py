"""How a registration is shown: its facts, its state in a word, what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huisvrede.foundation.register.words import language
from huisvrede.modules.allocation.models import Assignment, EndReason, Registration
from huisvrede.modules.allocation.queries import Keeping

Fact = tuple[str, str, str]


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    when: date
    what: str
    who: str = ""
    note: str = ""
    kind: str = ""


def day_text(day: date) -> str:
    """A day in words."""
    return date_format(day, "DATE_FORMAT")


def state(registration: Registration) -> tuple[str, str]:
    """The state in a word, and the kind of its badge."""
    if registration.ended_on is None:
        return _("Running"), "ok"
    return _("Ended"), "neutral"


def facts(registration: Registration) -> list[Fact]:
    """What the registration itself says."""
    rows = [
        (_("Registration number"), registration.number, ""),
        (_("Registered on"), day_text(registration.registered_on), ""),
        (_("Date of birth"), day_text(registration.birth_date), ""),
        (_("Persons in the household"), str(registration.household_size), ""),
        (_("Rooms wanted"), str(registration.rooms_wanted or "–"), ""),
    ]
    if registration.ended_on is not None:
        rows.append(
            (_("Ended on"), day_text(registration.ended_on), str(EndReason(registration.end_reason).label))
        )
    return rows


def contact(registration: Registration) -> list[Fact]:
    """Where and how somebody can be reached."""
    street = f"{registration.street} {registration.house_number}".strip()
    place = f"{registration.postcode} {registration.city}".strip()
    return [
        (_("Address"), ", ".join(part for part in (street, place) if part) or "–", ""),
        (_("E-mail address"), registration.email or "–", ""),
        (_("Telephone number"), registration.phone or "–", ""),
    ]


def until_when(keeping: Keeping | None, ended_on: date | None) -> str:
    """Until when data are kept, in a sentence: with the last day once the clock runs, otherwise the period."""
    if keeping is None:
        return _("The policy of this organisation names no period for keeping these data.")
    until = keeping.until(ended_on)
    if until is None:
        return _("We keep these data as long as the registration runs, and %(period)s after it ends.") % {
            "period": keeping.period.in_words(language())
        }
    return _(
        "The registration has ended. We keep these data at least until %(day)s. Then we destroy them, "
        "unless they are still needed for a request, a complaint or a legal claim."
    ) % {
        "day": day_text(until)
    }


def kept_if_ended(keeping: Keeping | None, day: date) -> str:
    """Until when data would be kept if the registration ended on a day."""
    until = keeping.until(day) if keeping else None
    if until is None:
        return until_when(None, None)
    return _(
        "If you deregister today, we keep your data at least until %(day)s. Then we destroy them, "
        "unless they are still needed for a request, a complaint or a legal claim."
    ) % {
        "day": day_text(until)
    }


def timeline(registration: Registration, handlers: Iterable[Assignment]) -> list[Event]:
    """What happened, the latest first."""
    events = [Event(registration.registered_on, _("Registered"))]
    for one in handlers:
        events.append(Event(one.starts_on, _("Handled by %(name)s from here") % {"name": one.worker.called}))
        if one.ends_on is not None:
            until = max(one.starts_on, one.ends_on)
            events.append(Event(until, _("No longer handled by %(name)s") % {"name": one.worker.called}))
    if registration.ended_on is not None:
        reason = str(EndReason(registration.end_reason).label)
        events.append(Event(registration.ended_on, _("Ended"), note=reason, kind="warning"))
    return sorted(events, key=lambda event: event.when, reverse=True)


def runs(assignment: Assignment, day: date) -> bool:
    """Whether somebody handles the file on a day."""
    return assignment.starts_on <= day and (assignment.ends_on is None or assignment.ends_on >= day)
