"""The verbs of a change: what they refuse, whoever asks, and who was first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from huisvrede.core.vocabulary import Outcome
from huisvrede.core.workflow import StepRefused
from huisvrede.engines.transparency import changing
from huisvrede.engines.transparency.changing import Unfit
from huisvrede.engines.transparency.drafts import changes_of, entry_of
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.queries import duties_of
from huisvrede.foundation.register.entries import Said
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY

KEY = "home-seekers"


@contextmanager
def as_(organisation: Organisation, who: str) -> Iterator[Case]:
    """Somebody in the change that runs; it is begun if none does."""
    with acting(organisation, member(who).acting("policy", TODAY)):
        yield changing.propose() if who in {"petra", "dubbel", "ada"} else Case.objects.get(workflow="policy")


def said(case: Case) -> Said:
    found = entry_of(case, KEY)
    assert found is not None
    return {**found[1], "held_in": "another-system"}


def sent(organisation: Organisation) -> None:
    with as_(organisation, "petra") as case:
        changing.write(case=case, entries={KEY: (0, said(case))})
    with as_(organisation, "petra") as case:
        changing.send(case=case, version=case.version)


def test_there_is_one_change_at_a_time(organisation: Organisation) -> None:
    with as_(organisation, "petra") as first:
        assert changing.propose().pk == first.pk
    with as_(organisation, "ada") as second:
        assert second.pk == first.pk


def test_who_may_not_propose_begins_nothing(organisation: Organisation) -> None:
    for who in ("chris", "dirk", "anna"):
        with acting(organisation, member(who).acting("policy", TODAY)), pytest.raises(StepRefused):
            changing.propose()


def test_two_at_one_entry_and_the_second_is_told(organisation: Organisation) -> None:
    with as_(organisation, "petra") as case:
        changing.write(case=case, entries={KEY: (0, said(case))})
        with pytest.raises(Gone) as gone:
            changing.write(case=case, entries={KEY: (0, {**said(case), "held_in": "mine"})})
        assert gone.value.theirs.content["held_in"] == "another-system"  # type: ignore[attr-defined]
        changing.write(case=case, entries={KEY: (1, {**said(case), "held_in": "mine"})})
        assert entry_of(case, KEY) == (2, {**said(case), "held_in": "mine"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"legal_bases": []}, {"state": "ajar"}, {"key": "another"}, {"retention": {"ended": {"period": "soon", "source": "x", "explanation": {}}}},
        {"name": {"nl": "alleen"}}, {"recipients": None}, {"owner": "nobody"}, {"purposes": []},
    ],
)  # fmt: skip
def test_a_draft_holds_nothing_that_a_profile_could_not(organisation: Organisation, wrong: Said) -> None:
    with as_(organisation, "petra") as case:
        with pytest.raises(Unfit):
            changing.write(case=case, entries={"rights": (0, entry_of(case, "rights")[1]), KEY: (0, said(case) | wrong)})  # type: ignore[index]
        assert changes_of(case) == []


@pytest.mark.parametrize("wrong", [{"state": "closed"}, {"retention": {}}])
def test_no_draft_closes_the_activity_under_which_the_policy_is_changed(organisation: Organisation, wrong: Said) -> None:
    with as_(organisation, "petra") as case:
        _number, now = entry_of(case, "policy")  # type: ignore[misc]
        with pytest.raises(Unfit, match="kan niemand het beleid nog wijzigen"):
            changing.write(case=case, entries={"policy": (0, now | wrong)})
        changing.write(case=case, entries={"policy": (0, now | {"review_every": "P6M"})})


def test_nothing_is_sent_that_changes_nothing(organisation: Organisation) -> None:
    with as_(organisation, "petra") as case:
        changing.write(case=case, entries={KEY: (0, entry_of(case, KEY)[1])})  # type: ignore[index]
        case.refresh_from_db()
        with pytest.raises(StepRefused, match="needs"):
            changing.send(case=case, version=case.version)


def test_clocks_call_whoever_must_act_and_stop(organisation: Organisation) -> None:
    sent(organisation)
    with as_(organisation, "dubbel") as case:
        (advising,) = duties_of(case)
        assert (advising.right, advising.due_on, advising.done_on) == ("advise", TODAY + timedelta(days=14), None)
        changing.advise(case=case, version=case.version, outcome=Outcome.GRANTED, text="Yes.")
        first, second = duties_of(case)
        assert (first.done_on, second.right) == (TODAY, "decide")
    with as_(organisation, "dirk") as case:
        changing.decide(case=case, version=case.version, outcome=Outcome.REFUSED, reasons="No.", starts_on=None)
        assert {duty.done_on for duty in duties_of(case)} == {TODAY}




def test_it_goes_back_and_forth_until_it_is_advised_on(organisation: Organisation) -> None:
    sent(organisation)
    with as_(organisation, "petra") as case:
        with pytest.raises(StepRefused):
            changing.give_back(case=case, version=case.version, reasons="Mine.")
        changing.recall(case=case, version=case.version)
        case.refresh_from_db()
        changing.send(case=case, version=case.version)
    with as_(organisation, "dubbel") as case:
        changing.give_back(case=case, version=case.version, reasons="Say why.")
        assert case.state == "draft"
    with as_(organisation, "petra") as case:
        changing.drop(case=case, version=case.version)
        assert (case.state, case.closed_on) == ("dropped", TODAY)


def test_a_decision_binds_from_today_at_the_earliest(organisation: Organisation) -> None:
    sent(organisation)
    with as_(organisation, "dubbel") as case:
        changing.advise(case=case, version=case.version, outcome=Outcome.GRANTED, text="Yes.")
    with as_(organisation, "dirk") as case:
        with pytest.raises(ValueError, match="passed"):
            changing.decide(
                case=case, version=case.version, outcome=Outcome.GRANTED, reasons="x", starts_on=TODAY - timedelta(days=1)
            )
        with pytest.raises(StepRefused, match="needs"):
            changing.decide(case=case, version=case.version, outcome=Outcome.GRANTED, reasons="x", starts_on=None)
        with pytest.raises(Gone):
            changing.decide(case=case, version=case.version - 1, outcome=Outcome.GRANTED, reasons="x", starts_on=TODAY)
