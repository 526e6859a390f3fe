"""Nothing is held back that no advice and decision cover, and the walls show of a document no more than kind, size and day."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections

from huisvrede.engines.rights.package import collect
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import sqlstate
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, asked, decided
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.test_filing import added
from tests.foundation.vault.sealed import house
from tests.stories.test_held_back import held

__all__ = ["house"]


def refused(organisation: Organisation, who: str, case: UUID, document: UUID) -> bool:
    """Whether the database refuses the row itself, and shows nothing of what could be in it."""
    me = member(who)
    with acting(organisation, me.acting("rights", TODAY)), connections[organisation.key].cursor() as cursor:
        try:
            cursor.execute(
                'INSERT INTO rights_heldback (id, case_id, activity, account, hat, at, "on", document, ground, reason)'
                " VALUES (gen_random_uuid(), %s, 'rights', %s, %s, statement_timestamp(), %s, %s, 'others', 'x')",
                [case, me.account, me.hat, TODAY, document],
            )
        except DatabaseError as problem:
            return sqlstate(problem) == "42501"
    return False


def test_the_database_refuses_what_no_advice_and_decision_cover(house: Organisation) -> None:
    row = added(house)
    other = added(house, "anna", "sanne")
    key = asked(house, "tariq")
    # not somebody else's, not what is not there, not by who decides
    assert refused(house, "petra", key, other.pk)
    assert refused(house, "petra", key, uuid4())
    assert refused(house, "dirk", key, row.pk)
    advised(house, key)
    # nor after the advice or the decision
    assert refused(house, "petra", key, row.pk)
    decided(house, key)
    assert refused(house, "petra", key, row.pk)
    assert refused(house, "dirk", key, row.pk)
    assert held(house) == []
    with as_login(house, "worker"), acting(house, system("rights", TODAY)):
        assert collect(member("tariq").person, language="en", day=TODAY).held_back == ()


@pytest.mark.parametrize("who", ["anna", "bram", "chris", "ada", "tariq"])
def test_nobody_else_writes_one_or_sees_what_could_be_held_back(house: Organisation, who: str) -> None:
    row = added(house)
    key = asked(house, "tariq")
    assert refused(house, who, key, row.pk)
    with acting(house, member(who).acting("rights", TODAY)), connections[house.key].cursor() as cursor:
        try:
            cursor.execute("SELECT count(*) FROM walls.answerable(%s)", [key])
            assert cursor.fetchone() == (0,)
        except DatabaseError as problem:
            assert sqlstate(problem) == "42501"
