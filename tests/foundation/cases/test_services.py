"""A case moves by its table alone, once, by somebody who may, and four eyes are four eyes."""

from __future__ import annotations

import pytest

from huisvrede.core.vocabulary import Outcome
from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights.rules import ACCESS
from huisvrede.foundation.cases.models import Advice, Case, StepTaken
from huisvrede.foundation.cases.services import advise, open_case, take_step, whose
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import subjects_of
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, asked
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def test_opening_is_a_step_of_the_table(organisation: Organisation) -> None:
    key = asked(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        case, step = Case.objects.get(pk=key), StepTaken.objects.get()
    assert (step.action, step.before, step.after, case.state) == ("ask", "new", "examined", "examined")


def test_whoever_may_not_create_opens_nothing(organisation: Organisation) -> None:
    with acting(organisation, member("chris").acting("rights", TODAY)), pytest.raises(StepRefused) as refusal:
        open_case(
            activity="rights",
            workflow=ACCESS,
            person=Person(pk=member("sanne").person),
            received_on=TODAY,
            action="pass-on",
        )
    assert refusal.value.why is Why.NO_RIGHT


def test_a_step_that_is_not_in_the_table_is_refused(organisation: Organisation) -> None:
    key = asked(organisation)
    with acting(organisation, member("dirk").acting("rights", TODAY)), pytest.raises(StepRefused) as refusal:
        take_step(case=Case.objects.get(pk=key), action="grant", workflow=ACCESS, version=1, reasons="x")
    assert refusal.value.why is Why.NO_SUCH_STEP


def test_a_step_of_the_system_is_not_for_people(organisation: Organisation) -> None:
    key = asked(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        for state in ("advised", "granted"):
            Case.objects.filter(pk=key).update(state=state)
    with acting(organisation, member("dirk").acting("rights", TODAY)), pytest.raises(StepRefused) as refusal:
        take_step(case=Case.objects.get(pk=key), action="answer", workflow=ACCESS, version=1)
    assert refusal.value.why is Why.NO_RIGHT


def test_of_two_people_at_one_case_the_second_is_told(organisation: Organisation) -> None:
    key = asked(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        seen = Case.objects.get(pk=key)
    advised(organisation, key, by="dubbel")
    with acting(organisation, member("petra").acting("rights", TODAY)):
        with pytest.raises(Gone) as conflict:
            advise(case=seen, workflow=ACCESS, version=seen.version, outcome=Outcome.REFUSED, text="No.", elsewhere=True)
        assert isinstance(conflict.value.theirs, Case)
        assert conflict.value.theirs.state == "advised"
        assert Advice.objects.get().account == member("dubbel").account


def test_an_old_page_is_told_before_its_step_is_judged(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key)
    with acting(organisation, member("petra").acting("rights", TODAY)), pytest.raises(Gone):
        take_step(
            case=Case.objects.get(pk=key), action="advise", workflow=ACCESS, version=1, outcome="x", text="x"
        )


def test_something_needed_must_come_along(organisation: Organisation) -> None:
    key = asked(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)), pytest.raises(StepRefused) as refusal:
        advise(case=Case.objects.get(pk=key), workflow=ACCESS, version=1, outcome=Outcome.GRANTED, text="", elsewhere=True)
    assert (refusal.value.why, refusal.value.facts) == (Why.NEEDS, {"missing": "text"})


def test_a_case_about_nobody_is_nobodys() -> None:
    case = Case(workflow="policy")
    assert (whose(case), subjects_of([case])) == ([], [])
    with pytest.raises(LookupError, match="about nobody"):
        _ = case.whose
