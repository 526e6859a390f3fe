"""A declaration says what it says, and can't be changed afterwards."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from huisvrede.core.declaration import SELF, Ground, PersonalData

FILE = PersonalData(activity="home-seekers", subject="person", fields={})
CHILD = PersonalData(activity="home-seekers", anchor="registration", fields={})


def test_a_row_is_its_own_anchor_unless_it_names_another() -> None:
    assert (FILE.anchor, FILE.is_anchor, CHILD.is_anchor) == (SELF, True, False)


def test_what_is_not_said_is_not_allowed() -> None:
    """A data subject sees their own and no more; a job may read and dispose, and no more."""
    assert (FILE.own, FILE.system, FILE.also, FILE.assigned) == ({"view"}, frozenset(), (), ())


def test_staff_are_kept_out_only_where_it_is_said() -> None:
    assert [field.default for field in fields(PersonalData) if field.name == "staff"] == [True]


@pytest.mark.parametrize("declared", [FILE, Ground(why="a log", fields={}, policies={})])
def test_nobody_changes_a_declaration(declared: object) -> None:
    with pytest.raises(FrozenInstanceError):
        declared.fields = {"name": "identity"}  # type: ignore[attr-defined]


def test_a_declaration_is_written_with_names() -> None:
    """`PersonalData("x", {})` would hide which is which."""
    with pytest.raises(TypeError, match="positional"):
        PersonalData("home-seekers", {})  # type: ignore[misc]
