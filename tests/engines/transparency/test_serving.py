"""The shape of what is done for others has a place for everything that a profile says of it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from huisvrede.core.served import PARTY, Served
from huisvrede.engines.transparency.serving import SERVED
from huisvrede.engines.transparency.shape import SECTIONS, flat, items, unflat
from tests.recorded import PROFILES, recorded


def test_every_field_has_its_section() -> None:
    stood = {section.name for section in SERVED if section.many} | {one.name for section in SERVED if not section.many for one in section.fields}
    assert stood | {"key"} == {one.name for one in fields(Served)}
    assert {section.slug for section in SERVED} & {section.slug for section in SECTIONS} == set()
    assert tuple(one.name for one in SERVED[1].fields) == PARTY


@pytest.mark.parametrize("profile", PROFILES)
def test_what_is_spelt_as_cells_is_read_as_it_was(profile: str) -> None:
    for said in recorded(profile).served.values():
        for section in SERVED:
            for item in items(section, said):
                said_of = {name: value for name, value in item.items() if value or name == "ended"}
                assert unflat(section, flat(section, item)) == said_of
