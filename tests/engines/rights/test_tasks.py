"""The worker finds its work in the rows, and may run twice."""

from __future__ import annotations

from datetime import date

from huisvrede.core.vocabulary import Outcome
from huisvrede.engines.rights.models import Answer
from huisvrede.engines.rights.tasks import forget_answers
from huisvrede.foundation.cases.models import Decision, Letter
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, answered, asked, decided, state
from tests.cast import system
from tests.conftest import TODAY, as_login


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


def test_a_full_copy_goes_after_three_months_and_the_decision_stays(organisation: Organisation) -> None:
    key = asked(organisation, "sanne")
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)
    gone = {}
    with as_login(organisation, "worker"):
        for day in (date(2027, 2, 23), date(2027, 2, 24)):
            gone[day] = forget_answers(organisation, on=day)
        with acting(organisation, system("rights", TODAY)):
            left = (Answer.objects.count(), Decision.objects.count(), Letter.objects.count())
    assert (list(gone.values()), left) == ([0, 1], (0, 1, 1))
