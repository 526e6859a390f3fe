"""A day, written the same way in every form; and fields that are needed in one case and not in another.

Of those the form says when, and nobody reads "not required" beside them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from huisvrede.foundation.ui.renderer import DayInput

HOW: Final = gettext_lazy("Day, month and year, for example 2-3-1984.")


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
