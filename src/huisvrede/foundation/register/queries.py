"""What binds today: the version in force and the rules it holds."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from huisvrede.core.duration import Period, span
from huisvrede.foundation.register.models import Activity, Retention, Role, Term, Version


class NoPolicy(RuntimeError):
    """No version of the policy is in force on this day."""


def in_force(day: date) -> QuerySet[Version]:
    """The version that binds on a day, chosen as the gate does: one, or none; for a question within another."""
    return Version.objects.filter(effective_on__lte=day).order_by("-effective_on", "-number")[:1]


def version_on(day: date) -> Version:
    """The version that binds on a day; raises NoPolicy when there is none."""
    found = in_force(day).first()
    if found is None:
        raise NoPolicy(f"No policy is in force on {day.isoformat()}: adopt one first.")
    return found


def newest_version() -> Version | None:
    """The version that binds in the end: of all that were adopted the last to become effective, perhaps on a day to come."""
    return Version.objects.order_by("-effective_on", "-number").first()


def retention_rules(version: Version) -> dict[tuple[str, str], Retention]:
    """(activity, clock) -> the rule in this version."""
    return {(r.activity, r.clock): r for r in Retention.objects.filter(version=version)}


def is_open(activity: str, on: date) -> bool:
    """Whether the policy of a day has this activity, and has it open."""
    return Activity.objects.filter(version=version_on(on), key=activity, open=True).exists()


def term(version: Version, key: str) -> Term:
    """A term by key; raises Term.DoesNotExist when the policy has none."""
    return Term.objects.get(version=version, key=key)


def roles(version: Version) -> dict[str, Role]:
    """The roles of this version by key."""
    return {r.key: r for r in Role.objects.filter(version=version)}


def activity(version: Version, key: str) -> Activity:
    """An entry of the register by key."""
    return Activity.objects.get(version=version, key=key)


def term_period(version: Version, key: str) -> Period:
    """A term as a period."""
    return Period.parse(term(version, key).value)


def term_span(version: Version, key: str) -> timedelta:
    """A setting as a length of time in hours and minutes."""
    return span(term(version, key).value)
