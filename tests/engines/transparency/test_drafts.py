"""What a draft changes, in words; and what a shorter period would make due."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils.translation import override

from huisvrede.core.policy import load
from huisvrede.engines.transparency.drafts import changes_between, shorter
from huisvrede.engines.transparency.shape import SECTIONS
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.entries import said_in
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import EndReason, Registration
from tests.cast import member, system
from tests.conftest import ROOT, TODAY, as_login
from tests.said import said_by

CHANGES: list[tuple[str, Any]] = [
    ("state", "closed"), ("name", {"nl": "A", "en": "B"}), ("description", {"nl": "A", "en": "B"}), ("held_in", "elsewhere"), ("owner", ""),
    ("reviewed_on", "2020-01-01"), ("review_every", "P9Y"), ("purposes", []), ("legal_bases", []), ("data_subjects", []), ("categories", []),
    ("sources", ["public-source"]), ("source_of_data", {"nl": "A", "en": "B"}), ("required", {"nl": "A", "en": "B"}), ("automated_decisions", True),
    ("consent", {"need": {"nl": "A", "en": "B"}}), ("automated", {"logic": {"nl": "A", "en": "B"}}),
    ("recipients", []), ("transfers", [{"country": "X", "safeguard": "Y"}]), ("informed", {"nl": "A", "en": "B"}), ("retention", {}), ("security", []),
    ("principles", {"accuracy": {"nl": "A", "en": "B"}}), ("proportionality", {"nl": "A", "en": "B"}), ("subsidiarity", {"nl": "A", "en": "B"}),
    ("special_grounds", [{"article": "10", "explanation": {"nl": "A", "en": "B"}}]), ("roles", {}),
    ("exceptional", [{"key": "x", "text": {"nl": "A", "en": "B"}, "source": "y", "investigator": True}]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_no_field_changes_unseen(name: str, value: Any) -> None:
    was = said_by(load(ROOT / "profiles" / "allocation-service"))["home-seekers"] | {"owner": "advisor"}
    now = deepcopy(was) | {name: value}
    for tongue in ("nl", "en"):
        with override(tongue):
            assert changes_between(was, now, {"advisor": "Adviseur"}), name
            assert changes_between(was, deepcopy(was), {}) == []


def test_a_change_in_the_other_language_alone_is_told() -> None:
    was = said_by(load(ROOT / "profiles" / "allocation-service"))["home-seekers"]
    now = was | {"required": {**was["required"], "en": "Otherwise."}}
    with override("nl"):
        (change,) = changes_between(was, now, {})
    assert change.new == ("Otherwise.",)
    assert "Engels" in change.label


def test_every_field_of_the_shape_is_tried() -> None:
    tried = {name for name, _value in CHANGES}
    assert {f.name.partition(".")[0] for s in SECTIONS for f in s.fields if not s.many} <= tried
    assert {s.name for s in SECTIONS if s.many} <= tried


def test_a_shorter_period_is_counted_and_destroys_nothing(organisation: Organisation) -> None:
    ended = TODAY - timedelta(days=400)
    with as_login(organisation, "worker"), acting(organisation, system("registration", TODAY)):
        Registration.objects.filter(pk=member("tariq").file).update(ended_on=ended, end_reason=EndReason.values[0])
    with acting(organisation, member("petra").acting("policy", TODAY)):
        said = said_in(version_on(TODAY))["home-seekers"]
        rule = said["retention"]["ended"]
        short = said | {"retention": {"ended": rule | {"period": "P1Y"}}}
        (found,) = shorter({"home-seekers": short}, TODAY)
        assert (found.free, found.held, found.after) == (1, 0, "1 jaar")
        assert shorter({"home-seekers": said}, TODAY) == []
        longer = said | {"retention": {"ended": rule | {"period": "P20Y"}}}
        assert shorter({"home-seekers": longer}, TODAY) == []


def test_who_has_no_part_in_the_policy_counts_nothing(organisation: Organisation) -> None:
    with acting(organisation, member("chris").acting("policy", TODAY)):
        said = said_in(version_on(TODAY))["home-seekers"]
        short = said | {"retention": {"ended": said["retention"]["ended"] | {"period": "P1D"}}}
        with pytest.raises(DatabaseError, match="counting what is due"):
            shorter({"home-seekers": short}, TODAY)
