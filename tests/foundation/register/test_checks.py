"""Loose ends in code are named with code, sentence and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import uuid4

import pytest
from django.apps.registry import Apps
from django.core.checks import run_checks
from django.db import models

from huisvrede.core.declaration import KEY, Declared, Ground, PersonalData
from huisvrede.core.vocabulary import Category
from huisvrede.foundation.people.models import Hat, Person
from huisvrede.foundation.register import checks
from huisvrede.foundation.register.checks import CHECKS
from huisvrede.foundation.register.declarations import Entry, declare, of
from huisvrede.foundation.walls.visible import VisibleManager
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from huisvrede.modules.allocation.personal_data import declare as _declared_there  # noqa: F401  the module is loaded

REGISTRATION = of(Registration)
MEMBER = of(HouseholdMember)


def codes(model: type[models.Model], declared: Declared) -> set[str]:
    entry = Entry(model, declared, "here.py:1")
    return {code for check in CHECKS for code, _sentence in check(entry)}


def changed(declared: object, **values: object) -> PersonalData:
    assert isinstance(declared, PersonalData)
    return PersonalData(**{**declared.__dict__, **values})


def fields(**values: object) -> Mapping[str, object]:
    assert isinstance(REGISTRATION, PersonalData)
    return {**REGISTRATION.fields, **values}


def test_the_house_has_no_loose_ends() -> None:
    assert [f"{m.id} {m.msg} {m.hint}" for m in run_checks() if str(m.id).startswith("huisvrede")] == []


@pytest.mark.clause("ALL-04")
def test_an_unclassified_field_stops_the_start() -> None:
    """A field that no activity declares can't exist."""
    assert isinstance(REGISTRATION, PersonalData)
    without = {name: kind for name, kind in REGISTRATION.fields.items() if name != "phone"}
    assert codes(Registration, changed(REGISTRATION, fields=without)) == {"E002"}


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        (lambda: changed(REGISTRATION, fields=fields(shoe_size=KEY)), {"E003"}),
        (lambda: changed(REGISTRATION, fields=fields(phone="telephony")), {"E004"}),
        (lambda: changed(MEMBER, clocks={"born": "birth_date"}), {"E005"}),
        (lambda: changed(REGISTRATION, clocks={"ended": "number"}), {"E006"}),
        (lambda: changed(REGISTRATION, subject="number"), {"E007"}),
        (lambda: changed(MEMBER, anchor="given_name"), {"E008"}),
        (lambda: changed(MEMBER, anchor=""), {"E008"}),
        (lambda: changed(REGISTRATION, activity=""), {"E009"}),
        (lambda: changed(REGISTRATION, activity_from="nothing"), {"E009"}),
    ],
)
def test_each_loose_end_has_its_code(declared: object, found: set[str]) -> None:
    one = declared()  # type: ignore[operator]
    model = HouseholdMember if "registration" in one.fields else Registration
    assert codes(model, one) == found


def test_a_row_hangs_on_a_file_and_not_on_another_row_or_a_table_of_the_house() -> None:
    """A child of a child would be walled by a rule about nobody."""
    for elsewhere in (HouseholdMember, Hat):

        class Hanging(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid4)
            on = models.ForeignKey(elsewhere, on_delete=models.PROTECT, related_name="+")
            objects = VisibleManager["Hanging"]()

            class Meta:
                app_label = "loose"
                apps = Apps()

        assert codes(Hanging, PersonalData(activity="x", anchor="on", fields={"id": KEY, "on": KEY})) == {
            "E008"
        }


@pytest.fixture
def numbered() -> Iterator[type[models.Model]]:
    """A model as it must not be: numbered by the database, found by an ordinary manager."""

    class Numbered(models.Model):
        person = models.ForeignKey(Person, on_delete=models.PROTECT)
        shouted = models.GeneratedField(
            expression=models.F("id"), output_field=models.IntegerField(), db_persist=True
        )

        class Meta:
            app_label = "loose"
            apps = Apps()

    return Numbered


def test_keys_that_tell_and_managers_that_forget_are_refused(numbered: type[models.Model]) -> None:
    declared = PersonalData(activity="x", subject="person", fields={"id": KEY, "person": KEY, "shouted": KEY})
    assert codes(numbered, declared) == {"E010", "E011", "E012"}


def test_a_second_declaration_names_both_lines() -> None:
    with pytest.raises(
        ValueError, match=r"declared twice: .*personal_data\.py:\d+ and .*test_checks\.py:\d+"
    ):
        declare(Registration, Ground(why="again", fields={}, policies={}))


def test_an_undeclared_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real list of models, with one declaration withheld."""
    monkeypatch.setattr(checks, "of", lambda model: None if model is HouseholdMember else of(model))
    found = [m for m in checks.check_declarations() if m.id == "huisvrede.E001"]
    assert [(m.msg, m.hint) for m in found] == [
        (
            "allocation.HouseholdMember has no declaration: add declare(HouseholdMember, …).",
            "huisvrede.modules.allocation.personal_data",
        )
    ]
    assert Category.HEALTH.special
    assert isinstance(Registration.objects, VisibleManager)


def test_a_file_is_found_by_all_that_people_name_or_not_at_all() -> None:
    assert codes(Registration, changed(REGISTRATION, known_by={"number": "number"})) == {"E014"}
    gone = changed(REGISTRATION, known_by={**REGISTRATION.known_by, "number": "nummer"})  # type: ignore[union-attr]
    assert codes(Registration, gone) == {"E014"}
    assert codes(HouseholdMember, changed(MEMBER, known_by=REGISTRATION.known_by)) == {"E014"}  # type: ignore[union-attr]
