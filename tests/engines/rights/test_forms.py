"""What the forms accept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huisvrede.engines.rights.forms import AskForm, DecisionForm, IdentityForm, PassOnForm
from tests.conftest import TODAY

PASSED_ON = {"what": "access", "asked_by": "T. Brief", "reach": "Postbus 1", "channel": "letter", "language": "nl"}


def test_asking_needs_no_words() -> None:
    assert AskForm({}).is_valid()


@pytest.mark.parametrize(("days", "accepted"), [(-30, True), (0, True), (1, False)])
def test_a_request_is_not_received_on_a_day_that_has_yet_to_come(days: int, accepted: bool) -> None:
    form = PassOnForm({**PASSED_ON, "received_on": TODAY + timedelta(days=days)}, on=TODAY)
    assert form.is_valid() is accepted


def test_a_decision_has_reasons() -> None:
    assert set(DecisionForm({"outcome": "refused", "reasons": "  "}).errors) == {"reasons"}


def test_signing_in_is_no_way_for_staff_to_establish_identity() -> None:
    known = {"number": "W-1", "family_name": "Brief", "born": "1-1-1950"}
    assert set(IdentityForm({"how": "signed-in", **known}).errors) == {"how"}


def test_a_number_alone_says_not_whose_file_it_is() -> None:
    assert set(IdentityForm({"how": "known", "number": "W-1"}).errors) == {"family_name", "born"}
