"""The desk sees what is due, soonest first, and whose turn it is."""

from __future__ import annotations

from datetime import timedelta

from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.queries import duties_of, open_duties, running
from huisvrede.foundation.walls.session import acting
from tests.asking import asked, passed_on
from tests.cast import member
from tests.conftest import TODAY


def test_each_case_counts_once_by_the_clock_that_ends_first(organisation: Organisation) -> None:
    asked(organisation)
    passed_on(organisation, received_on=TODAY - timedelta(days=10))
    with acting(organisation, member("petra").acting("rights", TODAY)):
        found, every = list(open_duties()), list(running())
    assert (len(found), len({one.case_id for one in found})) == (2, 2)
    for one in found:  # each has two clocks; the one that ends first counts
        assert one.due_on == min(other.due_on for other in every if other.case_id == one.case_id)
    assert len(every) == 4


def test_a_clock_is_mine_when_the_next_step_is(organisation: Organisation) -> None:
    asked(organisation)
    mine = {}
    for name in ("petra", "dirk", "dubbel"):
        with acting(organisation, member(name).acting("rights", TODAY)):
            mine[name] = [one.mine for one in open_duties()]
    assert mine == {"petra": [True], "dirk": [False], "dubbel": [True]}


def test_whoever_has_no_part_in_requests_has_no_clocks(organisation: Organisation) -> None:
    asked(organisation)
    found = []
    for name in ("anna", "chris", "tariq"):
        with acting(organisation, member(name).acting("rights", TODAY)):
            found += open_duties()
    assert found == []


def test_the_data_subject_sees_both_clocks(organisation: Organisation) -> None:
    key = asked(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        assert len(duties_of(Case.objects.get(pk=key))) == 2
