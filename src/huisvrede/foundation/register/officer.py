"""Whom people turn to about privacy, said once: for pages, letters, files and programs (articles 13(1)(b) and 37(7))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from huisvrede.foundation.register.queries import version_on

TITLES: Final = {True: _("data protection officer"), False: _("privacy officer")}
"""Whether a data protection officer was designated -> what whoever guards privacy is called, as msgid."""
TERMS: Final = {True: "dpo", False: "privacy-officer"}
"""The same -> the word that `foundation.ui.terms` explains."""


@dataclass(frozen=True)
class Officer:
    """Who guards privacy here, and where they are reached; `dpo` says that it is a data protection officer of article 37."""

    dpo: bool
    name: str
    email: str

    @property
    def title(self) -> str:
        """What they are called within a sentence, in the language of the moment."""
        return gettext(TITLES[self.dpo])

    @property
    def label(self) -> str:
        """What they are called before their name."""
        return self.title[:1].upper() + self.title[1:]

    @property
    def term(self) -> str:
        """The word of the law that explains them."""
        return TERMS[self.dpo]

    @property
    def reached(self) -> str:
        """Their name and where they are reached (article 30(1)(a)); a policy of before may name the address alone."""
        return ", ".join(filter(None, (self.name, self.email)))


def officer_of(contact: Mapping[str, Any]) -> Officer:
    """Who guards privacy, of what a policy or an earlier statement says of whom to turn to."""
    return Officer(dpo=bool(contact["dpo"]), name=contact.get("dpo_name", ""), email=contact["privacy_officer"])


def officer_on(day: date) -> Officer:
    """Who guards privacy under the policy of a day; raises NoPolicy when there is none."""
    return officer_of(version_on(day).organisation["contact"])
