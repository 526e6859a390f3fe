"""Who somebody is here: the hats of an account, the rules of its roles, whom to ask."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.people.models import Bond, Grant, Hat
from huisvrede.foundation.register.models import Right, Role
from huisvrede.foundation.register.queries import term_span, version_on
from huisvrede.foundation.walls.session import session


def running(day: date) -> Q:
    """What has begun and not ended on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def hats_of_actor() -> list[Hat]:
    """The hats of the account that signed in, staff first."""
    acting = session().acting
    return list(Hat.objects.filter(running(acting.day), account=acting.account).order_by("-kind", "name"))


def grants_of(hat: Hat, day: date) -> QuerySet[Grant]:
    """The roles a hat has on a day."""
    return Grant.objects.filter(running(day), hat=hat)


def sign_in_rules(hat: Hat) -> tuple[int, bool]:
    """(seconds a session may lie idle, whether a second factor is needed): the strictest of the hat's roles."""
    version = version_on(session().acting.day)
    longest = int(term_span(version, "sign-in.idle").total_seconds())
    if hat.kind != Kind.STAFF.value:
        return longest, False
    roles = list(Role.objects.filter(version=version, kind=Kind.STAFF.value))
    return min([longest, *(r.idle_seconds for r in roles)]), any(r.second_factor for r in roles)


def is_bound(hat: Hat) -> bool:
    """Whether the confidentiality bond is on record; a data subject needs none for their own data."""
    return hat.kind != Kind.STAFF.value or Bond.objects.filter(hat=hat).exists()


def registration_is_open() -> bool:
    """Whether people may register themselves here: some activity lets a data subject make their own file."""
    version = version_on(session().acting.day)
    rights = Right.objects.filter(version=version, kind=Kind.SUBJECT.value, reach="own", action="create")
    return rights.exclude(activity="rights").exists()


def ask_whom(activity: str) -> list[Role]:
    """The roles that can help with an activity: whoever sees all of it."""
    version = version_on(session().acting.day)
    rights = Right.objects.filter(version=version, activity=activity, action="view", reach="organisation")
    return list(Role.objects.filter(version=version, key__in=rights.values("role")).order_by("key"))
