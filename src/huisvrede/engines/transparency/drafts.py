"""Reading a draft of the policy: what it says now, what it changes, and what a shorter period would make due."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from huisvrede.core import policy
from huisvrede.core.duration import Language
from huisvrede.core.policy import TERMS
from huisvrede.core.served import one_served
from huisvrede.core.terms import Term, term
from huisvrede.engines.transparency.general import sections_of
from huisvrede.engines.transparency.models import Draft
from huisvrede.engines.transparency.rules import ACTIVITY, POLICY
from huisvrede.engines.transparency.shape import TONGUES, Field, Section, Sort, Stored, items
from huisvrede.engines.transparency.told import LABELS, Change, differences, role_name
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.disposal.rules import Plan, counted, kind_of_row, label, planned
from huisvrede.foundation.register.entries import (
    Said,
    is_served,
    known_roles,
    one_said_in,
    read,
    said_in,
    served_in,
    settings_in,
)
from huisvrede.foundation.register.models import Retention, Right, Role, Version
from huisvrede.foundation.register.queries import NoPolicy, newest_version, retention_rules, roles, version_on
from huisvrede.foundation.register.services import Changes, rule_content
from huisvrede.foundation.register.terms import term_in_words
from huisvrede.foundation.register.words import WORDS, every, how_long, language, sourced, word
from huisvrede.foundation.walls.session import session

WHO_MAY: Final = LABELS["roles"]


def policies() -> QuerySet[Case]:
    """The changes of the policy that the actor may see, newest first."""
    return Case.objects.filter(activity=ACTIVITY, workflow=POLICY.key)


def running() -> Case | None:
    """The change that runs, if there is one; there is one at a time."""
    return policies().filter(closed_on__isnull=True).first()


def started_from() -> Version:
    """The version that a draft changes: the last that was adopted, perhaps to bind on a day to come."""
    version = newest_version()
    if version is None:
        raise NoPolicy("There is no policy to change: adopt one first.")
    return version


def last_written(case: Case) -> dict[str, Draft]:
    """What the draft says of each entry that somebody wrote on."""
    return {row.key: row for row in Draft.objects.filter(case=case).order_by("key", "number")}


def entry_of(case: Case, key: str) -> tuple[int, Said] | None:
    """(the number of the last writing, what it says) of an entry: as drafted, else as the policy has it with number 0."""
    written = Draft.objects.filter(case=case, key=key).order_by("-number").first()
    if written is not None:
        return written.number, written.content
    said = _as_it_is(key)
    return None if said is None else (0, said)


def _as_it_is(key: str) -> Said | None:
    """An entry of either record as the policy has it, or what holds for all of it."""
    version = started_from()
    return one_said_in(version, key) or served_in(version).get(key) or settings_in(version).get(key)


def entries_in(version: Version) -> dict[str, Said]:
    """The entries of both records by key, which no two of them share in a draft, and what holds for all of it."""
    return served_in(version) | said_in(version) | settings_in(version)


def writing(case: Case, key: str, number: int) -> Said:
    """An entry as it was at a writing; number 0 is as the policy has it, {} where it has none."""
    found = Draft.objects.filter(case=case, key=key, number=number).first()
    if found is not None:
        return dict(found.content)
    return _as_it_is(key) or {}


@dataclass(frozen=True)
class Changed:
    """One entry that a draft changes, or adds."""

    key: str
    name: str
    new: bool
    changes: list[Change]


def changes_of(case: Case) -> list[Changed]:
    """What a draft changes, entry by entry in words; one that says again what the policy says is left out."""
    return differing(entries_in(started_from()), {key: row.content for key, row in last_written(case).items()})


def differing(before: dict[str, Said], after: dict[str, Said]) -> list[Changed]:
    """The entries that differ, in words; of two versions, a version and a draft, or a version and a workbook."""
    names = {key: word_of[language()] for key, word_of in _roles().items()}
    found = []
    for key in sorted(after):
        was, now = before.get(key, {}), after[key]
        if was != now and (changes := changes_between(was, now, names)):
            found.append(Changed(key, now["name"][language()], not was, changes))
    return found


def changes_between(was: Said, now: Said, names: dict[str, str]) -> list[Change]:
    """What is different, section by section: in the language of the reader, and what is so in the other language alone."""
    mine: Language = language()
    other: Language = "nl" if mine == "en" else "en"
    found = differences(told(was, mine, names), told(now, mine, names))
    known = {change.label for change in found}
    with override(mine):
        also = differences(told(was, other, names), told(now, other, names))
        named = {"nl": _("in Dutch"), "en": _("in English")}[other]
    return found + [Change(f"{c.label} ({named})", c.gone, c.new) for c in also if c.label not in known]


def told(said: Said, tongue: Language, names: dict[str, str], *, keys: bool = True) -> dict[str, tuple[str, ...]]:
    """An entry as lines of text by section or field, its texts in one language; what it does not say is left out.

    Without `keys` the short names that only software reads are left out too.
    """
    found: dict[str, tuple[str, ...]] = {}
    for section in sections_of(said) if said else ():
        if section.stored is not Stored.SELF:
            rows = items(section, said) if keys else [{**item, "key": ""} for item in items(section, said)]
            found[_(section.label)] = tuple(filter(None, (_line(section, item, tongue, names) for item in rows)))
        else:
            found |= {_(label): (shown,) for label, shown in _fields(section, said, tongue, names)}
    found[_(WHO_MAY)] = tuple(_roles_told(said, tongue, names)) if "roles" in said else ()
    return {label: lines for label, lines in found.items() if lines}


def lines_of(section: Section, said: Said, names: dict[str, str]) -> list[str]:
    """A section of an entry as lines of text, in the language of the reader."""
    if section.stored is not Stored.SELF:
        return [line for item in items(section, said) if (line := _line(section, item, language(), names))]
    return [f"{_(label)}: {shown}" for label, shown in _fields(section, said, language(), names)]


def _fields(section: Section, said: Said, tongue: Language, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    item = items(section, said)[0]
    shown = ((one.label, _shown(one, item.get(one.name), tongue, names)) for one in section.fields)
    yield from (pair for pair in shown if pair[1])


def _roles_told(said: Said, tongue: Language, names: dict[str, str]) -> Iterator[str]:
    """Who may do what: no draft changes it, two versions may differ in it."""
    purposes = {one["key"]: one["text"][tongue] for one in said["purposes"]}
    for role, rows in said["roles"].items():
        for row in rows:
            done = ", ".join(word("action", one) for one in row["actions"])
            why = "; ".join(purposes.get(one) or word("purpose", one) for one in row["purposes"])
            yield f"{names.get(role, role)}: {done} – {word('reach', row['reach'])}. {why}"


def _line(section: Section, item: dict[str, object], tongue: Language, names: dict[str, str]) -> str:
    shown = ((one, _shown(one, item.get(one.name), tongue, names)) for one in section.fields)
    return " · ".join(f"{_(one.label)}: {part}" if one.named else part for one, part in shown if part)


def _shown(one: Field, value: Any, tongue: Language, names: dict[str, str]) -> str:
    """A field in words; "" where it says nothing."""
    return SHOWN[one.sort](one, value, tongue, names) if value else ""


def _word(one: Field, code: str, names: dict[str, str]) -> str:
    if one.words == "role":
        return names.get(code, code)
    return word("state" if one.words == "declared" else one.words, code)


def _ordered(one: Field, codes: list[str]) -> list[str]:
    """Words in the order of their list: in which order somebody ticked them is no difference."""
    known = list(WORDS[one.words])
    return sorted(codes, key=lambda code: known.index(code) if code in known else len(known))


LINES: Final[Mapping[str, Callable[[str], str]]] = {
    "source": sourced,
    "ground": sourced,
    "held_in": lambda code: word("system", code),
}
"""Fields of one line that are said in other words than they are written in."""
SHOWN: Final[Mapping[Sort, Callable[[Field, Any, Language, dict[str, str]], str]]] = {
    Sort.TEXT: lambda _one, value, tongue, _names: str(value.get(tongue, "")),
    Sort.LINE: lambda one, value, _tongue, _names: LINES.get(one.name, str)(value),
    Sort.WORD: lambda one, value, _tongue, names: _word(one, value, names),
    Sort.WORDS: lambda one, value, _tongue, names: ", ".join(_word(one, code, names) for code in _ordered(one, value)),
    Sort.DAY: lambda _one, value, _tongue, _names: date_format(date.fromisoformat(str(value)), "DATE_FORMAT"),
    Sort.PERIOD: lambda one, value, _tongue, _names: (every if one.name == "review_every" else how_long)(value),
    Sort.TERM: lambda _one, value, _tongue, _names: term_in_words(value),
    Sort.YES: lambda _one, _value, _tongue, _names: _("yes"),
}
"""How each sort of field reads."""


def _roles() -> dict[str, dict[str, str]]:
    return {key: dict(zip(TONGUES, (r.name_nl, r.name_en), strict=True)) for key, r in roles(started_from()).items()}


def role_names() -> dict[str, str]:
    """The roles of the policy by key, in the language of the reader."""
    return {key: names[language()] for key, names in _roles().items()}


def roles_with(right: str) -> list[str]:
    """The roles that have a right in the keeping of the policy today, in the language of the reader."""
    version = version_on(session().acting.day)
    held = Right.objects.filter(version=version, activity=ACTIVITY, action=right).values("role")
    found = Role.objects.filter(version=version, key__in=held).order_by("key")
    return [role_name(role) for role in found]


@dataclass(frozen=True)
class Shorter:
    """A period that a draft makes shorter: how many files become due on that day, and how many of those are held back."""

    entry: str
    kind: str
    before: str
    after: str
    free: int
    held: int


def shorter(entries: dict[str, Said], on: date) -> list[Shorter]:
    """The periods that these entries make shorter, with a count of files on a day; nothing goes before a decision."""
    version = started_from()
    now = retention_rules(version)
    new = {
        (key, clock): _rule(version, key, clock, row)
        for key, said in entries.items()
        for clock, row in said.get("retention", {}).items()
    }
    kept = {place: rule for place, rule in now.items() if place[0] not in entries}
    before = {(plan.model, plan.activity): plan for plan in planned(version, now, on)}
    return [
        _compared(plan, before.get((plan.model, plan.activity)), entries[plan.activity], on)
        for plan in planned(version, kept | new, on)
        if plan.activity in entries and _is_shorter(plan, before.get((plan.model, plan.activity)))
    ]


def _rule(version: Version, key: str, clock: str, row: Said) -> Retention:
    """A rule that is proposed, and stored nowhere."""
    content = rule_content(row["explanation"], row.get("afterwards", ""), row.get("longer", {}))
    return Retention(version=version, activity=key, clock=clock, period=row["period"], source=row["source"], content=content)


def _is_shorter(plan: Plan, before: Plan | None) -> bool:
    """Whether some clock is cut off later than now: its files are due sooner."""
    if before is None:
        return True
    pairs = zip(before.cuts, plan.cuts, strict=True)
    return any(new is not None and (old is None or new > old) for old, new in pairs)


def _compared(plan: Plan, before: Plan | None, said: Said, on: date) -> Shorter:
    free, held = counted(plan, on)
    return Shorter(
        entry=said["name"][language()],
        kind=kind_of_row(label(plan.model)),
        before=_periods(before) if before else "–",
        after=_periods(plan),
        free=free,
        held=held,
    )


def _periods(plan: Plan) -> str:
    return ", ".join(how_long(rule.period) for rule in plan.rules if rule) or "–"


def fit(said: Said, before: Said | None, known: Mapping[str, policy.Role]) -> policy.Activity:
    """An entry of a draft read by the parser of profiles; ValueError or KeyError where it can't be read.

    Who may do what is no part of a draft: it stays as the policy has it, and an entry that is new has nobody in it and begins
    closed, whatever stands there.
    """
    if before is None:
        return read({**said, "state": "closed", "roles": {}}, known)
    return read({**said, "roles": before["roles"]}, known)


def terms_of(said: Said, before: Said | None, on: date) -> list[Term]:
    """The terms of a draft, read by the parser of profiles; ValueError or KeyError where one can't be, or one is gone."""
    gone = sorted(set((before or {}).get(TERMS, {})) - set(said[TERMS]))
    if gone:
        raise ValueError(f"{', '.join(gone)} is missing: a term that was set stays, and may change")
    return [term(key, row, on) for key, row in said[TERMS].items()]


def written_in(case: Case) -> Changes:
    """What a draft says, as it will bind; ValueError or KeyError where it can't be read."""
    version, written = started_from(), {key: row.content for key, row in last_written(case).items()}
    known, before = known_roles(version), said_in(version)
    terms = written.pop(TERMS, None)
    return Changes(
        entries=[fit(said, before.get(key), known) for key, said in written.items() if not is_served(said)],
        served=[one_served(said) for said in written.values() if is_served(said)],
        terms=terms_of(terms, None, session().acting.day) if terms else (),
    )
