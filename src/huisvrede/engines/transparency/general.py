"""The shape of what holds for all of the policy, and is drafted as an entry is: its terms; sections as in `shape`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_noop as _

from huisvrede.core.policy import TERMS
from huisvrede.core.terms import READ, sort_of
from huisvrede.core.terms import Sort as Written
from huisvrede.engines.transparency.serving import SERVED
from huisvrede.engines.transparency.shape import SECTIONS, Field, Section, Sort, Stored
from huisvrede.foundation.register.entries import Said, is_served
from huisvrede.foundation.register.terms import NAMES

SOURCE: Final = Field(
    name="source",
    label=_("Source"),
    sort=Sort.LINE,
    named=True,
    about=_("An article of your own rules, “law: …”, or “setting”."),
)
LABELS: Final = {Written.COUNT: _("How many"), Written.SPAN: _("How long")}

TABLE: Final = Section(
    slug="grenzen",
    name=TERMS,
    label=_("Terms and limits"),
    stored=Stored.TABLE,
    index="key",
    fields=(
        Field(name="key", label=_("Short name"), sort=Sort.LINE),
        Field(name="period", label=_("How long, or how many"), sort=Sort.LINE),
        SOURCE,
        Field(name="law", label=_("Law"), sort=Sort.LINE, required=False),
    ),
)
"""All terms as one table, as a workbook has them."""

OWN: Final = SECTIONS
"""The sections of what is done here."""
GENERAL: Final = (TABLE,)
"""What holds for all of it, each by the name of the entry that it is drafted as."""


def sections_of(said: Said) -> tuple[Section, ...]:
    """The sections of an entry, of whichever record it is, or of what is drafted as one."""
    if said.get("key") == TERMS:
        return tuple(_term(key) for key in sorted({*said[TERMS], *READ}))
    return SERVED if is_served(said) else OWN


def counted(section: Section, cells: Mapping[str, str]) -> Section:
    """A section as a row of it is read: a term by the field of that term."""
    if section is not TABLE:
        return section
    fields = (replace(one, sort=Sort.TERM, words=cells["key"]) if one.name == "period" else one for one in TABLE.fields)
    return replace(TABLE, fields=tuple(fields))


def _term(key: str) -> Section:
    """One term: how long or how many, and by what; also one that the policy lacks and the software counts with."""
    value = Field(name="period", label=LABELS.get(sort_of(key), _("How long")), sort=Sort.TERM, words=key)
    return Section(
        slug=key.replace(".", "-"),
        name=key,
        label=NAMES.get(key, key),
        stored=Stored.NAMED,
        index=TERMS,
        fields=(value, SOURCE),
    )
