"""What two held back opens by no statement, no race and no destruction; and the reason about one is never told another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from huisvrede.engines.rights import services
from huisvrede.engines.rights.holding_back import covered_in, hold_back
from huisvrede.engines.rights.models import Withheld
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.sweep import sweep
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document, Resident
from tests.asking import advised, answered, asked, decided, identified, passed_on
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.test_filing import added
from tests.foundation.vault.sealed import house
from tests.injecting import injected, show
from tests.stories.test_held_back import held

__all__ = ["house"]
HOLDS = (
    'INSERT INTO rights_heldback (id, case_id, activity, account, hat, at, "on", document, ground, reason)'
    " VALUES (gen_random_uuid(), %s, 'rights', %s, %s, statement_timestamp(), %s, %s, 'others', 'x')"
)
GRANTS = (
    'INSERT INTO cases_decision (id, case_id, activity, account, hat, at, "on", outcome, reasons)'
    " VALUES (gen_random_uuid(), %s, 'rights', %s, %s, statement_timestamp(), %s, 'granted', 'x')"
)


def sees(organisation: Organisation, who: str = "tariq") -> int:
    """How many documents of their file somebody sees."""
    with acting(organisation, member(who).acting("care-plan", TODAY)):
        return Document.objects.count()


def holding(organisation: Organisation, key: UUID, document: UUID) -> None:
    """The privacy officer holds a document back."""
    with acting(organisation, member("petra").acting("rights", TODAY)):
        hold_back(case=Case.objects.get(pk=key), document=document, ground=Withheld.OTHERS, reason="x")


def decided_on(organisation: Organisation, key: UUID) -> None:
    """Two have their say, and the answer is made."""
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)


def granted_by_sql(organisation: Organisation, key: UUID) -> None:
    """Who decides grants by a statement, without the advice."""
    dirk = member("dirk")
    with acting(organisation, dirk.acting("rights", TODAY)), connections[organisation.key].cursor() as cursor:
        cursor.execute(GRANTS, [key, dirk.account, dirk.hat, TODAY])


@contextmanager
def petra_holds(organisation: Organisation, statement: str, *values: object) -> Iterator[psycopg.Connection]:
    """A statement of the privacy officer in a transaction that stays open."""
    with injected(organisation) as connection:
        show(connection, member("petra").acting("rights", TODAY), organisation)
        connection.execute(statement, values)
        yield connection


def test_a_decision_alone_opens_nothing(
    house: Organisation,
) -> None:
    row, key = added(house), asked(house, "tariq")
    holding(house, key, row.pk)
    decided_on(house, key)
    assert sees(house) == 0
    granted_by_sql(house, asked(house, "tariq"))
    assert sees(house) == 0


def test_a_decision_before_the_advice_hides_nothing(house: Organisation) -> None:
    row, key = added(house), asked(house, "tariq")
    granted_by_sql(house, key)
    holding(house, key, row.pk)
    advised(house, key)
    assert sees(house) == 1


@pytest.mark.parametrize("statement", ["insert", "delete"])
def test_advice_waits_for_who_still_holds_back_or_gives(house: Organisation, statement: str) -> None:
    row, key, petra = added(house), asked(house, "tariq"), member("petra")
    if statement == "delete":
        holding(house, key, row.pk)
    sql, values = (
        (HOLDS, (key, petra.account, petra.hat, TODAY, row.pk))
        if statement == "insert"
        else ("DELETE FROM rights_heldback", ())
    )
    with petra_holds(house, sql, *values) as connection:
        with injected(house) as other:
            show(other, petra.acting("rights", TODAY), house)
            other.execute("SET LOCAL lock_timeout = '200ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute(
                    "UPDATE cases_case SET state = 'advised', version = version + 1 WHERE id = %s", [key]
                )
        connection.commit()
    assert held(house) == ([row.pk] if statement == "insert" else [])
    decided_on(house, key)
    assert sees(house) == (0 if statement == "insert" else 1)


def test_what_was_held_back_of_the_wrong_person_goes_with_the_mistake(house: Organisation) -> None:
    row, key = added(house), passed_on(house)
    files = {}
    with as_login(house, "worker"), acting(house, system("rights", TODAY)):
        for who in ("tariq", "sanne"):
            one = Resident.objects.get(pk=member(who).file)
            files[who] = services.KnownBy(one.number, one.birth_date, one.family_name)
    identified(house, key, files["tariq"])
    holding(house, key, row.pk)
    with acting(house, member("dirk").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        services.look_again(case=case, version=case.version, reasons="It was somebody else.")
    assert held(house) == []
    identified(house, key, files["sanne"])
    decided_on(house, key)
    with as_login(house, "worker"), acting(house, system("rights", TODAY)):
        assert covered_in(Case.objects.get(pk=key)) == []


def swept(organisation: Organisation, years: int) -> int:
    """How many cases are left after the sweep of some years from now."""
    later = TODAY + timedelta(days=366 * years)
    with as_login(organisation, "worker"):
        sweep(organisation, on=later, at=datetime(later.year, later.month, later.day, tzinfo=UTC))
        with acting(organisation, system("rights", TODAY)):
            return Case.objects.count()


def test_a_case_stays_as_long_as_what_it_holds_back(house: Organisation) -> None:
    row, key = added(house), asked(house, "tariq")
    holding(house, key, row.pk)
    decided_on(house, key)
    assert swept(house, 3) == 1
    assert (held(house), sees(house)) == ([row.pk], 0)


def test_a_later_answer_of_two_gives_it_and_then_the_case_goes(house: Organisation) -> None:
    row, key = added(house), asked(house, "tariq")
    holding(house, key, row.pk)
    decided_on(house, key)
    later = asked(house, "tariq")
    advised(house, later)
    decided(house, later)
    assert sees(house) == 0
    answered(house)
    assert sees(house) == 1
    assert swept(house, 3) == 0
    assert sees(house) == 1
