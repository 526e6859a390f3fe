"""One declaration is read by page and export alike, and no address asks for more than it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.lists.declaring import (
    chosen,
    declare_list,
    declared_lists,
    exported_fields,
    list_named,
)
from huisvrede.modules.allocation.lists import SEEKERS
from huisvrede.modules.allocation.models import Document, Registration
from tests.modules.allocation.cards import acts, many


def test_a_list_is_known_by_its_key_and_once() -> None:
    assert list_named("woningzoekenden") is SEEKERS
    assert SEEKERS in declared_lists()
    with pytest.raises(ValueError, match="two lists"):
        declare_list(SEEKERS)


@pytest.mark.parametrize("one", declared_lists(), ids=lambda one: one.key)
def test_each_order_tells_every_row_apart_in_one_direction_by_what_is_never_empty(one: Any, organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        model = one.rows().model
    for sort in one.sorts:
        assert len({column.startswith("-") for column in sort.columns}) == 1
        assert model._meta.get_field(sort.columns[-1].lstrip("-")).unique
        assert [name for name in sort.columns if model._meta.get_field(name.lstrip("-")).null] == []


@pytest.mark.parametrize(
    ("query", "again", "unknown"),
    [
        ({}, {}, False),
        ({"staat": "lopend", "volgorde": "naam"}, {"staat": "lopend", "volgorde": "naam"}, False),
        ({"volgorde": "nieuwste", "staat": ""}, {}, False),
        ({"staat": "Zandmarker", "volgorde": "oudste"}, {"volgorde": "oudste"}, True),
        ({"volgorde": "geboren"}, {}, True),
        ({"aantal": "50"}, {}, False),
        ({"aantal": "100"}, {}, True),
        ({"name": "Zandmarker", "na": "x", "\x00": "\ud800"}, {}, False),
    ],
)
def test_an_address_keeps_codes_and_nothing_else(
    organisation: Organisation, query: dict[str, str], again: dict[str, str], unknown: bool
) -> None:
    with acts(organisation, "anna"):
        asked = chosen(SEEKERS, query)
    assert (asked.query(), asked.unknown) == (again, unknown)


def test_a_usual_answer_holds_until_an_address_asks_for_all(organisation: Organisation) -> None:
    usual = replace(SEEKERS, facets=(replace(SEEKERS.facets[0], usual="lopend"), *SEEKERS.facets[1:]))
    with acts(organisation, "anna"):
        found = {code: chosen(usual, {"staat": code}) for code in ("", "lopend", "alle", "beeindigd")}
        asked = {code: (one.query(), "staat" in one.options, one.unknown) for code, one in found.items()}
    assert asked == {
        "": ({}, True, False),
        "lopend": ({}, True, False),
        "alle": ({"staat": "alle"}, False, False),
        "beeindigd": ({"staat": "beeindigd"}, True, False),
    }


def test_a_page_holds_as_many_rows_as_the_list_lets_one_choose(organisation: Organisation) -> None:
    with acts(organisation, "anna"):
        found = {code: chosen(replace(SEEKERS, sizes=(20, 100)), {"aantal": code}) for code in ("", "20", "100", "7")}
    assert {code: (one.size, one.query(), one.unknown) for code, one in found.items()} == {
        "": (20, {}, False),
        "20": (20, {}, False),
        "100": (100, {"aantal": "100"}, False),
        "7": (20, {}, True),
    }


def test_facets_narrow_together_and_one_can_be_left_out(organisation: Organisation) -> None:
    many(organisation, 3, ended_on="2024-01-01", end_reason="lapsed")
    with acts(organisation, "anna"):
        asked = chosen(SEEKERS, {"staat": "beeindigd", "behandeling": "mij"})
        assert (asked.rows().count(), asked.rows(but="behandeling").count(), asked.rows(but="staat").count()) == (0, 3, 0)


def test_what_is_sealed_is_in_no_export() -> None:
    assert [field.name for field in exported_fields(SEEKERS, Registration)] == list(SEEKERS.exported)
    with pytest.raises(TypeError):
        exported_fields(replace(SEEKERS, exported=("content",)), Document)
