"""Both records of article 30 as they stood on a day, told in the language of the moment; every form of it is made of this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huisvrede.core.vocabulary import NOWHERE
from huisvrede.engines.transparency.drafts import told
from huisvrede.engines.transparency.told import LABELS, together
from huisvrede.foundation.register.entries import Said, is_served, said_in, served_in
from huisvrede.foundation.register.models import Version
from huisvrede.foundation.register.officer import officer_of
from huisvrede.foundation.register.queries import roles, version_on
from huisvrede.foundation.register.words import language, said

Facts = tuple[tuple[str, str], ...]
PARTS: Final = ("30(1)", "30(2)")


@dataclass(frozen=True)
class Entry:
    """One entry in words: its name, and each label with what is said under it."""

    key: str
    name: str
    facts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Record:
    """A version on a day, and what it says: by key as a profile would (`said`, `served`), and in words (`own`, `others`)."""

    version: Version
    day: date
    said: Mapping[str, Said]
    served: Mapping[str, Said]
    names: Mapping[str, str]

    @property
    def own(self) -> Iterator[Entry]:
        """What is done as a controller (article 30(1))."""
        return self._told(self.said)

    @property
    def others(self) -> Iterator[Entry]:
        """What is done for others as their processor (article 30(2))."""
        return self._told(self.served)

    def _told(self, entries: Mapping[str, Said]) -> Iterator[Entry]:
        tongue = language()
        for key, entry in sorted(entries.items(), key=lambda one: (one[1]["name"][tongue].casefold(), one[0])):
            name, facts = entry["name"][tongue], told(entry, tongue, dict(self.names), keys=False)
            said_so = {label: lines for label, lines in facts.items() if lines != (name,)}
            yield Entry(key, name, {**_joint(entry), **said_so, **_nowhere(facts)})

    @property
    def who(self) -> Facts:
        """Who answers for it, and which version of which day this is (articles 30(1)(a) and 30(2)(a))."""
        content = self.version.organisation
        officer = officer_of(content["contact"])
        return (
            *_controller(content["controller"]),
            (officer.label, officer.reached),
            (_("Policy"), said(content["policy"]["title"])),
            (_("Version"), str(self.version.number)),
            (_("In force since"), date_format(self.version.effective_on, "DATE_FORMAT")),
            (_("As it stood on"), date_format(self.day, "DATE_FORMAT")),
            (_("Fingerprint of this version"), self.version.digest),
        )


def _label(field: str) -> str:
    return _(LABELS[field])


def _joint(entry: Said) -> Mapping[str, tuple[str, ...]]:
    """Who is responsible together with us and how to reach them, or that nobody is; article 30(2) does not ask it."""
    if is_served(entry):
        return {}
    names = tuple(together(one) for one in entry["recipients"] if one["role"] == "joint-controller")
    return {_label("joint_controllers"): names or (_("None"),)}


def _nowhere(facts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """That nothing leaves the European Economic Area, where nothing does (articles 30(1)(e) and 30(2)(c))."""
    label = _label("transfers")
    return {} if label in facts else {label: (_("None"),)}


def record_on(day: date) -> Record:
    """The record of a day, of what was done then; NoPolicy when none was in force. Always five queries."""
    version = version_on(day)
    tongue = language()
    names = {key: role.name_en if tongue == "en" else role.name_nl for key, role in roles(version).items()}
    done = {key: said for key, said in said_in(version).items() if said["held_in"] != NOWHERE}
    return Record(version, day, done, served_in(version), names)


def _controller(content: Mapping[str, Any]) -> Facts:
    return (
        (_("Controller"), content["name"]),
        (_("Address"), f"{content['address']}, {content['postcode']} {content['city']}"),
        (_("E-mail"), content["email"]),
        (_("Telephone"), content["phone"]),
        (_("Number in the trade register"), content["kvk"]),
    )


def rows(record: Record) -> Iterator[tuple[str, ...]]:
    """The record as a table: part, key, name, item, and one line of what is said of it."""
    yield from (("", "", "", label, text) for label, text in record.who)
    for part, entries in zip(PARTS, (record.own, record.others), strict=True):
        for entry in entries:
            yield from (
                (part, entry.key, entry.name, label, line) for label, lines in entry.facts.items() for line in lines
            )


def header() -> tuple[str, ...]:
    """The names of the columns of `rows`."""
    return (_("Article"), _("Short name"), _("Name"), _("Item"), _("Text"))
