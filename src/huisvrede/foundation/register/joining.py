"""Where code and policy meet: what the software holds under an activity, and what the policy promises of it.

A loose end in code stops the process (`checks`); one in the policy closes its activity, and no other. What an entry must
say and does not, and a review that is overdue, close nothing: they are told to who must see to them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from huisvrede.core.declaration import KEY, Declared, PersonalData
from huisvrede.core.duration import Period
from huisvrede.core.periods import retained_until
from huisvrede.core.policy import BASES_THAT_NEED_BALANCING, Activity, Policy
from huisvrede.core.vocabulary import ANONYMISED, CONSENT_SAYS, HERE, PRINCIPLES, Category, LegalBasis
from huisvrede.foundation.register.declarations import by_activity
from huisvrede.foundation.register.words import bases_of

GROUND_OF: Mapping[Category, str] = {
    Category.HEALTH: "9(2)",
    Category.CRIMINAL: "10",
    Category.IDENTIFICATION_NUMBER: "87",
}
"""The article of the GDPR that must stand as special ground before a special category may be kept."""

REQUIRED: tuple[str, ...] = (
    *("purposes", "data_subjects", "categories", "security"),
    *("sources", "informed", "proportionality", "subsidiarity", "owner", "reviewed_on", "review_every"),
)
"""What every entry must say, besides how each principle is met and what comes after a period (articles 5, 12 to 14, 30)."""


class Code(StrEnum):
    """Kinds of loose ends in a policy."""

    NO_RETENTION = "P001"
    CATEGORY_UNNAMED = "P002"
    NO_LEGAL_BASIS = "P003"
    NO_SPECIAL_GROUND = "P004"
    NO_BALANCING = "P005"
    ABSENT = "P006"
    CATEGORY_UNUSED = "P007"
    RULE_WITHOUT_CLOCK = "P008"
    ITEM_MISSING = "P009"
    REVIEW_OVERDUE = "P010"
    ANONYMISED_BY_NOBODY = "P011"
    CLOSED_HERE = "P012"

    @property
    def closes(self) -> bool:
        """Whether an activity stays closed until somebody has mended this."""
        return self not in {Code.ABSENT, Code.CATEGORY_UNUSED, Code.RULE_WITHOUT_CLOCK} and not self.asks

    @property
    def asks(self) -> bool:
        """Whether somebody must write in the entry; code has nothing to do with it."""
        return self in {Code.ITEM_MISSING, Code.REVIEW_OVERDUE, Code.CLOSED_HERE}


@dataclass(frozen=True)
class Loose:
    """One loose end: which kind, of which activity, and which clock, category or legal basis it is about."""

    code: Code
    activity: str
    about: str = ""


@dataclass
class Holding:
    """What the software holds under one activity: fields by category, and the clocks it watches."""

    fields: dict[Category, list[str]] = field(default_factory=dict)
    clocks: set[str] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a policy says of one activity, as far as code has to do with it."""

    activity: str
    categories: Collection[str]
    legal_bases: Collection[Mapping[str, Any]]
    special_grounds: Collection[Mapping[str, Any]]
    clocks: Collection[str]
    anonymised: Collection[str] = ()
    """The clocks after which it says that data become anonymous."""


def holdings() -> dict[str, Holding]:
    """What the declarations say is held, by activity; a table of many activities (cases, duties) counts for each."""
    found: dict[str, Holding] = {}
    for activity, model, declared in by_activity():
        holding = found.setdefault(activity, Holding())
        holding.clocks.update(_clocks(declared))
        for name, kind in declared.fields.items():
            if kind != KEY:
                holding.fields.setdefault(Category(kind), []).append(f"{model._meta.label}.{name}")
    return found


def _clocks(declared: Declared) -> Iterable[str]:
    if isinstance(declared, PersonalData):
        return declared.clocks
    return (declared.clock,) if declared.clock else ()


def loose(promise: Promise, held: Holding | None) -> Iterator[Loose]:
    """Every loose end of one activity, those that close it first."""
    holding = held or Holding()
    found = [*_of_law(promise, holding), *_of_code(promise, holding)]
    if held is not None:
        found += [
            *((Code.CATEGORY_UNUSED, c) for c in sorted({*promise.categories} - {*holding.fields})),
            *((Code.RULE_WITHOUT_CLOCK, c) for c in sorted({*promise.clocks} - holding.clocks)),
        ]
    yield from (Loose(code, promise.activity, about) for code, about in found)


def _of_law(promise: Promise, holding: Holding) -> Iterator[tuple[Code, str]]:
    """What the GDPR asks of the policy itself (articles 6, 9, 10 and 87)."""
    if not promise.legal_bases:
        yield Code.NO_LEGAL_BASIS, ""
    for basis in promise.legal_bases:
        if basis["basis"] in BASES_THAT_NEED_BALANCING and not basis.get("balancing"):
            yield Code.NO_BALANCING, basis["basis"]
    articles = tuple(str(ground["article"]) for ground in promise.special_grounds)
    for category, needed in GROUND_OF.items():
        kept = category in promise.categories or category in holding.fields
        if kept and not any(_within(article, needed) for article in articles):
            yield Code.NO_SPECIAL_GROUND, category.value


def _of_code(promise: Promise, holding: Holding) -> Iterator[tuple[Code, str]]:
    """What the software does and the policy doesn't speak of, and the reverse at the end of a period: it can destroy alone.

    Articles 5(1)(e) and 30(1)(c).
    """
    yield from ((Code.NO_RETENTION, clock) for clock in sorted(holding.clocks - {*promise.clocks}))
    yield from ((Code.CATEGORY_UNNAMED, c.value) for c in sorted({*holding.fields} - {*promise.categories}))
    yield from ((Code.ANONYMISED_BY_NOBODY, clock) for clock in sorted(promise.anonymised))


def unfinished(key: str, content: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]], on: date) -> Iterator[Loose]:
    """What somebody must write in an entry, from its content and its rules by clock as they are kept in rows.

    A policy that keeps an activity closed here must say where it is done instead, or that nobody does it yet: what is done
    stands in the record (article 30(1)) and is told to people (articles 13 and 14), wherever it is done.
    """
    if content["held_in"] == HERE and not content["open"]:
        yield Loose(Code.CLOSED_HERE, key)
    if missing := lacking(content, rules):
        yield Loose(Code.ITEM_MISSING, key, " ".join(missing))
    last = look_again_by(content)
    if last is not None and last < on:
        yield Loose(Code.REVIEW_OVERDUE, key, last.isoformat())


def lacking(content: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What an entry must say and does not: fields, `principles` (or one), `retention`, parts of consent and of retention."""
    met = content.get("principles", {})
    return [
        *(name for name in REQUIRED if not content.get(name)),
        *((f"principles.{principle}" for principle in PRINCIPLES if principle not in met) if met else ("principles",)),
        *(() if rules else ("retention",)),
        *(f"consent.{part}" for part in _consent_lacks(content)),
        *(f"afterwards.{clock}" for clock, rule in sorted(rules.items()) if not rule.get("afterwards")),
    ]


def _consent_lacks(content: Mapping[str, Any]) -> list[str]:
    """What a consent text does not say yet, where anything rests on consent, explicit or not (articles 7 and 9(2)(a))."""
    said = content.get("consent", {})
    return [part for part in CONSENT_SAYS if LegalBasis.CONSENT in bases_of(content) and part not in said]


def look_again_by(content: Mapping[str, Any]) -> date | None:
    """The last day to look whether an entry is still true; None where it does not say when that was done, or how often."""
    done, every = content.get("reviewed_on"), content.get("review_every")
    return retained_until(date.fromisoformat(done), Period.parse(every)) if done and every else None


def _within(article: str, needed: str) -> bool:
    return article == needed or article.startswith(f"{needed}(")


def closed(promise: Promise, held: Holding | None) -> bool:
    """Whether a loose end keeps an activity closed, whatever the policy declares."""
    return any(end.code.closes for end in loose(promise, held))


def promise(key: str, content: Mapping[str, Any], afterwards: Mapping[str, str]) -> Promise:
    """What a policy says of an activity, from the content as it is kept in rows, and what comes after each clock."""
    return Promise(
        activity=key,
        categories=content["categories"],
        legal_bases=content["legal_bases"],
        special_grounds=content["special_grounds"],
        clocks=[*afterwards],
        anonymised=[clock for clock, what in afterwards.items() if what == ANONYMISED],
    )


def opened(policy: Policy) -> frozenset[str]:
    """The activities of a policy that may be used."""
    return opened_among(policy.activities.values())


def opened_among(entries: Iterable[Activity]) -> frozenset[str]:
    """The entries that may be used: declared open, and no loose end closes them."""
    held = holdings()
    return frozenset(
        one.key
        for one in entries
        if one.open and not closed(promise(one.key, vars(one), _afterwards(one)), held.get(one.key))
    )


def _afterwards(entry: Activity) -> dict[str, str]:
    return {rule.clock: rule.afterwards for rule in entry.retention}
