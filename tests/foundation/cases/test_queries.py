"""What somebody can do with a case now, and why not."""

from __future__ import annotations

from huisvrede.core.workflow import Why
from huisvrede.engines.rights.rules import ACCESS
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import (
    advice_of,
    decision_of,
    doable,
    letter_of,
    rights_in,
    steps_of,
    taken_in,
)
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, answered, asked, decided
from tests.cast import member
from tests.conftest import TODAY


def test_rights_are_those_of_the_policy(organisation: Organisation) -> None:
    found = {}
    for name in ("petra", "dirk", "anna", "chris", "sanne"):
        with acting(organisation, member(name).acting("rights", TODAY)):
            found[name] = sorted(rights_in("rights", {"advise", "decide", "create", "withdraw"}))
    assert found == {
        "petra": ["advise", "create"],
        "dirk": ["create", "decide"],
        "anna": ["create"],
        "chris": [],
        "sanne": ["create", "withdraw"],
    }


def test_each_action_is_open_or_says_why_not(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key, by="dubbel")
    found = {}
    for name in ("dubbel", "dirk", "petra"):
        with acting(organisation, member(name).acting("rights", TODAY)):
            case = Case.objects.get(pk=key)
            why = doable(case, ACCESS, taken_in(case))["grant"]
            found[name] = why.why if why else None
    assert found == {"dubbel": Why.SAME_PERSON, "dirk": None, "petra": Why.NO_RIGHT}


def test_everything_that_happened_can_be_found(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        assert [step.action for step in steps_of(case)] == ["ask", "advise", "grant", "answer"]
        found = [advice_of(case), decision_of(case), letter_of(case)]
    assert [row is not None and row.case_id == key for row in found] == [True, True, True]


def test_before_it_happened_there_is_nothing(organisation: Organisation) -> None:
    key = asked(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        assert [advice_of(case), decision_of(case), letter_of(case)] == [None, None, None]
