"""What staff write down of a resident."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from huisvrede.core.tables.values import ValueProblem
from huisvrede.modules.care.models import NumberKind
from huisvrede.modules.care.numbers import citizen_number, document_number

READ: Final = {
    NumberKind.BSN.value: (
        citizen_number,
        _("This is no citizen service number. Read it again, all nine digits."),
    ),
    NumberKind.DOCUMENT.value: (
        document_number,
        _("A document has a number of six to twelve letters and digits."),
    ),
}
"""How each number is read, and what is said when it can't be."""


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
        kind = given.get("kind")
        if not given.get("number") or kind not in READ:
            return given
        read, sentence = READ[kind]
        try:
            given["number"] = read(given["number"])
        except ValueProblem:
            self.add_error("number", str(sentence))
        return given
