"""Fields that are needed in one case and not in another: the form says when, and nobody reads "not required" beside them."""

from __future__ import annotations

from datetime import date

from django import forms


class TextUnless(forms.CharField):
    """A text that is needed unless the form says otherwise."""

    def validate(self, value: str) -> None:
        """May be empty."""


class DayUnless(forms.DateField):
    """A day that is needed unless the form says otherwise."""

    def validate(self, value: date | None) -> None:
        """May be empty."""
