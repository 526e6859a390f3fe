"""The columns other systems use for residents are recognised, and a BSN is one that a person chooses."""

from __future__ import annotations

import pytest

from huisvrede.core.tables.mapping import Column, MappingError, propose
from huisvrede.foundation.imports.shapes import shape_named
from huisvrede.modules.care.imports import COLUMNS
from huisvrede.modules.care.models import Resident

SHAPE = shape_named("residents").shape


def test_every_field_is_one_of_the_file_or_a_sealed_number_of_its_own() -> None:
    fields = {field.name for field in Resident._meta.get_fields()}
    assert {column.field for column in COLUMNS} - fields == {"house_addition", "bsn", "document_number"}
    assert {column.field: column.right for column in COLUMNS if column.right} == {
        "bsn": "record-number",
        "document_number": "record-number",
    }


@pytest.mark.parametrize("column", [c for c in COLUMNS if not c.bsn], ids=lambda column: column.field)
def test_each_name_of_a_column_is_recognised_as_that_column_alone(column: Column) -> None:
    proposed = [propose((header,), SHAPE).mapped for header in (column.field, *column.headers)]
    assert proposed == [{header: column.field} for header in (column.field, *column.headers)]


@pytest.mark.clause("COR-14", part="import")
def test_a_bsn_is_read_only_by_choice_and_only_as_one() -> None:
    proposed = propose(("Dossiernummer", "BSN"), SHAPE)
    assert (proposed.mapped, proposed.open, proposed.bsn) == ({"Dossiernummer": "number"}, (), ("BSN",))
    chosen = proposed.map("BSN", "bsn", shape=SHAPE)
    assert (chosen.mapped["BSN"], chosen.bsn) == ("bsn", ())
    with pytest.raises(MappingError) as problem:
        proposed.map("BSN", "document_number", shape=SHAPE)
    assert problem.value.code == "bsn-column"
