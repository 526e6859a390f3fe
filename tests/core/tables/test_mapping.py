"""Columns are proposed by name, decided by a person, and nothing is left out in silence."""

import json

import pytest

from huisvrede.core.tables.mapping import (
    Column,
    Mapping,
    MappingError,
    Shape,
    Stored,
    from_json,
    propose,
    same_header,
)

SEEKERS = Shape(
    "seekers",
    (
        Column("number", str, ("Inschrijfnummer", "Klantnummer"), required=True),
        Column("surname", str, ("Achternaam",), required=True),
        Column("born_on", str, ("Geboortedatum",)),
        Column("phone", str, ("Telefoon", "Mobiel")),
        Column("email", str, ("E-mailadres", "E-mail")),
    ),
    number_field="number",
)
HEADERS = ("Inschr.nr", "Achternaam", "geb.datum", "Telefoon 1", "Telefoon 2", "BSN")


def code_of(mapping: Mapping, headers: tuple[str, ...] = HEADERS, shape: Shape = SEEKERS) -> str | None:
    """The code with which the mapping is refused for a file with these headers, if it is."""
    try:
        mapping.require_complete(headers, shape)
    except MappingError as error:
        assert str(error)
        return error.code
    return None


def test_columns_are_proposed_by_their_dutch_names_and_the_rest_is_open() -> None:
    proposed = propose(HEADERS, SEEKERS)
    assert proposed.mapped == {
        "Inschr.nr": "number",
        "Achternaam": "surname",
        "geb.datum": "born_on",
        "Telefoon 1": "phone",
    }
    assert (proposed.open, proposed.bsn) == (("Telefoon 2",), ("BSN",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Geboortedatum", "geb. datum"),
        ("GeboorteDatum", "GEBOORTE_DATUM"),
        ("E-mailadres", "emailadres"),
        ("Huisnr", "Huisnummer"),
        ("Telefoon 1", "tel"),
        ("Één", "een"),
    ],
)
def test_names_that_say_the_same_are_one(one: str, other: str) -> None:
    assert same_header(one, other)


def test_a_second_telephone_is_another_column() -> None:
    assert not same_header("Telefoon 2", "Telefoon")


def test_two_columns_that_say_the_same_both_stay_open() -> None:
    assert propose(("Telefoon 1", "telefoon"), SEEKERS).open == ("Telefoon 1", "telefoon")


def test_the_preferred_name_wins_and_the_other_stays_open() -> None:
    proposed = propose(("Klantnummer", "Inschrijfnummer"), SEEKERS)
    assert (proposed.mapped, proposed.open) == ({"Inschrijfnummer": "number"}, ("Klantnummer",))


def test_a_mapping_is_complete_once_every_column_is_decided() -> None:
    proposed = propose(HEADERS, SEEKERS)
    assert code_of(proposed) == "columns-open"
    assert code_of(proposed.leave_out("Telefoon 2")) is None


def test_a_required_field_must_be_mapped() -> None:
    assert code_of(propose(HEADERS, SEEKERS).leave_out("Telefoon 2", "Achternaam")) == "required-missing"


def test_a_mapping_holds_for_the_file_and_the_shape_it_was_made_for() -> None:
    decided = propose(HEADERS, SEEKERS).leave_out("Telefoon 2")
    assert code_of(decided, HEADERS[1:]) == "other-headers"
    assert code_of(decided, HEADERS, Shape("others", SEEKERS.columns)) == "other-shape"


def test_a_column_left_out_can_be_taken_up_again() -> None:
    mapping = propose(HEADERS, SEEKERS).leave_out("Telefoon 1").map("Telefoon 2", "phone", shape=SEEKERS)
    assert (mapping.mapped["Telefoon 2"], mapping.left_out) == ("phone", frozenset({"Telefoon 1"}))
    assert mapping.leave_out("Telefoon 2").map("Telefoon 1", "phone", shape=SEEKERS).open == ()


@pytest.mark.parametrize(
    ("header", "field", "code"),
    [
        ("Telefoon 2", "phone", "field-taken"),
        ("Telefoon 2", "shoe_size", "no-such-field"),
        ("Schoenmaat", "phone", "no-such-column"),
        ("BSN", "email", "bsn-column"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused(header: str, field: str, code: str) -> None:
    with pytest.raises(MappingError) as caught:
        propose(HEADERS, SEEKERS).map(header, field, shape=SEEKERS)
    assert caught.value.code == code
    assert str(caught.value)


def test_a_mapping_survives_json() -> None:
    decided = propose(HEADERS, SEEKERS).leave_out("Telefoon 2")
    assert from_json(json.loads(json.dumps(decided.to_json())), SEEKERS) == decided


def test_a_stored_mapping_is_checked_as_a_new_one() -> None:
    stored = Stored(shape="seekers", headers=["a", "b"], mapped={"a": "phone", "b": "phone"}, left_out=[])
    with pytest.raises(MappingError) as caught:
        from_json(stored, SEEKERS)
    assert caught.value.code == "field-taken"


@pytest.mark.parametrize(
    "stored", ["{}", "[]", "3", '{"shape": "x", "headers": ["a"], "mapped": [], "left_out": []}']
)
def test_what_is_no_stored_mapping_is_refused(stored: str) -> None:
    with pytest.raises(MappingError) as caught:
        from_json(json.loads(stored), SEEKERS)
    assert caught.value.code == "not-a-mapping"


def test_a_stored_mapping_of_another_shape_is_refused() -> None:
    stored = Stored(shape="others", headers=[], mapped={}, left_out=[])
    with pytest.raises(MappingError) as caught:
        from_json(stored, SEEKERS)
    assert caught.value.code == "other-shape"
