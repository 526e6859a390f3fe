"""What somebody says of a view or an export."""

from __future__ import annotations

import re
from typing import Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huisvrede.foundation.lists.models import NAME
from huisvrede.foundation.lists.models import Form as Kind
from huisvrede.foundation.ui.fields import NumberlessForm

DIGITS: Final = re.compile(r"\d{4}")


class WordsForm(forms.Form):
    """What a list is searched by; it goes along with each step through the list in a form, and stands in no address."""

    @property
    def words(self) -> list[tuple[str, str]]:
        """(field, what was typed) of each field that holds something."""
        return [(name, str(self.data[name])) for name in self.fields if self.data.get(name)]


class ViewForm(NumberlessForm):
    """How a view is called; numbers of people and days of birth are turned away, the rest is said beside the field."""

    name = forms.CharField(
        label=_("Name of this view"),
        help_text=_("A few words that say what it shows, such as “Ended”. Name nobody: the view goes on without them."),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """Words, and no number by which somebody is known."""
        name: str = self.cleaned_data["name"]
        if DIGITS.search(name) or "@" in name:
            raise forms.ValidationError(gettext("Leave numbers and addresses of people out. Write in words what it shows."))
        return name


class ExportForm(NumberlessForm):
    """What kind of file."""

    form = forms.ChoiceField(
        label=_("What kind of file?"), choices=Kind.choices, initial=Kind.XLSX, widget=forms.RadioSelect
    )
