"""Through a gate or not at all: refused without a word of what is behind it, shown with a line in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import DataError, connections
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import (
    Explanation,
    Refused,
    explain,
    looked,
    open_one,
    require,
    subjects_of,
    walled,
)
from huisvrede.foundation.people.models import Hat
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Assignment, HouseholdMember, Registration
from tests.cast import SINCE, member, system
from tests.conftest import TODAY, as_login

Line = tuple[object, ...]
LINES = """
SELECT l.account, l.activity, l.purpose, l.action, l.refused, l.subjects,
       (SELECT array_agg(s.subject ORDER BY s.subject) FROM audit_seen s WHERE s.look = l.id),
       (SELECT array_agg(DISTINCT s.role) FROM audit_seen s WHERE s.look = l.id)
  FROM audit_look l ORDER BY l.at
"""


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """An organisation for who leaves nothing behind but lines."""
    with copies("allocation-service") as one:
        yield one


def lines(organisation: Organisation) -> list[Line]:
    """The access log, as the job that seals it reads it."""
    with as_login(organisation, "worker"), acting(organisation, system("seal", TODAY)):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(LINES)
            return list(cursor.fetchall())


@pytest.mark.parametrize(
    ("name", "purpose", "action", "reach", "may"),
    [
        ("anna", "registration", "create", "any", True),
        ("anna", "registration", "view", "organisation", True),
        ("anna", "registration", "view", "assigned", False),
        ("anna", "marketing", "view", "any", False),
        ("bram", "registration", "view", "any", True),
        ("bram", "registration", "view", "organisation", False),
        ("bram", "registration", "edit", "any", False),
        ("sanne", "registration", "edit", "own", True),
        ("sanne", "registration", "import", "any", False),
        ("chris", "registration", "view", "any", False),
        ("noor", "registration", "view", "any", False),
    ],
)
def test_a_right_counts_for_its_purpose_and_as_far_as_it_reaches(
    house: Organisation, name: str, purpose: str, action: str, reach: str, may: bool
) -> None:
    with acting(house, member(name).acting(purpose, TODAY)):
        if may:
            require("home-seekers", action, reach)
        else:
            with pytest.raises(Refused) as refused:
                require("home-seekers", action, reach)
            assert (refused.value.activity, refused.value.action) == ("home-seekers", action)


def refusal(
    organisation: Organisation, name: str, model: type[Model], key: UUID
) -> tuple[str, str, int, list[str]]:
    with acting(organisation, member(name).acting("registration", TODAY)):
        with CaptureQueriesContext(connections[organisation.key]) as asked, pytest.raises(Refused) as refused:
            open_one(model, key)
    kinds = [str(query["sql"]).split(" WHERE ")[0] for query in asked]
    return str(refused.value), refused.value.activity, len(asked), kinds


@pytest.mark.parametrize(("name", "elses"), [("bram", "sanne"), ("sanne", "tariq"), ("chris", "tariq")])
def test_what_is_not_yours_is_refused_as_if_it_were_not_there(
    house: Organisation, name: str, elses: str
) -> None:
    """The same words after the same questions: neither text nor time tells which."""
    not_yours = refusal(house, name, Registration, member(elses).file)
    assert not_yours == refusal(house, name, Registration, uuid4())
    assert not_yours[:2] == ("view in home-seekers is refused", "home-seekers")


def test_a_row_that_is_opened_is_a_line_with_whose_it_is(organisation: Organisation) -> None:
    with acting(organisation, member("bram").acting("registration", TODAY)):
        assert open_one(Registration, member("tariq").file).number == "W-TARIQ"
    assert lines(organisation) == [
        (
            member("bram").account,
            "home-seekers",
            "registration",
            "view",
            False,
            1,
            [member("tariq").person],
            ["advisor"],
        )
    ]


def test_a_row_opened_to_change_it_needs_the_right_to(house: Organisation) -> None:
    before = lines(house)
    with acting(house, member("bram").acting("registration", TODAY)):
        with pytest.raises(Refused, match="edit in home-seekers is refused"):
            open_one(Registration, member("tariq").file, to="edit")
    assert lines(house) == before
    with acting(house, member("anna").acting("registration", TODAY)):
        open_one(Registration, member("tariq").file, to="edit")
    assert lines(house)[-1][3] == "edit"


def test_a_list_is_one_line_with_each_person_once(organisation: Organisation) -> None:
    both = sorted([member("sanne").person, member("tariq").person])
    with acting(organisation, member("anna").acting("registration", TODAY)):
        rows = looked([*Registration.objects.all(), *Registration.objects.all()], "home-seekers")
        assert len(rows) == 4
        assert looked([], "home-seekers") == []
    (line,) = lines(organisation)
    assert line[3:] == ("list", False, 4, both, ["customer-service"])


def test_a_line_goes_with_the_transaction_in_which_somebody_looked(house: Organisation) -> None:
    before = lines(house)
    with pytest.raises(LookupError), acting(house, member("anna").acting("registration", TODAY)):
        open_one(Registration, member("tariq").file)
        raise LookupError
    assert lines(house) == before


def test_whose_row_it_is_follows_from_the_anchor(house: Organisation) -> None:
    with acting(house, member("anna").acting("registration", TODAY)):
        rows = [*Assignment.objects.all(), Registration.objects.get(pk=member("sanne").file)]
        assert subjects_of(rows) == [member("tariq").person, member("sanne").person]
        somebody = HouseholdMember(registration_id=member("sanne").file)
        assert subjects_of([somebody]) == [member("sanne").person]


def test_a_table_of_the_house_is_nobodys_file(house: Organisation) -> None:
    with acting(house, member("anna").acting("registration", TODAY)):
        with pytest.raises(TypeError, match="a table of the house, not a file of somebody"):
            open_one(Hat, member("anna").hat)


def test_why_staff_may_see_something_is_told_with_who_gave_it(house: Organisation) -> None:
    with acting(house, member("bram").acting("registration", TODAY)):
        assert explain("home-seekers") == [
            Explanation("home-seekers", "registration", "advisor", "assigned", "Ada", SINCE, None, 1)
        ]


def test_why_a_data_subject_may_see_something_is_that_it_is_theirs(house: Organisation) -> None:
    with acting(house, member("sanne").acting("registration", TODAY)):
        assert explain("home-seekers") == [
            Explanation("home-seekers", "registration", "home-seeker", "own", "", None, None, 1)
        ]


@pytest.mark.parametrize(
    ("name", "purpose", "day"),
    [
        ("chris", "registration", TODAY),
        ("anna", "marketing", TODAY),
        ("bram", "registration", date(2022, 1, 9)),
    ],
)
def test_who_may_not_see_is_told_no_reason(house: Organisation, name: str, purpose: str, day: date) -> None:
    with acting(house, member(name).acting(purpose, day)):
        assert explain("home-seekers") == []


def test_what_the_database_alone_refuses_is_a_refusal_and_nothing_of_it_stays(organisation: Organisation) -> None:
    with acting(organisation, member("bram").acting("registration", TODAY)):
        with pytest.raises(Refused) as refused, walled("home-seekers", "assign"):
            HouseholdMember.objects.create(registration_id=member("sanne").file, birth_date=TODAY)
        assert (refused.value.activity, refused.value.action) == ("home-seekers", "assign")
        assert HouseholdMember.objects.count() == 0
        with pytest.raises(DataError), walled("home-seekers", "assign"), connections[organisation.key].cursor() as cursor:
            cursor.execute("SELECT 'x'::integer")
