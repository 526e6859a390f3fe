"""Recording that data of a file were told or given to somebody outside (SUR-13), and reading it back (article 15(1)(c))."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huisvrede.core.declaration import PersonalData
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.gates.doors import require, subjects_of, walled
from huisvrede.foundation.gates.models import Disclosed, DisclosureGround, Manner, Secrecy
from huisvrede.foundation.gates.personal_data import ACTION, CONSENT
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.register.declarations import children_of
from huisvrede.foundation.register.models import Activity, Version
from huisvrede.foundation.register.officer import officer_on
from huisvrede.foundation.register.queries import NoPolicy, version_on
from huisvrede.foundation.register.words import words
from huisvrede.foundation.walls.session import session

INTERNAL: Final = "internal"
"""The role of a recipient that stands inside."""

RESTRICTED: Final = _(
    "These data are on hold, because their use is restricted (article 18 of the GDPR). Ask the %(officer)s "
    "before you pass anything on."
)


class Unfounded(Exception):
    """It can't be recorded like this; `field` is what is wrong ("" for all of it), `str()` the sentence that says why."""

    def __init__(self, field: str, sentence: str | Promise) -> None:
        super().__init__()
        self.field, self.sentence = field, sentence

    def __str__(self) -> str:
        """The sentence, in the language of the page."""
        return str(self.sentence)


@dataclass(frozen=True)
class Standing:
    """A recipient that the policy names; `key` is the Dutch name, by which the policy tells them apart."""

    key: str
    name: Mapping[str, str]
    ground: str
    categories: frozenset[str]


@dataclass(frozen=True)
class Allowed:
    """What one version of the policy lets go of an activity, and to whom it is used to go."""

    version: Version
    categories: Sequence[str]
    standing: Mapping[str, Standing]


def allowed(activity: str, on: date) -> Allowed:
    """What the policy of a day says; raises NoPolicy where none binds."""
    version = version_on(on)
    content: Mapping[str, Any] = Activity.objects.get(version=version, key=activity).content
    standing = [
        Standing(row["name"]["nl"], row["name"], row["ground"], frozenset(row["categories"]))
        for row in content["recipients"]
        if row["role"] != INTERNAL
    ]
    return Allowed(version, content["categories"], {one.key: one for one in standing})


def disclose(
    *,
    file: Model,
    recipient: str,
    standing: str,
    provision: str,
    categories: Collection[str],
    manner: Manner,
    given_on: date,
    purpose: str,
    bound_by: Secrecy,
    agreed_on: date | None = None,
) -> Disclosed:
    """Record what of a file went to whom, on which ground; the log has it as an act of its own.

    `standing` is the key of a recipient of the policy, whose own ground counts; "" for somebody whom a law entitles,
    and then `provision` names that law. Where the policy's ground is consent, `agreed_on` is the day on which the person
    agreed (articles 6(1)(a), 7(1) and 9(2)(a)). `bound_by` is what binds the recipient to secrecy. Raises Refused, or
    Unfounded with the field; the database refuses the same.
    """
    model, declared = _record_of(type(file))
    require(declared.activity, ACTION)
    persons, acting = subjects_of([file]), session().acting
    if Person.objects.filter(pk__in=persons, restricted_since__isnull=False).exists():
        raise Unfounded("", RESTRICTED % {"officer": officer_on(session().acting.day).title})
    policy = _policy_on(declared.activity, given_on)
    row = model(
        version=policy.version,
        given_on=given_on,
        recipient=recipient.strip(),
        standing=standing,
        provision=_provision(policy, standing, provision.strip()),
        categories=_categories(policy, standing, categories),
        manner=manner,
        purpose=purpose.strip(),
        bound_by=bound_by,
        recorded_on=acting.day,
        account=acting.account,
        hat=acting.hat,
        **{declared.anchor: file},
    )
    row.ground, row.agreed_on = _ground(policy, standing, given_on, agreed_on)
    # A file that the actor may see and not pass on from is refused by the database alone.
    with walled(declared.activity, ACTION):
        row.save(force_insert=True)
    record(declared.activity, ACTION, persons)
    return row


def disclosed(files: Sequence[Model]) -> dict[UUID, list[Disclosed]]:
    """What was passed on of each of these files of one kind, the newest first; one query for all."""
    found: dict[UUID, list[Disclosed]] = {one.pk: [] for one in files}
    if files:
        model, declared = _record_of(type(files[0]))
        for row in model._default_manager.filter(**{f"{declared.anchor}__in": list(found)}):
            found[getattr(row, f"{declared.anchor}_id")].append(row)
    return found


def _record_of(file: type[Model]) -> tuple[type[Disclosed], PersonalData]:
    """What hangs on a kind of file to record this, with its declaration."""
    for model, declared in children_of(file):
        if issubclass(model, Disclosed):
            return model, declared
    raise TypeError(f"nothing records what is passed on of {file._meta.label}")


def _policy_on(activity: str, given_on: date) -> Allowed:
    if given_on > session().acting.day:
        raise Unfounded("given_on", _("This day has yet to come. Choose the day on which it happened."))
    try:
        return allowed(activity, given_on)
    except (NoPolicy, Activity.DoesNotExist):
        raise Unfounded("given_on", _("Our policy did not speak of these data yet on this day.")) from None


def _provision(policy: Allowed, standing: str, provision: str) -> str:
    """The ground: the policy's own for a recipient of it, otherwise the law that somebody named."""
    if standing and standing not in policy.standing:
        raise Unfounded("standing", _("Our policy did not name this recipient on that day."))
    if not standing and not provision:
        raise Unfounded("provision", _("Name the law and the article that entitle the recipient."))
    return policy.standing[standing].ground if standing else provision


def _ground(
    policy: Allowed, standing: str, given_on: date, agreed_on: date | None
) -> tuple[DisclosureGround, date | None]:
    """A law, the task, or that the person agreed; a day of agreeing where that is the ground, and nowhere else."""
    if not standing or standing not in policy.standing:
        return DisclosureGround.LEGAL_DUTY, None
    if not re.search(CONSENT, policy.standing[standing].ground):
        return DisclosureGround.TASK, None
    if agreed_on is None:
        raise Unfounded("agreed_on", _("They receive this only if the person agrees. On which day did they?"))
    if agreed_on > given_on:
        raise Unfounded("agreed_on", _("The person agreed after it was passed on. That is no ground for it."))
    return DisclosureGround.CONSENT, agreed_on


def _categories(policy: Allowed, standing: str, given: Collection[str]) -> list[str]:
    """What was given, in the order of the policy: no more than the recipient may have (article 5(1)(c))."""
    most = policy.standing[standing].categories if standing else frozenset(policy.categories)
    beyond = [one for one in given if one not in most]
    if beyond or not given:
        kinds = words("category", (one for one in policy.categories if one in most))
        sentence = _("By our policy no more goes to this recipient than: %(kinds)s. Choose from these.")
        raise Unfounded("categories", str(sentence) % {"kinds": kinds})
    return [one for one in policy.categories if one in given]
