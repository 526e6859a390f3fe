"""The answer to a request for access: what we hold, and all that article 15(1) and (2) asks to tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from huisvrede.core.duration import Language, Period
from huisvrede.core.periods import retained_until
from huisvrede.engines.rights.holdings import Held, holdings, not_copied
from huisvrede.engines.rights.models import HeldBack
from huisvrede.engines.rights.namer import names_for
from huisvrede.engines.rights.rules import ACTIVITY
from huisvrede.foundation.gates.models import Disclosed
from huisvrede.foundation.register.declarations import model_named
from huisvrede.foundation.register.models import Activity, Retention, Version
from huisvrede.foundation.register.queries import retention_rules, version_on
from huisvrede.foundation.register.words import (
    bases_of,
    kept_for,
    objection_of,
    rights_of,
    said_each,
    sourced,
    word,
)

HOUSE: Final = ("accounts", "logging")
"""The activities under which the tables of the house itself are kept."""


@dataclass(frozen=True)
class Kept:
    """How long: the period and its source; with a date where the clock of one of the person's rows runs."""

    period: str
    source: str
    explanation: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Processing:
    """What article 15(1)(a)-(h) and (2) asks about one activity."""

    key: str
    name: str
    description: str
    purposes: tuple[str, ...]
    legal_bases: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    recipients: tuple[str, ...]
    received: tuple[str, ...]
    transfers: tuple[str, ...]
    retention: tuple[Kept, ...]
    source_of_data: str
    automated_decisions: str
    required: str


@dataclass(frozen=True)
class Package:
    """Everything, in one language, on one day, under one version of the policy."""

    language: Language
    made_on: date
    version: int
    organisation: dict[str, Any]
    processing: tuple[Processing, ...]
    held: tuple[Held, ...]
    secrets: tuple[tuple[str, tuple[str, ...]], ...]
    elsewhere: tuple[tuple[str, str], ...]
    held_back: tuple[tuple[str, str], ...]
    rights: tuple[str, ...]
    works_here: bool

    @property
    def nothing_else(self) -> bool:
        """Whether nothing is held but the request itself and what the house needed for it."""
        found = {row.activity for one in self.held for row in one.rows}
        return not self.works_here and found <= {"", ACTIVITY}

    def as_json(self) -> dict[str, Any]:
        """The same as data: dates as ISO 8601."""
        return {name: _iso(part) for name, part in asdict(self).items()}


def collect(
    person: UUID,
    *,
    language: Language,
    day: date,
    held_back: Collection[HeldBack] = (),
    elsewhere: Collection[tuple[str, str]] = (),
) -> Package:
    """Build the package of one person, that tells on which grounds something was held back, and not what.

    `elsewhere`: each other system, and what somebody found there.

    Acts as a job: no member of staff can read what it finds.
    """
    version = version_on(day)
    with translation.override(language):
        names = names_for(person, version=version, language=language)
        held = holdings(person, names, without=frozenset(one.document for one in held_back))
        used = {row.activity for one in held for row in one.rows} | set(HOUSE)
        activities = Activity.objects.filter(version=version, key__in=used)
        return Package(
            language=language,
            made_on=day,
            version=version.number,
            organisation=_organisation(version, language),
            processing=tuple(_processing(a, version, held, language) for a in activities),
            held=tuple(held),
            secrets=tuple(not_copied()) if names.accounts else (),
            held_back=tuple((one.get_ground_display(), one.reason) for one in held_back),
            elsewhere=tuple(elsewhere),
            rights=your_rights(_bases(activities), version, language),
            works_here=bool(names.work_hats),
        )


def _bases(activities: Iterable[Activity]) -> set[str]:
    return {basis for one in activities for basis in bases_of(one.content)}


def your_rights(bases: Collection[str], version: Version, language: Language) -> tuple[str, ...]:
    """The rights that these legal bases give, and the authority by name (article 15(1)(e) and (f))."""
    authority = version.organisation["authority"]
    complain = gettext("You can complain to the %(authority)s: %(website)s.") % {
        "authority": authority["name"][language],
        "website": authority["website"],
    }
    return tuple(filter(None, (*rights_of(bases), objection_of(bases), complain)))


def _organisation(version: Version, language: Language) -> dict[str, Any]:
    said = version.organisation
    return {
        "controller": said["controller"],
        "contact": said["contact"],
        "authority": {"name": said["authority"]["name"][language], "website": said["authority"]["website"]},
        "policy": said["policy"]["title"][language],
    }


def _processing(activity: Activity, version: Version, held: list[Held], language: Language) -> Processing:
    said = activity.content
    return Processing(
        key=activity.key,
        name=activity.name_en if language == "en" else activity.name_nl,
        description=said["description"][language],
        purposes=tuple(text[language] for text in said["purposes"].values()),
        legal_bases=tuple(
            (basis["article"], basis["explanation"][language]) for basis in said["legal_bases"]
        ),
        categories=tuple(word("category", category) for category in said["categories"]),
        recipients=tuple(row["name"][language] for row in said["recipients"]),
        received=tuple(_received(activity.key, held)),
        transfers=tuple(_transfer(row, language) for row in said["transfers"]),
        retention=tuple(_retention(activity, version, held, language)),
        source_of_data=said["source_of_data"][language],
        automated_decisions=_automated(said),
        required=said["required"][language],
    )


def _received(activity: str, held: list[Held]) -> Iterator[str]:
    """Who in fact received data of this person, and when (article 15(1)(c), CJEU C-154/21)."""
    for one in held:
        if issubclass(model_named(one.kind), Disclosed):
            for row in one.rows:
                told = {value.field: value.text for value in row.values}
                if row.activity == activity:
                    yield f"{told['recipient']}, {told['given_on']}"


def _automated(said: dict[str, Any]) -> str:
    """Article 15(1)(h): whether, and then how, what it means, and how a person looks again."""
    if not said["automated_decisions"]:
        return gettext("No. A person decides.")
    return " ".join([gettext("Yes."), *said_each(said, "automated")])


def _transfer(row: dict[str, Any], language: Language) -> str:
    """A country outside the EEA with the safeguard (article 15(2))."""
    parts = [value[language] if isinstance(value, dict) else str(value) for value in row.values()]
    return ", ".join(parts)


def _retention(activity: Activity, version: Version, held: list[Held], language: Language) -> list[Kept]:
    rules = {clock: rule for (key, clock), rule in retention_rules(version).items() if key == activity.key}
    began = [
        (clock, since)
        for one in held
        for row in one.rows
        if row.activity == activity.key
        for clock, since in row.clocks
        if since is not None and clock in rules
    ]
    dated = [_kept(rules[clock], language, since) for clock, since in began]
    running = {clock for clock, _since in began}
    return dated + [_kept(rule, language, None) for clock, rule in rules.items() if clock not in running]


def _kept(rule: Retention, language: Language, since: date | None) -> Kept:
    period = Period.parse(rule.period)
    return Kept(
        period=period.in_words(language) if since else kept_for(rule.period, rule.clock),
        source=sourced(rule.source),
        explanation=rule.content[language],
        since=since,
        until=retained_until(since, period) if since else None,
    )


def _iso(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case dict():
            return {key: _iso(item) for key, item in value.items()}
        case list() | tuple():
            return [_iso(item) for item in value]
    return value
