"""What staff write down of a resident."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum.nl import bsn

from huisvrede.modules.care.models import NumberKind

DOCUMENT = re.compile(r"[A-Z0-9]{6,12}")


class NumberForm(forms.Form):
    """A number that a care law lets the file hold."""

    kind = forms.ChoiceField(label=_("Which number"), choices=NumberKind.choices)
    number = forms.CharField(
        label=_("The number"),
        help_text=_("Read it from the document and keep no copy of that."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """A citizen service number passes its own test; the number of a document is letters and digits."""
        given: dict[str, Any] = super().clean() or {}
        number = re.sub(r"[\s.-]", "", given.get("number", "")).upper()
        given["number"] = number
        if not number:
            return given
        if given.get("kind") == NumberKind.BSN.value and not (number.isascii() and bsn.is_valid(number)):
            self.add_error("number", gettext("This is no citizen service number. Read it again, all nine digits."))
        elif given.get("kind") == NumberKind.DOCUMENT.value and not DOCUMENT.fullmatch(number):
            self.add_error("number", gettext("A document has a number of six to twelve letters and digits."))
        return given
