"""A kind of table is offered once, and each of its fields has a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huisvrede.foundation.imports.shapes import offer, offered, shape_named


def test_the_modules_offer_their_tables_at_start() -> None:
    assert [shape.key for shape in offered()] == ["assignments", "residents", "seekers", "supports"]


def test_a_key_is_taken_once() -> None:
    with pytest.raises(ValueError, match="the shape seekers is offered twice"):
        offer(shape_named("seekers"))


def test_a_field_without_a_name_is_refused() -> None:
    seekers = shape_named("seekers")
    nameless = {field: name for field, name in seekers.fields.items() if field != "city"}
    with pytest.raises(ValueError, match="the shape other has fields without a name: city"):
        offer(replace(seekers, key="other", fields=nameless))
