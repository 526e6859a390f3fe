"""Acts on a registration; each checks the right, changes the rows and records it, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError, IntegrityError
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg import Error

from huisvrede.core.tables.search import search_name
from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.routing import savepoint, sqlstate
from huisvrede.foundation.gates.doors import Refused, require, walled
from huisvrede.foundation.people.models import Hat, Person
from huisvrede.foundation.people.services import new_subject
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import session
from huisvrede.modules.allocation.models import (
    ONE_RUNNING,
    Assignment,
    EndReason,
    HouseholdMember,
    Registration,
)
from huisvrede.modules.allocation.numbers import new_number
from huisvrede.modules.allocation.personal_data import ACTIVITY

FROZEN: Final = "HV018"
"""SQLSTATE of the trigger that keeps a restricted person's rows as they are (article 18)."""

Card = Mapping[str, Any]
"""Field -> value, of CARD alone."""

CARD: Final = (
    *("given_name", "name_prefix", "family_name", "birth_date", "email", "phone"),
    *("street", "house_number", "postcode", "city", "household_size", "rooms_wanted"),
)
"""What a card says of somebody: all that may be changed. Number, days and reason of the end never are."""


class Impossible(Exception):
    """What was asked can't be done; `str()` is the sentence that says why and what to do instead."""

    sentence: str | Promise = ""

    def __str__(self) -> str:
        """The sentence, in the language of the page."""
        return str(self.sentence)


class AlreadyRegistered(Impossible):
    """One running registration per person."""

    sentence = _("You have a registration already. You can look at it and change it.")


class AlreadyEnded(Impossible):
    """The registration ended before; its end is not moved."""

    sentence = _("This registration has ended already. Nothing was changed.")


class Restricted(Impossible):
    """Processing is restricted (article 18): kept, and neither changed nor used."""

    sentence = _(
        "These data are on hold, because their use is restricted (article 18 of the GDPR). They are kept and "
        "can't be changed. Whoever asked for that can take it back at any time, under My requests."
    )


class ImpossibleDay(Impossible):
    """An end before the beginning, or after today."""

    sentence = _("A registration can't end before it began or after today. Choose another day.")


class NoHandler(Impossible):
    """A file is handled by a member of staff."""

    sentence = _("Choose somebody who works here today.")


def register(*, card: Card) -> Registration:
    """The data subject makes their own registration (ALL-06); raises AlreadyRegistered for a second running one."""
    require(ACTIVITY, "create", "own")
    person = session().person
    if person is None:
        raise Refused(ACTIVITY, "create")
    return _begin(person, card)


def register_for(*, card: Card) -> Registration:
    """Staff at the counter make a person and a registration for somebody who asks for it."""
    require(ACTIVITY, "create", "organisation")
    with savepoint():
        person = new_subject(account=None, on=session().acting.day)
        return _begin(person.pk, card)


def change(*, registration: Registration, version: int, card: Card) -> Registration:
    """Change what the card says (ALL-07), if nobody was first: raises Gone with the row as it stands now.

    `version` is the one the writer saw. A data subject's ended registration stays as it is: AlreadyEnded.
    """
    require(ACTIVITY, "edit")
    if session().acting.kind is Kind.SUBJECT and registration.ended_on is not None:
        raise AlreadyEnded
    values = {**_of_card(card), "version": version + 1}
    if "family_name" in values:
        values["search_name"] = search_name(str(values["family_name"]))
    with _unless_restricted():
        changed = Registration.objects.filter(pk=registration.pk, version=version).update(**values)
    if not changed:
        _say_who_was_first(registration.pk, version)
    record(ACTIVITY, "edit", [registration.person_id])
    return Registration.objects.get(pk=registration.pk)


def deregister(
    *, registration: Registration, reason: EndReason = EndReason.DEREGISTERED, on: date | None = None
) -> Registration:
    """End the customer relation (ALL-12): from this day the retention period runs.

    `on` is the day of the end, today unless staff say an earlier one. Raises AlreadyEnded, and ImpossibleDay
    for a day before the registration or after today. A data subject can only deregister, today.
    """
    require(ACTIVITY, "edit")
    acting = session().acting
    day = on or acting.day
    if acting.kind is Kind.SUBJECT and (reason is not EndReason.DEREGISTERED or day != acting.day):
        raise Refused(ACTIVITY, "deregister")
    registration = Registration.objects.get(pk=registration.pk)
    if not registration.registered_on <= day <= acting.day:
        raise ImpossibleDay
    running = Registration.objects.filter(pk=registration.pk, ended_on=None)
    with _unless_restricted():
        ended = running.update(ended_on=day, end_reason=reason.value, version=F("version") + 1)
    if not ended:
        raise AlreadyEnded if registration.ended_on is not None else Refused(ACTIVITY, "edit")
    record(ACTIVITY, "deregister", [registration.person_id])
    return Registration.objects.get(pk=registration.pk)


def add_member(
    *, registration: Registration, given_name: str, family_name: str, birth_date: date
) -> HouseholdMember:
    """Somebody would move along; raises AlreadyEnded and Restricted."""
    require(ACTIVITY, "edit")
    _may_be_written(registration)
    with walled(ACTIVITY, "edit"):
        member = HouseholdMember.objects.create(
            registration=registration, given_name=given_name, family_name=family_name, birth_date=birth_date
        )
        _count_at_least(registration)
    record(ACTIVITY, "edit", [registration.person_id])
    return member


def _count_at_least(registration: Registration) -> None:
    """A household counts at least everybody it names."""
    named = 1 + HouseholdMember.objects.filter(registration=registration, removed_on=None).count()
    Registration.objects.filter(pk=registration.pk, household_size__lt=named).update(
        household_size=named, version=F("version") + 1
    )


def remove_member(*, member: HouseholdMember) -> None:
    """Somebody would no longer move along: what was kept of them is wiped at once; a second time does nothing."""
    require(ACTIVITY, "edit")
    _may_be_written(member.registration)
    wiped = {"given_name": "", "family_name": "", "search_name": "", "birth_date": None}
    with _unless_restricted():
        changed = HouseholdMember.objects.filter(pk=member.pk, removed_on=None).update(
            **wiped, removed_on=session().acting.day
        )
    if changed:
        record(ACTIVITY, "edit", [member.registration.person_id])


def assign(*, registration: Registration, worker: Hat, until: date | None = None) -> Assignment:
    """A hat handles this registration from today, until a day (included) if given: the reach `assigned`."""
    require(ACTIVITY, "edit", "organisation")
    day = session().acting.day
    if worker.kind != Kind.STAFF.value or (worker.ends_on is not None and worker.ends_on < day):
        raise NoHandler
    if until is not None and until < day:
        raise ImpossibleDay
    _may_be_written(registration)
    with walled(ACTIVITY, "assign"):
        assignment = Assignment.objects.create(
            registration=registration, worker=worker, starts_on=day, ends_on=until
        )
    record(ACTIVITY, "assign", [registration.person_id])
    return assignment


def end_assignment(*, assignment: Assignment) -> None:
    """The hat handles it no more, from now on: `ends_on` is the last day included, so it becomes yesterday."""
    require(ACTIVITY, "edit", "organisation")
    yesterday = session().acting.day - timedelta(days=1)
    with _unless_restricted():
        Assignment.objects.filter(pk=assignment.pk).update(ends_on=yesterday)
    record(ACTIVITY, "assign", [assignment.registration.person_id])


def _begin(person: UUID, card: Card) -> Registration:
    registration = _with_a_free_number(
        Registration(person_id=person, registered_on=session().acting.day, **_of_card(card))
    )
    record(ACTIVITY, "create", [person])
    return registration


def _with_a_free_number(registration: Registration) -> Registration:
    """Draw until a number is free: among a million registrations one draw in nine hundred is taken."""
    while True:
        registration.number = new_number()
        try:
            with savepoint():
                registration.save(force_insert=True)
        except IntegrityError as problem:
            broken = _constraint(problem)
            if broken == ONE_RUNNING:
                raise AlreadyRegistered from None
            if "number" not in broken:
                raise
        else:
            return registration


def _constraint(problem: IntegrityError) -> str:
    return problem.__cause__.diag.constraint_name or "" if isinstance(problem.__cause__, Error) else ""


def _of_card(card: Card) -> dict[str, Any]:
    """A card and nothing else: no form can smuggle a number, a day or a reason along."""
    for name in card:
        if name not in CARD:
            raise ValueError(f"{name} is no field of the card")
    return dict(card)


def _say_who_was_first(key: UUID, version: int) -> None:
    theirs = Registration.objects.filter(pk=key).first()
    if theirs is None or theirs.version == version:
        raise Refused(ACTIVITY, "edit")
    raise Gone(theirs)


def _may_be_written(registration: Registration) -> None:
    """An insert has no old row for the trigger to see, so the verb looks itself."""
    if registration.ended_on is not None:
        raise AlreadyEnded
    if is_restricted(registration=registration):
        raise Restricted


def is_restricted(*, registration: Registration) -> bool:
    """Whether the use of these data is restricted, so that nothing of them changes (article 18)."""
    return Person.objects.filter(pk=registration.person_id, restricted_since__isnull=False).exists()


@contextmanager
def _unless_restricted() -> Iterator[None]:
    """The database refuses to change a restricted person's rows; that refusal becomes a sentence."""
    try:
        with savepoint():
            yield
    except DatabaseError as problem:
        if sqlstate(problem) == FROZEN:
            raise Restricted from None
        raise
