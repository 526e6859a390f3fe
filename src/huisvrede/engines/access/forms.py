"""What can be asked of the access log, and what is said of a colleague."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huisvrede.core.tables import dates, values
from huisvrede.core.tables.search import search_name
from huisvrede.core.tables.values import ValueProblem
from huisvrede.engines.access.finding import Named, Way
from huisvrede.engines.access.queries import Asked
from huisvrede.foundation.lists.forms import WordsForm
from huisvrede.foundation.people.models import SeenBy
from huisvrede.foundation.ui.fields import DayField, NumberlessForm, TextUnless

IN_REASON = [MaxValueValidator(date(2199, 12, 30))]
"""Days that the database takes: a year beyond is a slip of the pen."""


class LooksForm(WordsForm):
    """What the access log is searched by; what can't be read is told beside its field and nothing is shown."""

    since = DayField(label=_("From"), required=False)
    until = DayField(
        label=_("Up to and including"),
        required=False,
        validators=IN_REASON,
    )
    person = forms.UUIDField(
        label=_("Key of a person"),
        required=False,
        help_text=_("From an access request. Finding somebody's lines is itself recorded."),
    )

    def clean(self) -> dict[str, Any]:
        """The first day comes first."""
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day comes before the first."))
        return values

    def asked(self) -> Asked:
        """The filters, once they are valid."""
        return Asked(**self.cleaned_data)


class InviteForm(NumberlessForm):
    """A new colleague. The address is where the invitation goes; the name is what colleagues see."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As colleagues see it."))
    email = forms.EmailField(label=_("E-mail address"), max_length=254, help_text=_("The invitation goes there."))
    works_for = forms.CharField(
        label=_("Works for another organisation"),
        required=False,
        max_length=120,
        help_text=_("For who is hired or works for a partner: the name of that organisation. Data subjects are told it."),
    )
    starts_on = DayField(label=_("First day"), validators=IN_REASON)


class RoleForm(NumberlessForm):
    """A role for a colleague. A stand-in has a last day, and for whom stands in the reason."""

    role = forms.ChoiceField(label=_("Role"))
    starts_on = DayField(label=_("From"), validators=IN_REASON)
    ends_on = DayField(
        validators=IN_REASON,
        label=_("Up to and including"),
        required=False,
        help_text=_("Leave empty where nobody knows yet. Who stands in for somebody has a last day."),
    )
    because = forms.CharField(label=_("Why"), max_length=200, help_text=_("The task; and for whom, where it is to stand in."))

    def __init__(self, roles: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Choose a role")), *roles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The first day comes first."""
        values = super().clean() or {}
        since, until = values.get("starts_on"), values.get("ends_on")
        if since and until and since > until:
            self.add_error("ends_on", _("The last day comes before the first."))
        return values


class EndForm(NumberlessForm):
    """When it ends: after a day, or at once."""

    when = forms.ChoiceField(
        label=_("When?"),
        choices=[("now", _("At once: nothing opens from this moment")), ("day", _("After the day below"))],
        widget=forms.RadioSelect,
    )
    last_day = DayField(label=_("Last day"), required=False, validators=IN_REASON)

    def clean(self) -> dict[str, Any]:
        """A day is needed where one was chosen."""
        values = super().clean() or {}
        if values.get("when") == "day" and not values.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Fill in the last day."))
        return values


class OpenForm(NumberlessForm):
    """A file that is opened exceptionally: which one, in which case, and why."""

    ground = forms.ChoiceField(label=_("In which case?"), widget=forms.RadioSelect)
    investigator = forms.CharField(
        label=_("External investigator"),
        required=False,
        max_length=160,
        help_text=_("Who was engaged, where the case asks for one. Without it the file stays shut."),
    )
    number = forms.CharField(label=_("Number of the file"), max_length=20)
    because = forms.CharField(
        label=_("Why is it necessary?"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("What you need to know, and why that cannot be found out in another way. The person may read this."),
    )

    def __init__(self, grounds: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = grounds  # type: ignore[attr-defined]


SHORTEST = {Way.NUMBER: 4, Way.NAME: 2}
"""Signs below which a number or a surname is too short to name anybody."""
UNREADABLE = {
    "postcode": _("This is no Dutch postcode. Write four digits and two letters, as in 1234 AB."),
    "house_number": _("This is no house number. Write the number first, as in 12 or 12 bis."),
    "born": _("This is no date. Write day, month and year, as in 2-3-1984."),
}


class FindForm(NumberlessForm):
    """What somebody at the telephone says of themselves: one of three, whole; half of it would find too many."""

    number = TextUnless(label=_("Number of the file"), max_length=20)
    family_name = TextUnless(
        label=_("Surname"), max_length=80, help_text=_("Without a prefix such as “van der”.")
    )
    born = TextUnless(
        label=_("Date of birth"), max_length=30, help_text=_("Day, month and year, for example 2-3-1984.")
    )
    postcode = TextUnless(label=_("Postcode"), max_length=10)
    house_number = TextUnless(
        label=_("House number"), max_length=12, help_text=_("With its addition, for example 12 bis.")
    )
    use_required_attribute = False
    not_done = _("Nobody was looked for yet.")
    GROUPS: ClassVar = {Way.NUMBER: ("number",), Way.NAME: ("family_name", "born"), Way.ADDRESS: ("postcode", "house_number")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    @property
    def named(self) -> Named:
        """What was named, once it is valid."""
        return self.cleaned_data["named"]  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        """One of the three, whole and long enough."""
        given = super().clean() or {}
        begun = [way for way, names in self.GROUPS.items() if any(given.get(name) for name in names)]
        if not self.errors and len(begun) != 1:
            raise forms.ValidationError(
                gettext(
                    "Fill in one of the three: a number, a surname with a date of birth, or a postcode with a house number."
                )
            )
        for name in self.GROUPS[begun[0]] if not self.errors else ():
            if not given[name]:
                self.add_error(name, gettext("This is needed as well: half of it would find too many people."))
        return given if self.errors else {**given, "named": self._named(begun[0], given)}

    def _named(self, way: Way, given: dict[str, Any]) -> Named | None:
        """As it is searched; what can't be read stands beside its field."""
        if way is Way.ADDRESS:
            postcode = self._read("postcode", values.postcode)
            house = self._read("house_number", values.house_number)
            return None if self.errors else Named(way, postcode, house="".join(map(str, house)))
        known = search_name(given["family_name"]) if way is Way.NAME else given["number"].upper()
        if len(known) < SHORTEST[way]:
            self.add_error(self.GROUPS[way][0], gettext("This is too short to find one person by."))
        if way is Way.NUMBER:
            return Named(way, known)
        born = self._read("born", dates.date)
        return None if self.errors else Named(way, known, born)

    def _read(self, name: str, parse: Callable[[str], Any]) -> Any:
        try:
            return parse(self.cleaned_data[name])
        except ValueProblem:
            self.add_error(name, UNREADABLE[name])
            return None


class JudgeForm(NumberlessForm):
    """What a review of an exceptional opening found."""

    finding = forms.CharField(
        label=_("What you found"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Was it necessary, was the case right, was no more looked at than needed?"),
    )
    withheld = forms.CharField(
        label=_("Why the person is not told yet"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Leave empty, and the person sees from today who opened the file, when and why."),
    )


class RecoverForm(NumberlessForm):
    """How a colleague saw who it is that can't come in any more, and what happened."""

    seen = forms.ChoiceField(label=_("How did you see who it is?"), choices=SeenBy.choices, widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("What happened?"),
        max_length=200,
        help_text=_("For instance: the phone was stolen. Write nothing more about them."),
    )


class ConfirmForm(NumberlessForm):
    """Whose file it is, by what its owner tells: all three must agree."""

    number = forms.CharField(label=_("Number of the file"), max_length=20)
    birth_date = DayField(label=_("Date of birth"), validators=IN_REASON)
    surname = forms.CharField(label=_("Surname"), max_length=80, help_text=_("Without the prefix: Vries for de Vries."))


class LockedOutForm(ConfirmForm, RecoverForm):
    """Somebody with a file who can't come in any more."""

    field_order = ("number", "birth_date", "surname", "seen", "because")


class FirstForm(LockedOutForm):
    """Somebody with a file who gets an account at the counter."""

    because = forms.CharField(
        label=_("Why in this way?"),
        max_length=200,
        help_text=_("For instance: has no e-mail address. Write nothing more about them."),
    )


class ReviewForm(NumberlessForm):
    """What the look at somebody's roles found."""

    finding = forms.CharField(
        label=_("What you found"),
        max_length=200,
        help_text=_("For each role: is it still needed, and how do you know? Take away first what is not."),
    )
