"""A day is read however it is written; what is needed unless the form says otherwise may stay empty, and is not called "not required"."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from huisvrede.foundation.ui.fields import HOW, DayField, DayUnless, NumberlessForm, TextUnless


class _Form(forms.Form):
    name = TextUnless(label="Name")
    born = DayUnless(label="Born")
    note = forms.CharField(label="Note", required=False)


def test_it_may_be_empty_and_is_not_called_optional() -> None:
    with override("en"):
        form = _Form({})
        assert (form.is_valid(), form.cleaned_data) == (True, {"name": "", "born": None, "note": ""})
        assert str(form).count("(not required)") == 1


class _Days(forms.Form):
    day = DayField(label="Day", help_text="The terms run from this day.")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("typed", ["2-3-1984", "02/03/1984", "1984-03-02", " 2 maart 1984 ", "02.03.1984"])
def test_a_day_means_the_same_in_every_language_and_is_shown_day_first(language: str, typed: str) -> None:
    with override(language):
        form = _Days({"day": typed})
        assert (form.is_valid(), form.cleaned_data) == (True, {"day": date(1984, 3, 2)})
        assert 'value="2-3-1984"' in str(form["day"])


@pytest.mark.parametrize("typed", ["31-2-1984", "3/14/2031", "soon", "2-3-84"])
def test_what_is_no_day_stays_as_it_was_typed_with_how_it_is_written(typed: str) -> None:
    with override("en"):
        form = _Days({"day": typed})
        assert form.errors == {"day": ["This is no date. Write day, month and year, as in 2-3-1984."]}
        assert f'value="{typed}"' in str(form["day"])
        assert re.search(r'id="id_day_helptext".*?The terms run from this day\. ' + re.escape(str(HOW)), str(form), re.DOTALL)


class _Told(NumberlessForm):
    words = forms.CharField(required=False)
    phone = forms.CharField(required=False)


@pytest.mark.parametrize(("words", "taken"), [("111222333", False), ("sofinummer 111222333", False), ("kenmerk 111222333 van 2024", True), ("", True)])
def test_a_number_that_is_called_so_or_stands_alone_is_refused_and_no_other(words: str, taken: bool) -> None:
    form = _Told({"words": words, "phone": "+31612345678"})
    assert (form.is_valid(), list(form.errors)) == (taken, [] if taken else ["words"])
