"""Fields for a length of time as people write it; what a term may be is decided by `core.terms`, and by the law above it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from huisvrede.core.duration import Period, PeriodError
from huisvrede.core.law import bound
from huisvrede.core.terms import AT_ONCE, MOST, Sort, beyond, require, sort_of
from huisvrede.foundation.register.terms import law_in_words, term_in_words
from huisvrede.foundation.register.words import language

UNIT_WORDS: Final = {
    **dict.fromkeys(("jaar", "jaren", "year", "years"), "Y"),
    **dict.fromkeys(("maand", "maanden", "month", "months"), "M"),
    **dict.fromkeys(("week", "weken", "weeks"), "W"),
    **dict.fromkeys(("dag", "dagen", "day", "days"), "D"),
    **dict.fromkeys(("uur", "hour", "hours"), "H"),
}
CLOCK_WORDS: Final = {"uur": "H", "hour": "H", "hours": "H", **dict.fromkeys(("minuut", "minuten", "minute", "minutes"), "M")}
NOW_WORDS: Final = frozenset({"meteen", "dezelfde dag", "at once", "the same day", "0 dagen", "0 days"})
SAID: Final = re.compile(r"(\d{1,4})\s*([a-z]+)", re.ASCII)


class PeriodField(forms.CharField):
    """A period as people write it: “2 jaar”, “4 weeks”, “1 jaar en 6 maanden”; or as ISO 8601, “P2Y”."""

    def __init__(self, **kwargs: Any) -> None:
        given = kwargs.pop("help_text", "") or _("For instance: 2 years, 4 weeks, or 1 year and 6 months.")
        super().__init__(max_length=60, help_text=given, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """In words, for whoever reads it."""
        try:
            return Period.parse(str(value)).in_words(language())
        except PeriodError:
            return value

    def clean(self, value: Any) -> str:
        """ISO 8601; ValidationError for what is no period."""
        said = str(super().clean(value)).strip()
        if not said:
            return ""
        try:
            return str(Period.parse(said if said.startswith("P") else _iso(said.lower())))
        except (PeriodError, KeyError):
            raise forms.ValidationError(_("Write how long, for instance: 2 years.")) from None


EXAMPLES: Final = {
    Sort.COUNT: _("A whole number."),
    Sort.SPAN: _("In hours and minutes, for instance: 30 minutes, 24 hours, or 1 hour and 30 minutes."),
    Sort.CALENDAR: _("For instance: 4 weeks, 2 months, or 1 year."),
    Sort.LENGTH: _("For instance: at once, 24 hours, 4 weeks, or 1 year."),
}
WRONG: Final = {
    Sort.COUNT: _("Write a whole number of 1 or more, such as 20."),
    Sort.SPAN: _("Write hours and minutes, for instance: 30 minutes."),
    Sort.CALENDAR: _("Write days, weeks, months or years, for instance: 4 weeks. Hours can't be counted with here."),
    Sort.LENGTH: _("Write how long, for instance: 4 weeks."),
}


class TermField(forms.CharField):
    """A term or limit as people write it: “4 weken”, “15 minutes”, “meteen”, “20”; refused where it goes beyond the law."""

    def __init__(self, *, key: str, day: date, **kwargs: Any) -> None:
        self.key, self.day, self.written = key, day, sort_of(key)
        super().__init__(max_length=60, **{**kwargs, "help_text": kwargs.get("help_text") or EXAMPLES[self.written]})

    def prepare_value(self, value: Any) -> Any:
        """In words, for whoever reads it."""
        try:
            return term_in_words(str(value or ""))
        except PeriodError:
            return value

    def clean(self, value: Any) -> str:
        """As a policy holds it; ValidationError for what is no such term, and for what the law does not allow."""
        said = str(super().clean(value)).strip()
        if not said:
            return ""
        try:
            term = said if said.startswith("P") or said.isdecimal() else self._iso(said.lower())
            broken = beyond(self.key, term, self.day)
            if broken is None:
                require(self.key, term, self.day)
                return term
        except (ValueError, KeyError):
            wrong = _("Write a whole number from 1 to %(most)s.") if self.key in MOST else WRONG[self.written]
            raise forms.ValidationError(wrong, params={"most": MOST.get(self.key)}) from None
        raise forms.ValidationError(_("The law says: %(law)s."), params={"law": law_in_words(bound(self.key, self.day))})

    def _iso(self, said: str) -> str:
        if self.written is Sort.SPAN:
            return _clock(said)
        return AT_ONCE if said in NOW_WORDS else str(Period.parse(_iso(said)))


def _amounts(said: str, words: dict[str, str]) -> dict[str, int]:
    """“1 jaar en 6 maanden” by unit; KeyError for an unknown word."""
    parts = SAID.findall(said)
    rest = SAID.sub("", said).replace(",", " ").split()
    if not parts or set(rest) - {"en", "and"}:
        raise KeyError(said)
    return {words[unit]: int(count) for count, unit in parts}


def _clock(said: str) -> str:
    """“1 uur en 30 minuten” as PT1H30M; KeyError for an unknown word."""
    amounts = _amounts(said, CLOCK_WORDS)
    return "PT" + "".join(f"{amounts[unit]}{unit}" for unit in ("H", "M") if unit in amounts)


def _iso(said: str) -> str:
    """“1 jaar en 6 maanden” as P1Y6M; KeyError for an unknown word."""
    amounts = _amounts(said, UNIT_WORDS)
    hours = amounts.pop("H", 0)
    calendar = "".join(f"{amounts[unit]}{unit}" for unit in ("Y", "M", "W", "D") if unit in amounts)
    return f"P{calendar}T{hours}H" if hours else f"P{calendar}"
