"""What can be asked of the access log."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from huisvrede.engines.access.queries import Asked
from huisvrede.foundation.ui.renderer import DayInput


class LooksForm(forms.Form):
    """Filters of the access log; what can't be read is told beside its field and nothing is shown."""

    since = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(
        label=_("Up to and including"),
        required=False,
        widget=DayInput(),
        validators=[MaxValueValidator(date(2199, 12, 30))],
    )
    activity = forms.ChoiceField(label=_("Activity"), required=False)
    refused = forms.BooleanField(label=_("Only what was refused"), required=False)
    person = forms.UUIDField(
        label=_("Key of a person"),
        required=False,
        help_text=_("From an access request. Finding somebody's lines is itself recorded."),
    )

    def __init__(self, activities: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", _("All activities")), *activities]  # type: ignore[attr-defined]

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
