"""The columns other systems use are recognised, and their words are ours."""

from __future__ import annotations

import pytest

from huisvrede.core.tables.mapping import propose
from huisvrede.foundation.imports.shapes import shape_named
from huisvrede.modules.allocation.imports import COLUMNS, REASONS
from huisvrede.modules.allocation.models import EndReason, Registration

ELSEWHERE = {"house_addition", "main_number"}


@pytest.mark.clause("ALL-04", part="import")
def test_every_field_of_the_table_is_a_field_of_a_registration() -> None:
    fields = {field.name for field in Registration._meta.get_fields()}
    assert {column.field for column in COLUMNS} - fields == ELSEWHERE


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.field)
def test_each_name_of_a_column_is_recognised_as_that_column_alone(column: object) -> None:
    found = next(one for one in COLUMNS if one is column)
    shape = shape_named("seekers").shape
    proposed = [propose((header,), shape).mapped for header in (found.field, *found.headers)]
    assert proposed == [{header: found.field} for header in (found.field, *found.headers)]


def test_every_reason_of_the_end_can_be_said() -> None:
    assert set(REASONS.values()) == set(EndReason.values)
