"""One file of home seekers: which rows are new, which are known, who belongs to whose household."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar, cast
from uuid import UUID, uuid4

from huisvrede.core.tables.check import Problem, Row
from huisvrede.core.tables.places import Places
from huisvrede.core.tables.search import search_name
from huisvrede.foundation.imports.bulk import insert
from huisvrede.foundation.imports.handing import File
from huisvrede.foundation.imports.identified import card, house_too_long, problem, to_come
from huisvrede.foundation.imports.shapes import Setting, Taken
from huisvrede.foundation.people.models import Person
from huisvrede.modules.allocation.models import NAME, HouseholdMember, Registration
from huisvrede.modules.allocation.numbers import new_number, read_number

MANY = 2_000
DRAWS = 8
"""How often a number is drawn for a row: among a million registrations one draw in nine hundred is taken."""
TEXTS = ("source_number", "end_reason")
DATES = ("registered_on", "ended_on")
MEMBER = ("given_name", "family_name", "birth_date")
NOT_YET = UUID(int=0)
Part = TypeVar("Part")


class Card(NamedTuple):
    """By what somebody without a number is recognised: enough to ask a person, never enough to merge."""

    family: str
    given: str
    birth: date
    postcode: str


class Member(NamedTuple):
    """Somebody of a household, as it is stored."""

    given_name: str
    family_name: str
    birth_date: date


class Joining(NamedTuple):
    """Somebody who waits for the end of the file, with the number of the main applicant; less than a row takes room."""

    line: int
    main: str
    member: Member


class New(NamedTuple):
    """A registration that was not known; without keys in a dry run."""

    row: Row
    registration: UUID = NOT_YET
    person: UUID = NOT_YET


class Seekers:
    """The `Intake` of home seekers. One is known by (system, number): a second import changes nothing.

    Without a number, an equal name, date of birth and postcode is a question to a person and never a merge.
    Household members go in with a main applicant who is new in this file, never into one of before.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._joining: list[Joining] = []
        self._new, self._made, self._cards = Places(), Places(), Places()

    def take(self, rows: Sequence[Row]) -> Taken:
        """Registrations at once; household members wait for the end of the file."""
        applicants: list[Row] = []
        problems: list[Problem] = []
        for row in rows:
            found = list(self._rules(row))
            problems += found
            if not found and (main := _main(row)):
                self._joining.append(Joining(row.line, main, _member(row)))
            elif not found:
                applicants.append(row)
        doubts, compared = self._look_alikes([row for row in applicants if not _text(row, "source_number")])
        doubtful = {problem.line for problem in doubts}
        sure = [row for row in applicants if row.line not in doubtful]
        new = self._register(sure) if self._setting.store else [New(row) for row in self._unseen(sure)]
        for one in new:
            # Known by number where there is one; who has none is known by person, once that is made.
            if number := _text(one.row, "source_number"):
                self._new.add(number)
            elif self._setting.store:
                self._made.add(one.person)
        return Taken(
            stored=len(new),
            known=len(sure) - len(new),
            problems=[*problems, *doubts],
            persons=[one.person for one in new] if self._setting.store else (),
            compared=compared,
        )

    def finish(self) -> Taken:
        """The households: a member joins a main applicant who was new, or is known there, or is a problem."""
        joining = {(one.main, one.member) for one in self._joining if one.main in self._new}
        waiting = [one for one in self._joining if one.main not in self._new]
        households = _households(self._setting.source, {one.main for one in waiting})
        problems = []
        for one in waiting:
            if one.member not in households.get(one.main, ()):
                code = "household-of-known" if one.main in households else "main-unknown"
                problems.append(Problem(one.line, self._setting.headers["main_number"], code))
        if self._setting.store:
            _join(self._setting.source, sorted(joining))
        known = len(self._joining) - len(joining) - len(problems)
        return Taken(stored=len(joining), known=known, problems=problems)

    def _rules(self, row: Row) -> Iterator[Problem]:
        """What no cell shows by itself."""
        values = row.values
        yield from to_come(self._setting, row, "birth_date", *DATES)
        if _main(row):
            if len(_member(row).family_name) > NAME:
                yield self._problem(row, "family_name", "too-long", limit=NAME)
            return
        yield from house_too_long(self._setting, row)
        registered, ended = values.get("registered_on"), values.get("ended_on")
        if not isinstance(registered, date):
            yield self._problem(row, "registered_on", "registered-on-missing")
        elif isinstance(ended, date) and ended < registered:
            yield self._problem(row, "ended_on", "ends-before-start")
        if ended and not values.get("end_reason"):
            yield self._problem(row, "end_reason", "end-reason-missing")
        if values.get("end_reason") and not ended:
            yield self._problem(row, "ended_on", "end-reason-without-end")

    def _look_alikes(self, rows: Sequence[Row]) -> tuple[list[Problem], list[UUID]]:
        """Rows without a number whose card was in the file or registered before, unless a person answered."""
        cards = {row.line: _card(row) for row in rows}
        here = self._registered_as(cards.values())
        problems, compared = [], []
        for row in rows:
            card = cards[row.line]
            first = self._cards.first(card, row.line)
            if first != row.line and not self._answered(row, "maybe-twice"):
                problems.append(self._problem(row, None, "maybe-twice", first_line=first))
            elif card in here and not self._answered(row, "maybe-known"):
                problems.append(self._problem(row, None, "maybe-known"))
                compared.append(here[card])
        return problems, compared

    def _registered_as(self, cards: Iterable[Card]) -> dict[Card, UUID]:
        """The registrations of before this file among which these cards may be."""
        asked = list(cards)
        if not asked:
            return {}
        rows = Registration.objects.filter(
            search_name__in={card.family for card in asked},
            birth_date__in={card.birth for card in asked},
            postcode__in={card.postcode for card in asked},
        ).values_list(
            "search_name",
            "given_name",
            "birth_date",
            "postcode",
            "person_id",
            "source_system",
            "source_number",
        )
        return {
            Card(family, search_name(given), birth, postcode): person
            for family, given, birth, postcode, person, system, number in rows
            if person not in self._made and not (system == self._setting.source and number in self._new)
        }

    def _unseen(self, rows: Sequence[Row]) -> list[Row]:
        """The rows whose number is not known here."""
        known = _known(
            self._setting.source, [number for row in rows if (number := _text(row, "source_number"))]
        )
        return [row for row in rows if _text(row, "source_number") not in known]

    def _register(self, rows: Sequence[Row]) -> list[New]:
        """Store what is not known yet; the database itself decides, so that two imports at once agree."""
        new: list[New] = []
        left = list(rows)
        for _ in range(DRAWS):
            if not left:
                break
            stored = self._insert([New(row, uuid4(), uuid4()) for row in left])
            new += stored
            lines = {one.row.line for one in stored}
            # Left is what another import or an earlier one brought, and whoever drew a number that is taken.
            left = self._unseen([row for row in left if row.line not in lines])
        if new:
            insert(Person, {"id": [one.person for one in new]})
        return new

    def _insert(self, new: list[New]) -> list[New]:
        rows = [one.row for one in new]
        stored = insert(
            Registration,
            {
                "id": [one.registration for one in new],
                "person": [one.person for one in new],
                "number": [new_number() for _ in new],
                "source_system": [self._setting.source] * len(new),
                "household_size": [row.values.get("household_size") or 1 for row in rows],
                "rooms_wanted": [row.values.get("rooms_wanted") for row in rows],
                "version": [1] * len(new),
                **card(rows),
                **{name: [row.values.get(name) or "" for row in rows] for name in TEXTS},
                **{name: [row.values.get(name) for row in rows] for name in DATES},
            },
        )
        return [one for one in new if one.registration in stored]

    def _answered(self, row: Row, code: str) -> bool:
        return (row.line, code) in self._setting.answered

    def _problem(self, row: Row, field: str | None, code: str, **facts: object) -> Problem:
        return problem(self._setting, row, field, code, **facts)


def running(source: str, numbers: Sequence[str]) -> Mapping[str, File]:
    """The registrations with these numbers, of that system or of ours, that may be used now: running and unrestricted."""
    rows = Registration.objects.filter(ended_on=None, person__restricted_since=None)
    ours = {read_number(number): number for number in numbers}
    of_us = rows.filter(number__in=list(ours)).values_list("number", "pk", "person_id")
    found = {ours[number]: File(key, person) for number, key, person in of_us}
    theirs = rows.filter(source_system=source, source_number__in=numbers).exclude(source_number="")
    named = theirs.values_list("source_number", "pk", "person_id")
    return {**found, **{number: File(key, person) for number, key, person in named}}


def _text(row: Row, field: str) -> str:
    return str(row.values.get(field) or "")


def _main(row: Row) -> str:
    """The number of the main applicant when the row is somebody else of the household, else nothing."""
    main = row.values.get("main_number")
    return str(main) if main and main != row.values.get("source_number") else ""


def _card(row: Row) -> Card:
    birth = cast("date", row.values["birth_date"])
    family, given = search_name(_text(row, "family_name"))[:NAME], search_name(_text(row, "given_name"))
    return Card(family, given, birth, _text(row, "postcode"))


def _member(row: Row) -> Member:
    family = f"{_text(row, 'name_prefix')} {_text(row, 'family_name')}".strip()
    return Member(_text(row, "given_name"), family, cast("date", row.values["birth_date"]))


def _known(source: str, numbers: Sequence[str]) -> set[str]:
    rows = Registration.objects.filter(source_system=source, source_number__in=numbers).exclude(
        source_number=""
    )
    return set(rows.values_list("source_number", flat=True)) if numbers else set()


def _households(source: str, numbers: set[str]) -> dict[str, set[Member]]:
    """Number of a registered main applicant -> who is in the household."""
    found: dict[str, set[Member]] = {}
    for some in _parts(sorted(numbers)):
        found |= {number: set() for number in _known(source, some)}
        rows = HouseholdMember.objects.filter(
            registration__source_system=source, registration__source_number__in=some
        )
        columns = ("registration__source_number", "given_name", "family_name", "birth_date")
        for number, *member in rows.values_list(*columns):
            found[number].add(Member(*member))
    return found


def _join(source: str, joining: Sequence[tuple[str, Member]]) -> None:
    """Store the members with the main applicants of these numbers; a household counts at least everybody it names."""
    here = Registration.objects.filter(source_system=source)
    for some in _parts(joining):
        rows = here.filter(source_number__in={main for main, _ in some})
        keys = dict(rows.values_list("source_number", "pk"))
        insert(
            HouseholdMember,
            {
                "id": [uuid4() for _ in some],
                "registration": [keys[main] for main, _ in some],
                **{name: [getattr(member, name) for _, member in some] for name in MEMBER},
                "search_name": [search_name(member.family_name)[:NAME] for _, member in some],
            },
        )
    by_size: defaultdict[int, list[str]] = defaultdict(list)
    for main, count in Counter(main for main, _ in joining).items():
        by_size[count + 1].append(main)
    for size, numbers in by_size.items():
        for part in _parts(numbers):
            here.filter(source_number__in=part, household_size__lt=size).update(household_size=size)


def _parts(items: Sequence[Part]) -> Iterator[Sequence[Part]]:
    for start in range(0, len(items), MANY):
        yield items[start : start + MANY]
