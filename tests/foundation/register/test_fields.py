"""What is special or sensitive stands in no field that the database can read."""

from __future__ import annotations

from dataclasses import replace

from huisvrede.core.vocabulary import Category
from huisvrede.foundation.register.checks import _special_fields_are_sealed
from huisvrede.foundation.register.declarations import Entry, entries, of
from huisvrede.foundation.register.fields import SealedField
from huisvrede.modules.care.models import Identifier, Resident


def test_a_special_field_that_is_not_sealed_stops_the_process() -> None:
    declared = of(Resident)
    assert declared is not None
    for kind, said in ((Category.HEALTH, "special"), (Category.INCOME, "sensitive")):
        spoilt = replace(declared, fields={**declared.fields, "phone": kind})
        assert list(_special_fields_are_sealed(Entry(Resident, spoilt, "here"))) == [
            ("E013", f"care.Resident.phone is {said} and must be a SealedField")
        ]


def test_every_special_field_there_is_is_sealed() -> None:
    assert [finding for entry in entries() for finding in _special_fields_are_sealed(entry)] == []
    assert isinstance(Identifier._meta.get_field("value"), SealedField)
