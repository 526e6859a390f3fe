"""What is written in a restricted file is refused as in one that is not there: an error tells nobody that it exists."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import DatabaseError, connections

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import sqlstate
from huisvrede.foundation.walls.session import acting
from tests.asking import restricted
from tests.cast import member
from tests.conftest import TODAY

CHILDREN = {
    "registration": (
        "INSERT INTO allocation_householdmember (id, registration_id, given_name, family_name, search_name, birth_date)"
        " VALUES (gen_random_uuid(), %s, 'x', 'x', 'x', '2000-01-01')"
    ),
    "eligibility": (
        "INSERT INTO allocation_outoffile (id, registration_id, document, stood_since, reason, asked_on, account, hat, outcome)"
        " VALUES (gen_random_uuid(), %s, gen_random_uuid(), walls.day(), 'not-here', walls.day(), walls.actor(), walls.hat(), '')"
    ),
}


def said(organisation: Organisation, purpose: str, file: UUID) -> str:
    """What the database says to Anna, who sees every registration, when she writes in a file by SQL."""
    try:
        with acting(organisation, member("anna").acting(purpose, TODAY)), connections[organisation.key].cursor() as cursor:
            cursor.execute(CHILDREN[purpose], [file])
    except DatabaseError as problem:
        return f"{sqlstate(problem)} {problem.__cause__}".splitlines()[0]
    return "done"


def test_of_a_restricted_file_and_of_none_it_says_the_same(organisation: Organisation) -> None:
    assert said(organisation, "registration", member("tariq").file) == "done"
    restricted(organisation, "sanne")
    for purpose in CHILDREN:
        answers = {said(organisation, purpose, file) for file in (member("sanne").file, uuid4())}
        assert len(answers) == 1
        assert answers.pop().startswith("42501 ")


def test_whose_file_has_a_number_is_answered_alike_to_who_may_not_ask(organisation: Organisation) -> None:
    restricted(organisation, "sanne")
    asked = "SELECT walls.file_of(%s, '1984-03-01', 'zandmarker', %s)"
    for who, purpose in (("anna", "registration"), ("petra", "accountability"), ("bram", "registration")):
        found = set()
        for number in ("W-SANNE", "W-NONE"):
            with acting(organisation, member(who).acting(purpose, TODAY)), connections[organisation.key].cursor() as cursor:
                cursor.execute(asked, [number, uuid4()])
                found.add(str(cursor.fetchone()))
        assert found == {"([],)"}
