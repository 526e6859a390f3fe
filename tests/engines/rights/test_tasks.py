"""The worker finds its work in the rows, and may run twice."""

from __future__ import annotations

from huisvrede.core.vocabulary import Outcome
from huisvrede.foundation.cluster.organisations import Organisation
from tests.asking import advised, answered, asked, decided, state


def test_what_was_decided_is_answered_once(organisation: Organisation) -> None:
    granted, refused = asked(organisation, "sanne"), asked(organisation, "tariq")
    for key, outcome in ((granted, Outcome.GRANTED), (refused, Outcome.REFUSED)):
        advised(organisation, key, outcome=outcome)
        decided(organisation, key, outcome=outcome)
    assert [answered(organisation), answered(organisation)] == [2, 0]
    assert [state(organisation, granted), state(organisation, refused)] == ["answered", "answered"]


def test_what_was_not_decided_waits(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key)
    assert (answered(organisation), state(organisation, key)) == (0, "advised")
