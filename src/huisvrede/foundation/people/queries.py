"""Who somebody is here: the hats of an account, the rules of its roles, whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connections
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from huisvrede.core.duration import Period
from huisvrede.core.periods import cut_off
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.people.models import Grant, Hat, Reading
from huisvrede.foundation.register.models import Activity, Right, Role
from huisvrede.foundation.register.queries import term_span, version_on
from huisvrede.foundation.walls.session import session


def running(day: date) -> Q:
    """What has begun and not ended on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def hats_of_actor() -> list[Hat]:
    """The hats of the account that signed in, staff first."""
    acting = session().acting
    return list(Hat.objects.filter(running(acting.day), account=acting.account).order_by("kind", "name"))


def has_ended() -> bool:
    """Whether the account that signed in had hats and each of them has ended; a new one has none yet."""
    acting = session().acting
    ends = list(Hat.objects.filter(account=acting.account).values_list("ends_on", flat=True))
    return bool(ends) and all(end is not None and end < acting.day for end in ends)


def grants_of(hat: Hat, day: date) -> QuerySet[Grant]:
    """The roles a hat has on a day."""
    return Grant.objects.filter(running(day), hat=hat)


def sign_in_rules(hat: Hat) -> tuple[int, bool]:
    """(seconds a session may lie idle, whether a second factor is needed): for staff the strictest of all staff roles.

    Of all, since before a hat is worn nobody may read which roles it has.
    """
    version = version_on(session().acting.day)
    longest = int(term_span(version, "sign-in.idle").total_seconds())
    if hat.kind != Kind.STAFF.value:
        return longest, False
    roles = list(Role.objects.filter(version=version, kind=Kind.STAFF.value))
    return min([longest, *(r.idle_seconds for r in roles)]), any(r.second_factor for r in roles)


def asks_second_factor() -> bool:
    """Whether a hat of the account that signed in asks for a second factor, worn or not."""
    return any(sign_in_rules(hat)[1] for hat in hats_of_actor())


def is_bound(hat: Hat) -> bool:
    """Whether the confidentiality bond is on record; a data subject needs none for their own data."""
    if hat.kind == Kind.SUBJECT.value:
        return True
    with connections[session().organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.bound(%s)", [hat.pk])
        return bool(cursor.fetchone()[0])


AGAIN = Period(years=1)
"""After so long whoever works here is asked to read the policy again (ALL-52)."""


def has_read() -> date | None:
    """When the hat that is worn read the policy in force last; None where that is too long ago as well."""
    acting = session().acting
    mine = Reading.objects.filter(hat=acting.hat, version=version_on(acting.day), read_on__gt=cut_off(AGAIN, acting.day))
    return mine.values_list("read_on", flat=True).first()


def readers() -> tuple[int, int]:
    """(how many of those who work here read the policy in force, how many they are): for who may see accounts."""
    day = session().acting.day
    here = Hat.objects.filter(running(day), kind=Kind.STAFF.value)
    read = here.filter(pk__in=Reading.objects.filter(version=version_on(day)).values("hat"))
    return read.count(), here.count()


def open_to_register() -> list[Activity]:
    """The open activities in which people make their own file here."""
    version = version_on(session().acting.day)
    rights = Right.objects.filter(version=version, kind=Kind.SUBJECT.value, reach="own", action="create")
    keys = rights.exclude(activity="rights").values("activity")
    return list(Activity.objects.filter(version=version, open=True, key__in=keys))


def can_ask() -> bool:
    """Whether people can ask here, in the portal, what is held of them (article 15)."""
    version = version_on(session().acting.day)
    rights = Right.objects.filter(version=version, kind=Kind.SUBJECT.value, reach="own", action="create")
    return Activity.objects.filter(version=version, open=True, key="rights", key__in=rights.values("activity")).exists()


def registration_is_open() -> bool:
    """Whether people may register themselves here."""
    return bool(open_to_register())


def said(text: Mapping[str, str]) -> str:
    """A text of the policy in the language of the page."""
    return text["en" if get_language() == "en" else "nl"]


def ask_whom(activity: str) -> list[Role]:
    """The roles that can help with an activity: whoever sees all of it, but for the actor's own."""
    acting = session().acting
    version = version_on(acting.day)
    rights = Right.objects.filter(version=version, activity=activity, action="view", reach="organisation")
    mine = Grant.objects.filter(running(acting.day), hat_id=acting.hat).values("role") if acting.kind is Kind.STAFF else ()
    return list(Role.objects.filter(version=version, key__in=rights.values("role")).exclude(key__in=mine).order_by("key"))


def activities_of_actor() -> list[str]:
    """What the actor's roles reach today: `logging`, and each with its purposes and actions: `logging/sign-in`.

    `/exceptional-access` is that purpose or action in whichever activity.
    """
    acting = session().acting
    rights = Right.objects.filter(version=version_on(acting.day), kind=acting.kind.value)
    if acting.kind is Kind.STAFF:
        rights = rights.filter(
            role__in=Grant.objects.filter(running(acting.day), hat_id=acting.hat).values("role")
        )
    found = set(rights.values_list("activity", "purpose", "action"))
    return sorted(
        {
            part
            for activity, *more in found
            for part in (activity, *(f"{place}/{one}" for place in ("", activity) for one in more))
        }
    )
