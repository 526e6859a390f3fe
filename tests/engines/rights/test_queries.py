"""What can be found of requests, and by whom."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from huisvrede.engines.rights.queries import (
    answer_of,
    open_requests,
    person_with_file,
    request_of,
    requests,
    roles_with,
)
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.asking import asked, passed_on
from tests.cast import member
from tests.conftest import TODAY

STRANGER = UUID(int=7)
KNOWN = {"born": date(1984, 3, 1), "family_name": "Zandmarker"}


def test_the_longest_waiting_comes_first(organisation: Organisation) -> None:
    first = passed_on(organisation, received_on=TODAY.replace(day=1))
    second = asked(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        assert [case.pk for case in open_requests()] == [first, second]
        assert [case.pk for case in requests()] == [second, first]


def test_a_file_is_found_for_whoever_establishes_identity_alone(organisation: Organisation) -> None:
    found = {}
    for name in ("petra", "dirk", "anna", "chris", "ada"):
        with acting(organisation, member(name).acting("rights", TODAY)):
            found[name] = person_with_file(STRANGER, "W-SANNE", **KNOWN)
    assert found == {"petra": member("sanne").person, "dirk": None, "anna": None, "chris": None, "ada": None}


def test_a_file_is_found_for_requests_and_nothing_else(organisation: Organisation) -> None:
    with acting(organisation, member("petra").acting("questions", TODAY)):
        found = person_with_file(STRANGER, "W-SANNE", **KNOWN)
    assert found == member("sanne").person
    with acting(organisation, member("petra").acting("registration", TODAY)):
        assert person_with_file(STRANGER, "W-SANNE", **KNOWN) is None


def test_before_the_answer_there_is_none(organisation: Organisation) -> None:
    asked(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        case = requests().get()
        request = request_of(case)
        assert answer_of(case) is None
    assert request is not None
    assert request.case_id == case.pk


def test_people_read_a_role_and_no_name(organisation: Organisation) -> None:
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        assert (roles_with("decide", "nl"), roles_with("decide", "en")) == (["Directie"], ["Management"])
