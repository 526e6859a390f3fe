"""Forms of a draft: one per section, made of its shape; what an entry may hold is decided by the parser of profiles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huisvrede.core.duration import Period, PeriodError
from huisvrede.core.vocabulary import NOWHERE, LegalBasis, Outcome
from huisvrede.engines.transparency.shape import TONGUES, Field, Item, Section, Sort, flat, unflat
from huisvrede.foundation.register.words import WORDS, language, word
from huisvrede.foundation.ui.fields import DayField, NumberlessForm
from huisvrede.foundation.ui.renderer import DayInput

MOST: Final = 60
"""Items of a section at most; more is a mistake."""
KEY: Final = re.compile(r"[a-z][a-z0-9-]{1,58}")
OUTCOMES: Final = {Outcome.GRANTED.value: _("Adopt"), Outcome.REFUSED.value: _("Do not adopt")}
LANGUAGES: Final = {"nl": _("in Dutch"), "en": _("in English")}
DECLARED: Final = ("open", "closed")
EMPTY: Final = ("special_grounds", "data_subjects", "categories", "recipients", "transfers", "security")
"""What an entry that is added says nothing of yet."""


class EntryForm(NumberlessForm):
    """One item of a section; `names` are the roles that can be chosen."""

    section: Section

    def __init__(self, *args: Any, names: Mapping[str, str], clocks: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.section.fields:
            self.fields |= _fields(one, names, clocks)

    def clean(self) -> dict[str, Any]:
        """A text that is there in one language is there in the other; a period is one; what goes together stands together."""
        given: dict[str, Any] = super().clean() or {}
        for one in self.section.fields:
            empty = [cell for cell in one.cells() if not given.get(cell)]
            if one.sort is Sort.TEXT and len(empty) == 1 and empty[0] not in self.errors:
                self.add_error(empty[0], _("Write it in both languages."))
        if given.get("basis") == LegalBasis.LEGITIMATE_INTEREST and not given.get("balancing_nl"):
            self.add_error("balancing_nl", _("A legitimate interest needs its balancing test: why our interest weighs more."))
        if given.get("role") == "joint-controller" and not given.get("contact_nl"):
            self.add_error("contact_nl", _("Say where people turn to: this organisation is responsible together with us."))
        return given

    @property
    def item(self) -> Item:
        """What was filled in, as an entry holds it."""
        cells = {name: _spelt(value) for name, value in self.cleaned_data.items()}
        return unflat(self.section, cells)


class ItemsFormSet(BaseFormSet):  # type: ignore[type-arg]
    """The items of a section that may hold several; a row that is left empty is none."""

    section: Section

    @property
    def items(self) -> list[Item]:
        """The items that are filled in and not taken away."""
        first = self.initial_form_count()
        return [
            one.item
            for place, one in enumerate(self.forms)
            if (place < first or one.has_changed()) and not self._should_delete_form(one)  # type: ignore[attr-defined]
        ]

    def refused(self, why: str) -> None:
        """Show why all of it together can't stand."""
        self.non_form_errors().append(why)

    def clean(self) -> None:
        """No two of the same name, and a legal basis at least."""
        if any(self.errors):
            return
        found = self.items
        if self.section.name == "legal_bases" and not found:
            raise forms.ValidationError(_("Name at least one legal basis (article 6 of the GDPR)."))
        names = [_name(self.section, item) for item in found]
        if len(names) != len(set(names)):
            raise forms.ValidationError(_("Two of these have the same name, so nobody could tell them apart."))


def _name(section: Section, item: Item) -> object:
    """What an item is told apart by; where nothing is, itself."""
    if section.name == "recipients":
        return item["name"].get("nl")
    return item.get(section.index or "key") or id(item)


def form_of(section: Section) -> type[EntryForm]:
    """The form of one item."""
    return type(f"{section.name.title()}Form", (EntryForm,), {"section": section})


def formset_of(section: Section) -> type[ItemsFormSet]:
    """The forms of all items, with one more to fill in."""
    made: Any = formset_factory(
        form_of(section),
        formset=ItemsFormSet,
        extra=1,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST,
        validate_max=True,
    )
    made.section = section
    found: type[ItemsFormSet] = made
    return found


def initial_of(section: Section, item: Item) -> dict[str, Any]:
    """What stands in the fields for an item."""
    cells: dict[str, Any] = dict(flat(section, item))
    for one in section.fields:
        if one.sort is Sort.WORDS:
            cells[one.name] = list(item.get(one.name) or ())
        if one.sort is Sort.YES:
            cells[one.name] = bool(item.get(one.name))
    return cells


def _fields(one: Field, names: Mapping[str, str], clocks: tuple[str, ...]) -> dict[str, forms.Field]:
    """The fields of a form for one field of the shape; a text has one per language."""
    label, about = gettext(one.label), gettext(one.about) if one.about else ""
    given: dict[str, Any] = {"label": label, "help_text": about, "required": one.required}
    if one.sort is Sort.TEXT:
        return {
            f"{one.name}_{t}": forms.CharField(
                **{**given, "label": f"{label} ({LANGUAGES[t]})"},
                max_length=4000,
                widget=forms.Textarea({"rows": 3}),
            )
            for t in TONGUES
        }
    if one.sort is Sort.WORD:
        return {one.name: forms.ChoiceField(**given, choices=_choices(one, names, clocks))}
    if one.sort is Sort.WORDS:
        return {
            one.name: forms.MultipleChoiceField(
                **given,
                choices=[(code, word(one.words, code)) for code in WORDS[one.words]],
                widget=forms.CheckboxSelectMultiple,
            )
        }
    if one.sort is Sort.YES:
        return {one.name: forms.BooleanField(**given)}
    if one.sort is Sort.DAY:
        return {one.name: forms.DateField(**given, widget=DayInput)}
    return {one.name: PeriodField(**given) if one.sort is Sort.PERIOD else forms.CharField(**given, max_length=200)}


def _choices(one: Field, names: Mapping[str, str], clocks: tuple[str, ...]) -> list[tuple[str, str]]:
    """The words that can be chosen, after none of them: a new row that is left alone must stay empty."""
    if one.words == "role":
        found = list(names.items())
    elif one.words == "declared":
        found = [(code, word("state", code)) for code in DECLARED]
    elif one.words == "clock":
        found = [(code, word("clock", code)) for code in dict.fromkeys((*WORDS["clock"], *clocks))]
    else:
        found = [(code, word(one.words, code)) for code in WORDS[one.words]]
    return [("", "–"), *found]


UNIT_WORDS: Final = {
    **dict.fromkeys(("jaar", "jaren", "year", "years"), "Y"),
    **dict.fromkeys(("maand", "maanden", "month", "months"), "M"),
    **dict.fromkeys(("week", "weken", "weeks"), "W"),
    **dict.fromkeys(("dag", "dagen", "day", "days"), "D"),
    **dict.fromkeys(("uur", "hour", "hours"), "H"),
}
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


def _iso(said: str) -> str:
    """“1 jaar en 6 maanden” as P1Y6M; KeyError for an unknown word."""
    parts = SAID.findall(said)
    rest = SAID.sub("", said).replace(",", " ").split()
    if not parts or set(rest) - {"en", "and"}:
        raise KeyError(said)
    amounts = {UNIT_WORDS[unit]: int(count) for count, unit in parts}
    hours = amounts.pop("H", 0)
    calendar = "".join(f"{amounts[unit]}{unit}" for unit in ("Y", "M", "W", "D") if unit in amounts)
    return f"P{calendar}T{hours}H" if hours else f"P{calendar}"


def _spelt(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _long(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea({"rows": 3}))


def _short(label: Any, about: Any = "", longest: int = 200) -> forms.CharField:
    return forms.CharField(label=label, help_text=about, max_length=longest)


class KeyForm(NumberlessForm):
    """An entry that is added, of either record: under a name that none has."""

    key = _short(_("Short name"), _("In small letters with hyphens. It stands in the address and never changes."), 59)
    name_nl, name_en = _short(_("Name (in Dutch)")), _short(_("Name (in English)"))

    def __init__(self, *args: Any, taken: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_key(self) -> str:
        """A name that no entry has."""
        key = str(self.cleaned_data["key"]).strip()
        if not KEY.fullmatch(key):
            raise forms.ValidationError(_("Use small letters, digits and hyphens, and begin with a letter."))
        if key in self.taken:
            raise forms.ValidationError(_("The register has an activity of this name."))
        return key

    def both(self, name: str) -> dict[str, str]:
        """A text that was filled in, in both languages."""
        return {t: self.cleaned_data[f"{name}_{t}"] for t in TONGUES}


class NewServedForm(KeyForm):
    """Work for others that is added: for whom, and what is done; the rest is written after that."""

    controller = _short(_("For whom"), _("The first of those for whom you do it."))
    contact = _short(_("Contact data"))
    processing_nl, processing_en = _long(_("What we do for them (in Dutch)")), _long(_("What we do for them (in English)"))

    @property
    def said(self) -> dict[str, Any]:
        """The entry in the words of a profile."""
        given = self.cleaned_data
        return {
            "key": given["key"],
            "name": self.both("name"),
            "controllers": [{"name": given["controller"], "contact": given["contact"]}],
            "processing": [self.both("processing")],
            "processors": [],
            "transfers": [],
            "security": [],
        }


class NewForm(KeyForm):
    """An activity that is added: the least that an entry can't do without; the rest is written after that."""

    description_nl, description_en = _long(_("What happens (in Dutch)")), _long(_("What happens (in English)"))
    purpose_nl, purpose_en = _short(_("Purpose (in Dutch)")), _short(_("Purpose (in English)"))
    basis = forms.ChoiceField(
        label=_("Legal basis"),
        choices=[],
        help_text=_("Is it a legitimate interest? Choose another now, and replace it under “Legal bases”: weigh it there."),
    )
    article = _short(_("Article of the GDPR"), _("As in the GDPR, for instance: 6(1)(c)"), 40)
    explanation_nl, explanation_en = _long(_("Why this basis (in Dutch)")), _long(_("Why this basis (in English)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basis = self.fields["basis"]
        assert isinstance(basis, forms.ChoiceField)
        basis.choices = [(code, word("basis", code)) for code in WORDS["basis"] if code != LegalBasis.LEGITIMATE_INTEREST]

    @property
    def said(self) -> dict[str, Any]:
        """The entry in the words of a profile: not started, in nobody's hands, and what is not known yet says so."""
        given = self.cleaned_data
        basis = {"basis": given["basis"], "article": given["article"], "explanation": self.both("explanation")}
        return {
            "key": given["key"],
            "state": "closed",
            "name": self.both("name"),
            "description": self.both("description"),
            "purposes": [{"key": given["key"], "text": self.both("purpose")}],
            "legal_bases": [basis],
            **{name: [] for name in EMPTY},
            "retention": {},
            "held_in": NOWHERE,
            "source_of_data": {"nl": "Nog te beschrijven.", "en": "To be described."},
            "automated_decisions": False,
            "required": {"nl": "Nog te beschrijven.", "en": "To be described."},
            "roles": {},
        }


class ReasonsForm(NumberlessForm):
    """Why somebody gives a draft back."""

    reasons = forms.CharField(label=_("What must change first"), max_length=4000, widget=forms.Textarea({"rows": 4}))


class AdviceForm(NumberlessForm):
    """What an adviser says of a change."""

    outcome = forms.ChoiceField(label=_("Your advice"), choices=[*OUTCOMES.items()], widget=forms.RadioSelect)
    text = forms.CharField(label=_("Why"), max_length=8000, widget=forms.Textarea({"rows": 5}))


class DecisionForm(NumberlessForm):
    """What is decided on a change, and from when it binds."""

    outcome = forms.ChoiceField(label=_("Your decision"), choices=[*OUTCOMES.items()], widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Why"), max_length=8000, widget=forms.Textarea({"rows": 5}))
    starts_on = DayField(
        label=_("Binds from"),
        help_text=_("Today or later. Only when you adopt it."),
        required=False,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean(self) -> dict[str, Any]:
        """A day that has not passed, where it is adopted."""
        given: dict[str, Any] = super().clean() or {}
        day = given.get("starts_on")
        if given.get("outcome") == Outcome.GRANTED and not self.errors.get("starts_on"):
            if day is None:
                self.add_error("starts_on", _("Say from which day it binds."))
            elif day < self.on:
                self.add_error("starts_on", _("This day has passed. A policy can't bind people backwards."))
        return given


class WorkbookForm(NumberlessForm):
    """A workbook of the register that somebody changed."""

    file = forms.FileField(label=_("Workbook (XLSX)"), help_text=_("As you downloaded it here, with your changes in it."))


class DayForm(NumberlessForm):
    """A day on which the register was in force; not one to come."""

    not_done = _("No file was made yet.")
    dag = DayField(label=_("The register as it stood on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_dag(self) -> date:
        """Today at the latest."""
        day: date = self.cleaned_data["dag"]
        if day > self.today:
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day


class DaysForm(NumberlessForm):
    """Two days to compare."""

    van = DayField(label=_("From"))
    tot = DayField(label=_("To"))
