"""A day, written the same way in every form; fields that are needed in one case and not in another; and what no form takes.

Of those the form says when, and nobody reads "not required" beside them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from huisvrede.core.tables.bsn import Suspicion, suspect_bsn
from huisvrede.foundation.ui.renderer import DayInput

HOW: Final = gettext_lazy("Day, month and year, for example 2-3-1984.")


NO_NUMBER: Final = gettext_lazy(
    "Leave the citizen service number (BSN) out. We may not keep it here, and nobody needs it for this."
)


class NumberlessForm(forms.Form):
    """A form in which a citizen service number has no place: one that is typed all the same is refused at its field.

    Keeping that number needs a law (article 87 of the GDPR, article 46 of the UAVG), so it has forms of its own (COR-14). A
    number within a text is refused where the text calls it so: one in eleven of nine digits is none.
    """

    numbers: ClassVar[frozenset[str]] = frozenset({"number"})
    """Fields for the number of a file, which may look like one; what may stand there is the form's own matter."""

    def clean(self) -> dict[str, Any]:
        """What was filled in, without a citizen service number in it."""
        given = super().clean() or {}
        for name in [name for name, value in given.items() if isinstance(value, str) and name not in self.numbers]:
            if suspect_bsn(given[name]) is Suspicion.CERTAIN:
                self.add_error(name, NO_NUMBER)
        return self.cleaned_data


class DayField(forms.DateField):
    """A day in one line, with below its label how it is written."""

    widget = DayInput
    default_error_messages = {"invalid": gettext_lazy("This is no date. Write day, month and year, as in 2-3-1984.")}  # noqa: RUF012  Django's

    def __init__(self, *, help_text: str | Promise = "", **more: Any) -> None:
        super().__init__(help_text=format_lazy("{} {}", help_text, HOW) if help_text else HOW, **more)


class TextUnless(forms.CharField):
    """A text that is needed unless the form says otherwise."""

    def validate(self, value: str) -> None:
        """May be empty."""


class DayUnless(DayField):
    """A day that is needed unless the form says otherwise."""

    def validate(self, value: date | None) -> None:
        """May be empty."""
