"""What every form of the house does: it takes no citizen service number where none has a place (COR-14)."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext

from huisvrede.core.tables.bsn import suspect_bsn


class Form(forms.Form):
    """A form that refuses a citizen service number in each of its fields, but in those that are made for a number.

    One in eleven numbers of nine digits passes for one; the sentence says what to do with such a number.
    """

    numbers: ClassVar[frozenset[str]] = frozenset({"number"})
    """Fields for a number by which somebody or a file is known; what may stand there is the field's own matter."""

    def full_clean(self) -> None:
        """Each text, after the form has looked at it in its own way."""
        super().full_clean()
        for name, said in [*getattr(self, "cleaned_data", {}).items()]:
            if (
                isinstance(said, str)
                and name in self.fields
                and name not in self.numbers
                and suspect_bsn(said)
            ):
                self.add_error(
                    name,
                    gettext(
                        "This looks like a citizen service number (BSN), which may not stand here. Take it out."
                        " Is it another number? Then leave out its last digits."
                    ),
                )
