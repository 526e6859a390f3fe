"""What is typed is checked at the field, and each problem says what to do (COR-12)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from huisvrede.modules.allocation.forms import CardForm, MemberForm, SearchForm, card_of
from huisvrede.modules.allocation.models import Registration
from tests.conftest import TODAY
from tests.modules.allocation.cards import CARD, TYPED

WRONG = [
    ("birth_date", "31-02-1984", "Deze dag bestaat niet. Controleer de dag en de maand."),
    ("birth_date", "9-4-91", "Schrijf het jaar met vier cijfers, zoals 1984."),
    ("birth_date", "24-11-2026", "Kies een dag van 1-1-1900 tot en met 23-11-2026."),
    ("birth_date", "gisteren", "Dit is geen datum. Schrijf dag, maand en jaar, zoals 2-3-1984."),
    ("birth_date", "", "Vul dit in. Zonder dit kunnen we niet verder."),
    (
        "postcode",
        "1234",
        "Dit is geen Nederlandse postcode. Schrijf vier cijfers en twee letters, zoals 1234 AB.",
    ),
    (
        "postcode",
        "0234 AB",
        "Dit is geen Nederlandse postcode. Schrijf vier cijfers en twee letters, zoals 1234 AB.",
    ),
    ("email", "nadia", "Dit is geen e-mailadres. Schrijf het zoals naam@example.org."),
    ("phone", "12", "Dit is geen telefoonnummer. Schrijf het zoals 06 12345678, of begin met + en het land."),
    ("house_number", "bis", "Dit is geen huisnummer. Schrijf eerst het nummer, zoals 12 of 12 bis."),
    ("house_number", "99999 achterhuis", "Dit is te lang. Schrijf hoogstens 12 tekens."),
    ("household_size", "0", "Schrijf een getal van 1 tot en met 20."),
    ("household_size", "twee", "Schrijf een heel getal, zoals 3."),
    ("family_name", "n" * 81, "Dit is te lang. Schrijf hoogstens 80 tekens."),
    (
        "city",
        "Zegge\x07dam",
        "Hier staat een onzichtbaar teken in. Typ het opnieuw in plaats van het te plakken.",
    ),
]


def test_what_is_typed_is_kept_as_it_is_meant() -> None:
    form = CardForm(TYPED, on=TODAY)
    assert (form.is_valid(), form.errors) == (True, {})
    assert form.card == CARD


@pytest.mark.parametrize(("name", "typed", "sentence"), WRONG)
def test_a_problem_stands_at_its_field_and_says_what_to_do(name: str, typed: str, sentence: str) -> None:
    with translation.override("nl"):
        assert CardForm({**TYPED, name: typed}, on=TODAY).errors == {name: [sentence]}


def test_no_problem_repeats_what_was_typed() -> None:
    form = CardForm({**TYPED, "email": "geheim-woord"}, on=TODAY)
    assert "geheim-woord" not in str(form.errors)


@pytest.mark.parametrize("name", ["name_prefix", "email", "phone", "rooms_wanted"])
def test_what_we_do_not_need_may_stay_empty(name: str) -> None:
    form = CardForm({**TYPED, name: ""}, on=TODAY)
    assert form.is_valid()
    assert form.card == {**CARD, name: None if name == "rooms_wanted" else ""}


def test_a_birth_today_is_a_day_and_tomorrow_is_not() -> None:
    assert CardForm({**TYPED, "birth_date": "23-11-2026"}, on=TODAY).is_valid()
    assert not CardForm({**TYPED, "birth_date": "23-11-2026"}, on=date(2026, 11, 22)).is_valid()


def test_the_form_begins_with_the_row_and_gives_it_back_unchanged() -> None:
    row = Registration(**CARD, version=7)
    begun = CardForm(initial=card_of(row), on=TODAY)
    typed = {name: begun[name].value() for name in begun.fields}
    again = CardForm({name: "" if value is None else str(value) for name, value in typed.items()}, on=TODAY)
    assert again.is_valid()
    assert (again.card, again.cleaned_data["version"]) == (CARD, 7)


def test_browsers_are_told_what_they_may_fill_in() -> None:
    form = CardForm(on=TODAY)
    tokens = {name: field.widget.attrs.get("autocomplete") for name, field in form.fields.items()}
    assert {name: token for name, token in tokens.items() if token not in ("off", None)} == {
        "given_name": "given-name",
        "family_name": "family-name",
        "birth_date": "bday",
        "postcode": "postal-code",
        "city": "address-level2",
        "email": "email",
        "phone": "tel",
    }


def test_a_member_of_the_household_has_names_and_a_day_of_birth() -> None:
    typed = {"given_name": "Kim", "family_name": "Bos", "birth_date": "1-2-2019"}
    form = MemberForm(typed, on=TODAY)
    assert form.is_valid()
    assert form.cleaned_data == {**typed, "birth_date": date(2019, 2, 1)}
    assert not MemberForm({**typed, "birth_date": "24-11-2026"}, on=TODAY).is_valid()


def test_a_misread_number_is_told_before_anybody_is_searched() -> None:
    with translation.override("nl"):
        form = SearchForm({"number": "4829301750"})
        assert form.errors == {"number": ["Een cijfer van dit nummer klopt niet. Lees het nog eens na."]}
