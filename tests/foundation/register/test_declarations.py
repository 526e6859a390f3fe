"""What the apps declared, as every engine reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps.registry import Apps
from django.db import models

from huisvrede.core.declaration import Ground, PersonalData
from huisvrede.foundation.people.models import Hat, Person
from huisvrede.foundation.register import declarations
from huisvrede.foundation.register.declarations import (
    all_declared,
    anchor_column,
    anchor_declaration,
    anchor_of,
    children_of,
    column,
    declare,
    entries,
    function,
    grounds,
    model_named,
    of,
)
from huisvrede.modules.allocation.models import (
    Assignment,
    Disclosure,
    Document,
    HouseholdMember,
    OutOfFile,
    Registration,
)


@pytest.fixture
def loose() -> Iterator[type[models.Model]]:
    """A model that nobody declared."""

    class Loose(models.Model):
        person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label, apps = "loose", Apps()

    yield Loose
    declarations._entries.pop(Loose, None)


def test_a_declaration_is_found_by_its_model_and_keeps_its_line(loose: type[models.Model]) -> None:
    assert of(loose) is None
    said = Ground(why="a test", fields={}, policies={})
    declare(loose, said)
    (entry,) = (e for e in entries() if e.model is loose)
    file, line = entry.where.rsplit(":", 1)
    assert (of(loose), Path(file).name) == (said, "test_declarations.py")
    assert (
        Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip() == "declare(loose, said)"
    )


def test_a_model_is_declared_once(loose: type[models.Model]) -> None:
    declare(loose, Ground(why="a test", fields={}, policies={}))
    with pytest.raises(ValueError, match=r"loose\.Loose is declared twice: .*:\d+ and .*:\d+\."):
        declare(loose, Ground(why="again", fields={}, policies={}))


def test_anchors_come_before_what_hangs_on_them() -> None:
    order = [declared.is_anchor for _model, declared in all_declared()]
    assert order == sorted(order, reverse=True)
    assert {True, False} == set(order)


def test_every_declaration_is_one_of_two_kinds() -> None:
    split = [m for m, _ in all_declared()] + [m for m, _ in grounds()]
    assert sorted(map(str, split)) == sorted(str(e.model) for e in entries())
    assert {Person, Hat} <= {m for m, _ in grounds()}


def test_a_file_and_its_children_know_each_other() -> None:
    assert {m for m, _ in children_of(Registration)} == {HouseholdMember, Assignment, Disclosure, Document, OutOfFile}
    assert [anchor_of(m) for m in (Registration, HouseholdMember, Hat)] == [Registration, Registration, Hat]
    assert anchor_declaration(HouseholdMember) is of(Registration)
    assert [anchor_column(m) for m in (Registration, HouseholdMember, Hat)] == ["id", "registration_id", "id"]


def test_a_table_of_the_house_has_no_anchor() -> None:
    with pytest.raises(AssertionError):
        anchor_declaration(Hat)


def test_names_in_the_database_follow_from_the_models() -> None:
    assert column(HouseholdMember, "registration") == "registration_id"
    assert function(HouseholdMember, "hidden") == "walls.hidden_allocation_registration"
    assert model_named("allocation.Registration") is Registration
    with pytest.raises(LookupError):
        model_named("allocation.Nothing")


def test_every_relation_leads_to_a_hat() -> None:
    """The reach `assigned` is about a hat; a relation to anything else would assign nobody."""
    for model, declared in all_declared():
        assert isinstance(declared, PersonalData)
        for relation in declared.assigned:
            related = model_named(relation.model)
            assert related._meta.get_field(relation.worker).related_model is Hat
            assert related._meta.get_field(relation.anchor).related_model is model
