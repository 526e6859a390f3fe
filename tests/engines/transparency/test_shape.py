"""The shape of an entry: whatever a profile says stands in it, and comes out of forms and workbook as it went in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from huisvrede.core.policy import load
from huisvrede.engines.transparency.shape import BY_SLUG, SECTIONS, flat, items, put, unflat
from tests.conftest import ROOT
from tests.said import said_by

PROFILES = sorted(p.name for p in (ROOT / "profiles").iterdir() if p.is_dir())
NOT_HERE = {"key", "roles"}
"""What names an entry, and who may do what: neither is changed by a draft."""


@pytest.mark.parametrize("profile", PROFILES)
def test_every_entry_of_every_profile_goes_through_unchanged(profile: str) -> None:
    for key, said in said_by(load(ROOT / "profiles" / profile)).items():
        again: dict[str, Any] = {name: said[name] for name in NOT_HERE}
        for section in SECTIONS:
            again = put(section, again, [unflat(section, flat(section, item)) for item in items(section, said)])
        for name, value in said.items():
            assert (key, name, plain(again.get(name) or None)) == (key, name, plain(value or None))


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def test_every_word_of_a_profile_has_its_place() -> None:
    """A field that profiles get and forms don't know would be lost unseen."""
    said = next(iter(said_by(load(ROOT / "profiles" / "allocation-service")).values()))
    placed = {f.name.partition(".")[0] for s in SECTIONS for f in s.fields if not s.many} | {s.name for s in SECTIONS if s.many}
    assert set(said) - placed - NOT_HERE == set()


def test_two_rules_of_one_clock_are_refused() -> None:
    rule = {"clock": "ended", "period": "P1Y", "source": "x", "explanation": {}}
    with pytest.raises(ValueError, match="twice"):
        put(BY_SLUG["termijnen"], {"retention": {}}, [rule, rule])


def test_what_may_be_left_out_is_left_out() -> None:
    basis = {"basis": "contract", "article": "6(1)(b)", "explanation_nl": "a", "explanation_en": "b"}
    assert "balancing" not in unflat(BY_SLUG["grondslagen"], basis)
    assert unflat(BY_SLUG["algemeen"], {})["reviewed_on"] is None
