"""One form for home seekers and staff, checked at the field (COR-12), and the search form of the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huisvrede.core.tables import dates, phones, values
from huisvrede.core.tables.values import ValueProblem
from huisvrede.foundation.gates.documents import DocumentForm
from huisvrede.foundation.lists.forms import WordsForm
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.ui.fields import HOW, DayField, NumberlessForm
from huisvrede.modules.allocation.models import EndReason, Registration
from huisvrede.modules.allocation.numbers import is_misread, read_number
from huisvrede.modules.allocation.queries import Asked, papers, possible_handlers
from huisvrede.modules.allocation.services import CARD

OLDEST: Final = date(1900, 1, 1)
"""No older birth date can be meant."""

TOO_LONG = _("This is too long. Write at most %(limit)s characters.")
SENTENCES: Final[Mapping[str, str | Promise]] = {
    "too-long": TOO_LONG,
    "control-character": _("This holds an invisible character. Type it again instead of pasting it."),
    "email-unreadable": _("This is no e-mail address. Write it as name@example.org."),
    "phone-unreadable": _(
        "This is no telephone number. Write it as 06 12345678, or begin with + and the country."
    ),
    "scientific-notation": _("A spreadsheet has shortened this number. Type all its digits."),
    "postcode-unreadable": _("This is no Dutch postcode. Write four digits and two letters, as in 1234 AB."),
    "house-number-unreadable": _("This is no house number. Write the number first, as in 12 or 12 bis."),
    "date-unreadable": _("This is no date. Write day, month and year, as in 2-3-1984."),
    "excel-serial": _("This is no date. Write day, month and year, as in 2-3-1984."),
    "no-such-date": _("This day does not exist. Check the day and the month."),
    "year-two-digits": _("Write the year in four digits, as in 1984."),
    "year-out-of-range": _("Check the year: it must be 1900 or later."),
    "moment-not-date": _("Write a date without a time, as in 2-3-1984."),
    "date-out-of-range": _("Choose a day from %(first)s to %(last)s."),
    "integer-unreadable": _("Write a whole number, such as 3."),
    "out-of-range": _("Write a number from %(minimum)s to %(maximum)s."),
}
"""What is wrong and what to do; no sentence repeats what was typed."""

MISSING: Final = _("Fill this in. Without it we can't go on.")


class Checked(forms.CharField):
    """A text field that becomes a value by one of the parsers of core.tables; its problem is a sentence."""

    def __init__(self, parse: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(error_messages={"required": MISSING}, **kwargs)
        self.parse = parse

    def clean(self, value: Any) -> Any:
        """The value, or None where a field that may be empty is."""
        typed = super().clean(value)
        if typed in self.empty_values:
            return typed
        try:
            return self.parse(typed)
        except ValueProblem as problem:
            facts = {name: _shown(fact) for name, fact in problem.facts.items()}
            raise forms.ValidationError(
                str(SENTENCES[problem.code]), code=problem.code, params=facts
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """A date as people write it here."""
        return _shown(value)


def _shown(value: Any) -> Any:
    return f"{value.day}-{value.month}-{value.year}" if isinstance(value, date) else value


def _house_number(typed: str) -> str:
    number, addition = values.house_number(typed)
    return values.text(Registration._meta.get_field("house_number").max_length or 0)(
        f"{number} {addition}".strip()
    )


def _text(name: str, autocomplete: str, *, required: bool = True, **attrs: str) -> Checked:
    field = Registration._meta.get_field(name)
    assert isinstance(field, models.CharField)
    return Checked(
        values.text(field.max_length or 0),
        label=field.verbose_name,
        required=required,
        widget=forms.TextInput({"autocomplete": autocomplete, **attrs}),
    )


def _day(label: str | Promise, autocomplete: str = "off", *, required: bool = True) -> Checked:
    return Checked(
        dates.date,
        label=label,
        required=required,
        help_text=HOW,
        widget=forms.TextInput({"autocomplete": autocomplete, "inputmode": "text", "size": "12"}),
    )


class CardForm(NumberlessForm):
    """What we keep of a home seeker; the same for the data subject and for staff."""

    given_name = _text("given_name", "given-name")
    name_prefix = _text("name_prefix", "off", required=False)
    family_name = _text("family_name", "family-name")
    birth_date = _day(_("Date of birth"), "bday")
    street = _text("street", "off")
    house_number = Checked(
        _house_number,
        label=_("House number"),
        help_text=_("With its addition, for example 12 bis."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    postcode = Checked(
        values.postcode,
        label=_("Postcode"),
        help_text=_("For example 1234 AB."),
        widget=forms.TextInput({"autocomplete": "postal-code"}),
    )
    city = _text("city", "address-level2")
    email = Checked(
        values.email,
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = Checked(
        phones.phone,
        label=_("Telephone number"),
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "type": "tel"}),
    )
    household_size = Checked(
        values.integer(1, 20),
        label=_("Persons in the household"),
        help_text=_("Everyone who would move along, and yourself."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    rooms_wanted = Checked(
        values.integer(1, 20),
        label=_("Rooms wanted"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["birth_date"].parse = dates.between(OLDEST, on)  # type: ignore[attr-defined]

    @property
    def card(self) -> dict[str, Any]:
        """The fields of the card as they are kept; raises KeyError before the form was found valid."""
        card = {name: self.cleaned_data[name] for name in CARD}
        return card | {"rooms_wanted": card["rooms_wanted"] or None}


def card_of(registration: Registration) -> dict[str, Any]:
    """What the form begins with: the row as it stands, with its version."""
    return {name: getattr(registration, name) for name in (*CARD, "version")}


class MemberForm(NumberlessForm):
    """Somebody who would move along."""

    given_name = _text("given_name", "off")
    family_name = _text("family_name", "off")
    birth_date = _day(_("Date of birth"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].parse = dates.between(OLDEST, on)  # type: ignore[attr-defined]


class EndForm(NumberlessForm):
    """How and when a registration ended, said by staff."""

    reason = forms.ChoiceField(
        label=_("Reason of the end"), choices=EndReason.choices, widget=forms.RadioSelect
    )
    on = DayField(
        label=_("Ended on"), help_text=_("The retention period begins on this day.")
    )


class HandlerForm(forms.Form):
    """Who handles a registration."""

    worker: forms.ModelChoiceField[Hat] = forms.ModelChoiceField(
        queryset=None, label=_("Who handles this registration?")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = possible_handlers()  # type: ignore[attr-defined]


class SearchForm(WordsForm):
    """What somebody is searched by: sent in the form and never in the address, which is kept in many places."""

    number = forms.CharField(label=_("Registration number"), required=False, max_length=40)
    name = forms.CharField(label=_("Surname begins with"), required=False, max_length=80)
    birth_date = _day(_("Date of birth"), required=False)
    postcode = Checked(values.postcode, label=_("Postcode"), required=False)
    def clean_number(self) -> str:
        """The number as it is kept; a misread one is told at once."""
        typed: str = self.cleaned_data["number"]
        if is_misread(typed):
            raise forms.ValidationError(_("A digit of this number is wrong. Read it again."))
        return read_number(typed)

    @property
    def asked(self) -> Asked:
        """What this asks for."""
        found = self.cleaned_data
        return Asked(
            number=found["number"],
            name=found["name"],
            birth_date=found["birth_date"] or None,
            postcode=found["postcode"],
        )


class PaperForm(DocumentForm):
    """A document of a home seeker: what kind of paper it is stands first, and it is none that we may not have."""

    paper = forms.ChoiceField(
        label=_("Kind of paper"),
        widget=forms.RadioSelect,
        help_text=_(
            "No copy of a passport or identity card, and no medical papers. Make a citizen service number unreadable first."
        ),
    )
    field_order = ("paper", "title", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = [(paper.value, paper.label) for paper in papers()]  # type: ignore[attr-defined]
