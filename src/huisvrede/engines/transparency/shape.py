"""The shape of an entry of the register: its sections and fields, said once for forms, workbook and differences.

A section holds items, an item holds fields. `items` takes them out of an entry in the words of a profile, `put` puts them
back; `flat` spells an item as plain text per cell, `unflat` reads it again. What an entry may hold is decided by
`core.policy` alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from huisvrede.core.vocabulary import COMPUTER_DECIDES, CONSENT_SAYS, PRINCIPLES
from huisvrede.foundation.register.entries import Said
from huisvrede.foundation.register.words import WORDS

TONGUES: Final = ("nl", "en")
Item = dict[str, Any]


class Sort(StrEnum):
    """What a field holds: a text in both languages, a line, a word of a list, several, a day, a period, a term, yes or no."""

    TEXT = "text"
    LINE = "line"
    WORD = "word"
    WORDS = "words"
    DAY = "day"
    PERIOD = "period"
    TERM = "term"
    YES = "yes"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field: its name in a profile, its label as msgid, and for words the kind of vocabulary; for a term, which.

    `named` says that its label stands before it also where an item is one line of text.
    """

    name: str
    label: str
    sort: Sort = Sort.TEXT
    words: str = ""
    required: bool = True
    about: str = ""
    named: bool = False

    def cells(self) -> tuple[str, ...]:
        """The names of its cells: a text has one per language."""
        return tuple(f"{self.name}_{t}" for t in TONGUES) if self.sort is Sort.TEXT else (self.name,)


class Stored(StrEnum):
    """How an entry holds the items of a section."""

    SELF = "self"
    LIST = "list"
    TEXTS = "texts"
    TABLE = "table"
    NAMED = "named"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section: its address, its name in an entry, its label, and its fields.

    `index` names an item in a table; of a section that is NAMED, the table in which its one item stands.
    """

    slug: str
    name: str
    label: str
    fields: tuple[Field, ...]
    stored: Stored = Stored.LIST
    index: str = ""

    @property
    def many(self) -> bool:
        """Whether it can hold any number of items."""
        return self.stored not in (Stored.SELF, Stored.NAMED)

    def cells(self) -> tuple[str, ...]:
        """The names of all cells of an item."""
        return tuple(cell for one in self.fields for cell in one.cells())


def _text(name: str, label: str, *, required: bool = True, about: str = "") -> Field:
    return Field(name=name, label=label, required=required, about=about)


def _line(name: str, label: str, *, required: bool = True, about: str = "") -> Field:
    return Field(name=name, label=label, sort=Sort.LINE, required=required, about=about)


EXPLANATION: Final = _text("explanation", _("Explanation"))
CATEGORIES: Final = Field(name="categories", label=_("Kinds of personal data"), sort=Sort.WORDS, words="category")
AS_A_WORD: Final = _("Short name, in small letters with hyphens; nobody reads it but the software.")
HELD_IN: Final = _("“huisvrede”, the name of the other system in which it is done, or “nowhere” where it is not done yet.")
ARTICLE: Final = _("As in the GDPR, for instance: 6(1)(c)")

SECTIONS: Final = (
    Section(
        slug="algemeen",
        name="general",
        label=_("What it is"),
        stored=Stored.SELF,
        fields=(
            Field(name="state", label=_("State"), sort=Sort.WORD, words="declared"),
            _text("name", _("Name")),
            _text("description", _("What happens")),
            _line("held_in", _("Held in"), about=HELD_IN),
            Field(name="owner", label=_("Who answers for it"), sort=Sort.WORD, words="role", required=False),
            Field(name="reviewed_on", label=_("Last looked at on"), sort=Sort.DAY, required=False),
            Field(name="review_every", label=_("To be looked at again"), sort=Sort.PERIOD, required=False),
        ),
    ),
    Section(
        slug="doelen",
        name="purposes",
        label=_("Purposes"),
        fields=(_line("key", _("Short name"), about=AS_A_WORD), _text("text", _("Purpose"))),
    ),
    Section(
        slug="grondslagen",
        name="legal_bases",
        label=_("Legal bases"),
        fields=(
            Field(name="basis", label=_("Legal basis"), sort=Sort.WORD, words="basis"),
            _line("article", _("Article of the GDPR"), about=ARTICLE),
            EXPLANATION,
            _text("balancing", _("Balancing test"), required=False, about=_("Only with a legitimate interest.")),
        ),
    ),
    Section(
        slug="bijzonder",
        name="special_grounds",
        label=_("Grounds for data that the law protects more"),
        fields=(_line("article", _("Article of the GDPR"), about=_("9(2)(…), 10 or 87")), EXPLANATION),
    ),
    Section(
        slug="betrokkenen",
        name="data_subjects",
        label=_("Data subjects"),
        stored=Stored.TEXTS,
        fields=(_text("text", _("Whose data")),),
    ),
    Section(
        slug="gegevens",
        name="data",
        label=_("Which data, and from where"),
        stored=Stored.SELF,
        fields=(
            CATEGORIES,
            Field(name="sources", label=_("Sources"), sort=Sort.WORDS, words="source", required=False),
            _text("source_of_data", _("Where the data come from")),
            _text("informed", _("How people are told of it"), required=False, about=_("By what, and when.")),
            _text("required", _("Whether people must give the data")),
        ),
    ),
    Section(
        slug="toestemming",
        name="consent",
        label=_("What people read before they agree"),
        stored=Stored.SELF,
        fields=tuple(_text(f"consent.{key}", WORDS["consent"][key], required=False) for key in CONSENT_SAYS),
    ),
    Section(
        slug="computer",
        name="automated",
        label=_("Automated decisions"),
        stored=Stored.SELF,
        fields=(
            Field(name="automated_decisions", label=_("A computer decides about people"), sort=Sort.YES, required=False),
            *(_text(f"automated.{key}", WORDS["automated"][key], required=False) for key in COMPUTER_DECIDES),
        ),
    ),
    Section(
        slug="ontvangers",
        name="recipients",
        label=_("Recipients"),
        fields=(
            _text("name", _("Who it is")),
            Field(name="role", label=_("Role"), sort=Sort.WORD, words="recipient"),
            CATEGORIES,
            _line("ground", _("Ground"), about=_("For instance: GDPR 28(3)")),
            _text("contact", _("Where people turn to"), required=False, about=_("Needed of a joint controller.")),
        ),
    ),
    Section(
        slug="doorgifte",
        name="transfers",
        label=_("Outside the European Economic Area"),
        fields=(_line("country", _("Country")), _line("safeguard", _("Safeguard"))),
    ),
    Section(
        slug="termijnen",
        name="retention",
        label=_("Erasure periods"),
        stored=Stored.TABLE,
        index="clock",
        fields=(
            Field(name="clock", label=_("Counted from"), sort=Sort.WORD, words="clock"),
            Field(name="period", label=_("Period"), sort=Sort.PERIOD),
            _line("source", _("Source"), about=_("An article of your own rules, “law: …”, or “setting”.")),
            EXPLANATION,
            Field(name="afterwards", label=_("What happens then"), sort=Sort.WORD, words="afterwards", required=False),
            _text("longer", _("What may stay longer, and why"), required=False),
        ),
    ),
    Section(
        slug="beveiliging",
        name="security",
        label=_("Security measures"),
        stored=Stored.TEXTS,
        fields=(_text("text", _("Measure")),),
    ),
    Section(
        slug="beginselen",
        name="principles",
        label=_("How each principle is met"),
        stored=Stored.SELF,
        fields=tuple(_text(f"principles.{key}", WORDS["principle"][key], required=False) for key in PRINCIPLES),
    ),
    Section(
        slug="afweging",
        name="weighing",
        label=_("Proportionality and subsidiarity"),
        stored=Stored.SELF,
        fields=(
            _text("proportionality", _("Why it is no larger than the purpose is worth"), required=False),
            _text("subsidiarity", _("Why no lighter way would do"), required=False),
        ),
    ),
    Section(
        slug="uitzonderingen",
        name="exceptional",
        label=_("Grounds to open a file exceptionally"),
        fields=(
            _line("key", _("Short name"), about=AS_A_WORD),
            _text("text", _("Ground")),
            _line("source", _("Source")),
            Field(name="investigator", label=_("An external investigator is named"), sort=Sort.YES, required=False),
        ),
    ),
)
"""Every section of an entry, in the order of the page; who may do what changes by profile alone."""

BY_SLUG: Final[Mapping[str, Section]] = {one.slug: one for one in SECTIONS}


def items(section: Section, said: Said) -> list[Item]:
    """The items of a section in an entry."""
    if section.stored is Stored.SELF:
        return [{one.name: _at(said, one.name) for one in section.fields}]
    if section.stored is Stored.NAMED:
        return [dict(said[section.index].get(section.name, {}))]
    if section.stored is Stored.TABLE:
        return [{section.index: key, **row} for key, row in said[section.name].items()]
    if section.stored is Stored.TEXTS:
        return [{"text": text} for text in said[section.name]]
    return [dict(row) for row in said.get(section.name) or ()]


def put(section: Section, said: Said, given: Sequence[Item]) -> Said:
    """An entry with these items in a section. ValueError where two items of a table have the same name."""
    if section.stored is Stored.SELF:
        return _merged(said, given[0])
    if section.stored is Stored.NAMED:
        rows = said[section.index]
        return {**said, section.index: {**rows, section.name: {**rows.get(section.name, {}), **given[0]}}}
    if section.stored is Stored.TEXTS:
        return {**said, section.name: [item["text"] for item in given]}
    if section.stored is Stored.TABLE:
        keys = [item[section.index] for item in given]
        if len(keys) != len(set(keys)):
            raise ValueError(f"{section.name}: the same {section.index} stands there twice")
        return {**said, section.name: {i[section.index]: _without(i, section.index) for i in given}}
    return {**said, section.name: list(given)}


def flat(section: Section, item: Item) -> dict[str, str]:
    """An item as plain text per cell: both languages apart, words with commas, a truth as `true`, nothing as ""."""
    found: dict[str, str] = {}
    for one in section.fields:
        value = item.get(one.name)
        if one.sort is Sort.TEXT:
            found |= {f"{one.name}_{t}": str((value or {}).get(t, "")) for t in TONGUES}
        elif one.sort is Sort.WORDS:
            found[one.name] = ", ".join(value or ())
        elif one.sort is Sort.YES:
            found[one.name] = "true" if value else "false"
        else:
            found[one.name] = "" if value is None else str(value)
    return found


def unflat(section: Section, cells: Mapping[str, str]) -> Item:
    """An item of its cells; what may be left out and is empty is left out."""
    item: Item = {}
    for one in section.fields:
        value = _read(one, cells)
        if value or one.required or section.stored is Stored.SELF or one.sort is Sort.YES:
            item[one.name] = value
    return item


def _read(one: Field, cells: Mapping[str, str]) -> Any:
    if one.sort is Sort.TEXT:
        text = {t: cells.get(f"{one.name}_{t}", "").strip() for t in TONGUES}
        return text if any(text.values()) else {}
    value = cells.get(one.name, "").strip()
    if one.sort is Sort.WORDS:
        return [word.strip() for word in value.split(",") if word.strip()]
    if one.sort is Sort.YES:
        return value == "true"
    return (value or None) if one.sort is Sort.DAY else value


def _at(said: Said, name: str) -> Any:
    """A field of an entry; `principles.accuracy` is one level down."""
    outer, _dot, inner = name.partition(".")
    return (said.get(outer) or {}).get(inner) if inner else said.get(outer)


def _merged(said: Said, item: Item) -> Said:
    merged = {**said, **{name: value for name, value in item.items() if "." not in name}}
    for outer in {name.partition(".")[0] for name in item if "." in name}:
        parts = {name.partition(".")[2]: text for name, text in item.items() if name.startswith(f"{outer}.")}
        merged[outer] = {key: text for key, text in parts.items() if text}
    return merged


def _without(item: Item, name: str) -> Item:
    return {key: value for key, value in item.items() if key != name}
