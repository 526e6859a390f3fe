"""Forms of requests: the words people read, and no rule that the services do not hold themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.rights.models import Channel, Ground, Handed, How, Language
from huisvrede.engines.rights.queries import former_colleagues
from huisvrede.engines.rights.services import KnownBy
from huisvrede.engines.rights.words import KINDS, OUTCOMES
from huisvrede.foundation.cases import models as cases
from huisvrede.foundation.ui.fields import DayField, DayUnless, NumberlessForm, TextUnless

CHOICES = [(outcome.value, OUTCOMES[outcome.value]) for outcome in Outcome]


SINCE: Final = date(2018, 5, 25)
"""Since when the GDPR applies (article 99(2))."""


def version_of(posted: Mapping[str, str]) -> int:
    """The version of a case that the writer saw; 0, which none has, where it can't be read."""
    shown = posted.get("version", "")
    return int(shown) if shown.isdecimal() and len(shown) < 10 else 0


class AskForm(NumberlessForm):
    """What the data subject may add; asking needs no words (article 12(2))."""

    wording = forms.CharField(
        label=_("Is there something you want to know in particular?"),
        help_text=_("You do not have to fill this in. You get everything we hold of you."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RestrictForm(NumberlessForm):
    """Why the use of the data is to be restricted (article 18(1))."""

    ground = forms.ChoiceField(label=_("Why do you ask this?"), choices=Ground.choices, widget=forms.RadioSelect)
    wording = forms.CharField(
        label=_("What is it about?"),
        help_text=_("For instance which data are wrong. You do not have to fill this in."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PassOnForm(NumberlessForm):
    """A request that reached a member of staff."""

    what = forms.ChoiceField(label=_("Kind of request"), choices=[*KINDS.items()])
    ground = forms.ChoiceField(
        label=_("Why the use is to be restricted"),
        help_text=_("Only with a request for restriction, as far as the person said it."),
        choices=[("", "–"), *Ground.choices],
        required=False,
    )
    asked_by = forms.CharField(label=_("Who asks"), max_length=160)
    reach = forms.CharField(
        label=_("How to reach this person"),
        help_text=_("An e-mail address, a telephone number or a postal address."),
        max_length=200,
    )
    channel = forms.ChoiceField(
        label=_("How it came in"), choices=[c for c in Channel.choices if c[0] not in {Channel.PORTAL, Channel.LEDGER}]
    )
    received_on = DayField(
        label=_("Received on"), help_text=_("The terms run from this day.")
    )
    wording = forms.CharField(
        label=_("What is asked"),
        help_text=_("In the words of the person, as short as you can."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of the answer"), choices=Language.choices)

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.on = on

    def clean_received_on(self) -> date:
        """Not a day that has yet to come."""
        day: date = self.cleaned_data["received_on"]
        if day > self.on:
            raise forms.ValidationError(_("This day has yet to come."))
        if day < SINCE:
            raise forms.ValidationError(_("This right exists since 25 May 2018."))
        return day

    def clean(self) -> dict[str, object]:
        """A ground belongs to a request for restriction."""
        given: dict[str, object] = super().clean() or {}
        if given.get("what") != cases.RESTRICTION:
            given["ground"] = ""
        return given


def _former() -> list[tuple[str, object]]:
    """Former colleagues by name and last day."""
    left = [
        (str(hat.pk), f"{hat.called}, {date_format(day, 'DATE_FORMAT')}")
        for hat in former_colleagues()
        if (day := hat.ends_on)
    ]
    return [("", _("No")), *left]


class IdentityForm(forms.Form):
    """Who asks, and which file is theirs."""

    how = forms.ChoiceField(
        label=_("How identity was established"),
        help_text=_("Ask for more only when you have a good reason to doubt. Keep no copy of a document."),
        choices=[c for c in How.choices if c[0] not in {How.SIGNED_IN.value, How.NOT.value}],
    )
    number = TextUnless(
        label=_("Number of the file"),
        help_text=_(
            "Of their own file, or of the file of the household they belong to. You only hear whether it was found. "
            "The file stays closed to you."
        ),
        max_length=40,
    )
    family_name = TextUnless(
        label=_("Surname of the person"),
        help_text=_("Without prefix, as the person gave it. It must agree with the file."),
        max_length=80,
    )
    born = DayUnless(
        label=_("Date of birth of the person"),
        help_text=_("It must agree with the file: so nobody gets the data of somebody else."),
    )
    worked_here = forms.ChoiceField(
        label=_("Somebody who worked here"),
        help_text=_("For who asks as a former colleague: their account, roles and what they did are what we hold of them."),
        choices=_former,
        required=False,
    )
    no_file = forms.BooleanField(
        label=_("We hold no file of this person"),
        help_text=_("Let somebody who can search look first. The person then hears that we hold nothing."),
        required=False,
    )

    use_required_attribute = False

    def clean(self) -> dict[str, object]:
        """A file by number, surname and date of birth, a former colleague, or the word that there is none."""
        given: dict[str, object] = super().clean() or {}
        if sum(bool(given.get(name)) for name in ("number", "worked_here", "no_file")) != 1:
            self.add_error(
                "number", _("Give the number of the file, choose who worked here, or tick that there is none: one of these.")
            )
        for name in ("family_name", "born"):
            if given.get("number") and name not in self.errors and not given.get(name):
                self.add_error(name, _("This is needed to know that the file is theirs."))
        return given

    @property
    def file(self) -> KnownBy | None:
        """What must agree with the file; None where there is none."""
        given = self.cleaned_data
        known = KnownBy(given["number"], given["born"], given["family_name"])
        return known if given["number"] else None


    @property
    def worked(self) -> UUID | None:
        """The hat of a former colleague; None for anybody else."""
        chosen = self.cleaned_data["worked_here"]
        return UUID(chosen) if chosen else None


class NotIdentifiedForm(NumberlessForm):
    """Why it stays unknown who asks."""

    reasons = forms.CharField(
        label=_("What you tried to find out who asks"),
        help_text=_("The person reads this. After this the request can only be refused."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LookAgainForm(NumberlessForm):
    """Why who asks is looked into once more."""

    reasons = forms.CharField(
        label=_("What was wrong"),
        help_text=_("It stays on record, and whoever asks can read it: write nothing about somebody else."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TakeBackForm(NumberlessForm):
    """How somebody without an account took a request back."""

    reasons = forms.CharField(
        label=_("How you heard it, and how you know that it was this person"),
        help_text=_("It stays on record, and the person can read it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MoreTimeForm(NumberlessForm):
    """Why an answer takes longer."""

    reasons = forms.CharField(
        label=_("Why this takes longer than a month"),
        help_text=_("The law allows it for a complex request, or for many requests. The person reads this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HandOverForm(forms.Form):
    """How an answer on paper reached somebody."""

    how = forms.ChoiceField(label=_("How it was handed over"), choices=Handed.choices, widget=forms.RadioSelect)


ELSEWHERE: Final = "system-"
"""How a field begins that asks what another system holds."""
LOOK_THERE: Final = _("The answer is about all that we hold. Look in this system first, or write why that is not needed.")
NO_SYSTEMS: Final[Mapping[str, str]] = MappingProxyType({})


class AdviceForm(NumberlessForm):
    """What the adviser finds."""

    outcome = forms.ChoiceField(label=_("Your advice"), choices=CHOICES, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Why"),
        help_text=_("Your advice is part of the answer: the person can read it."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(
        self, *args: Any, gives: bool = False, systems: Mapping[str, str] = NO_SYSTEMS, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.systems = systems
        for key, name in systems.items():
            self.fields[f"{ELSEWHERE}{key}"] = forms.CharField(
                label=_("What you found elsewhere: %(system)s") % {"system": name},
                help_text=_("What you found and how the person gets it, that there is nothing, or why you did not look."),
                max_length=500,
                required=False,
            )
        if gives:  # nothing opens that was held back, but by who knows that it does
            self.fields["gives"] = forms.BooleanField(
                label=_("If this is granted, the person now gets what an earlier answer held back and this one does not")
            )


    @property
    def elsewhere(self) -> dict[str, str]:
        """What was found in each other system."""
        return {key: self.cleaned_data[f"{ELSEWHERE}{key}"] for key in self.systems}

    def clean(self) -> dict[str, Any]:
        """To grant a request, each other system was looked into, or it is said why not."""
        given = super().clean() or {}
        if given.get("outcome") == Outcome.GRANTED.value:
            for key in self.systems:
                if not given.get(f"{ELSEWHERE}{key}", "").strip():
                    self.add_error(f"{ELSEWHERE}{key}", LOOK_THERE)
        return given


class DecisionForm(NumberlessForm):
    """The decision; its reasons go into the letter."""

    outcome = forms.ChoiceField(label=_("Your decision"), choices=CHOICES, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_(
            "These words go into the letter. The letter itself adds how to complain and go to court."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ProposeEndForm(NumberlessForm):
    """Why a restriction can end."""

    reasons = forms.CharField(
        label=_("Why the restriction can end"),
        help_text=_("The person reads this before it ends."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecideEndForm(NumberlessForm):
    """Whether a restriction ends, on the proposal of somebody else."""

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("end", _("The restriction ends")), ("go-on", _("The restriction goes on"))],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Needed when it goes on. When it ends, the person reads the reasons of the proposal."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, object]:
        """That it goes on is reasoned."""
        given: dict[str, object] = super().clean() or {}
        if given.get("outcome") == "go-on" and not given.get("reasons"):
            self.add_error("reasons", _("Say why it goes on."))
        return given


class NotInformForm(NumberlessForm):
    """Why nobody can be told."""

    reasons = forms.CharField(
        label=_("Why telling this person is impossible or disproportionate"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
