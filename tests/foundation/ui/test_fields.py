"""What is needed unless the form says otherwise may stay empty, and is not called "not required"."""

from __future__ import annotations

from django import forms
from django.utils.translation import override

from huisvrede.foundation.ui.fields import DayUnless, TextUnless


class _Form(forms.Form):
    name = TextUnless(label="Name")
    born = DayUnless(label="Born")
    note = forms.CharField(label="Note", required=False)


def test_it_may_be_empty_and_is_not_called_optional() -> None:
    with override("en"):
        form = _Form({})
        assert (form.is_valid(), form.cleaned_data) == (True, {"name": "", "born": None, "note": ""})
        assert str(form).count("(not required)") == 1
