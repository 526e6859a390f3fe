"""What SQL as the login of the pages may not do with a document that is to go out of a file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connections

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.cluster.routing import sqlstate
from huisvrede.foundation.disposal.models import Hold
from huisvrede.foundation.documents.models import Wrong
from huisvrede.foundation.gates.taking_out import ask_out
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Document, OutOfFile, Resident
from tests.asking import asked as request
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.gates.test_filing import added
from tests.foundation.vault.sealed import house

__all__ = ["house"]
REFUSED = frozenset({"42501", "23514", "23505", "HV004", "HV020", "HV022", "HV023"})
INSERT = """INSERT INTO care_outoffile (id, resident_id, document, stood_since, reason, asked_on, account, hat, outcome,
  decided_on, decided_account, decided_by) VALUES (gen_random_uuid(), %(file)s, %(document)s, %(since)s, 'somebody-else',
  %(day)s, %(account)s, %(hat)s, %(outcome)s, %(decided)s, %(by)s, %(worn)s)"""


DECIDE = """UPDATE care_outoffile SET outcome = %(outcome)s, decided_on = %(decided)s, decided_account = %(by)s,
  decided_by = %(worn)s WHERE document = %(document)s"""


def hold(organisation: Organisation, row: Document, day: date = TODAY) -> None:
    """A hold on the file in which a document stands."""
    said = {"anchor": row.resident_id, "account": member("petra").account, "reason": "legal-claim"}
    with as_login(organisation, "worker"), acting(organisation, system("retention", day)):
        Hold.objects.create(starts_on=day, ends_on=day + timedelta(30), **said)


def asked(organisation: Organisation, row: Document, who: str = "bram") -> OutOfFile:
    with acting(organisation, member(who).acting("care-plan", TODAY)):
        file = Resident.objects.get(pk=row.resident_id)
        made = ask_out(file=file, document=row, reason=Wrong.SOMEBODY_ELSE, path="/werk/bewoners/")
        assert isinstance(made, OutOfFile)
        return made


def there(organisation: Organisation) -> int:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return Document.objects.count()


def refused(organisation: Organisation, who: str, statement: str, values: dict[str, Any]) -> bool:
    """Whether the database lets nothing of it happen: with an error, or with no row."""
    try:
        with acting(organisation, member(who).acting("care-plan", TODAY)), connections[organisation.key].cursor() as cursor:
            cursor.execute(statement, values)
            return bool(cursor.rowcount == 0)
    except DatabaseError as problem:
        return sqlstate(problem) in REFUSED or str(sqlstate(problem))


def by(who: str, row: Document, **more: Any) -> dict[str, Any]:
    """What whoever brought a document today would write, to take it out alone."""
    me = member(who)
    said = {"account": me.account, "hat": me.hat, "by": me.account, "worn": me.hat, "decided": TODAY, "day": TODAY}
    return said | {"file": row.resident_id, "document": row.pk, "since": row.added_on, "outcome": "out"} | more


def test_nobody_takes_out_alone_what_another_brought_or_what_came_before(house: Organisation) -> None:
    row = added(house)
    assert refused(house, "anna", INSERT, by("anna", row)) is True
    # nor in the name of who brought it, nor on another day, nor from another file, nor what is not there
    assert refused(house, "anna", INSERT, by("bram", row)) is True
    assert refused(house, "bram", INSERT, by("bram", row, decided=TODAY + timedelta(1))) is True
    assert refused(house, "anna", INSERT, by("anna", row, file=member("sanne").file)) is True
    assert refused(house, "bram", INSERT, by("bram", row, document=uuid4())) is True
    assert refused(house, "bram", INSERT, by("bram", row, since=TODAY - timedelta(1))) is True
    assert refused(house, "tariq", INSERT, by("tariq", row)) is True
    assert refused(house, "bram", "DELETE FROM care_document WHERE id = %(document)s", by("bram", row)) is True
    # the day after whoever brought it needs another
    with as_login(house, "owner"), connections[house.key].cursor() as cursor:
        cursor.execute("UPDATE care_document SET added_on = added_on - 1")
    row.added_on -= timedelta(1)
    assert refused(house, "bram", INSERT, by("bram", row)) is True
    assert there(house) == 1


def test_who_asks_does_not_decide_and_nobody_decides_twice(house: Organisation) -> None:
    row = added(house)
    out = asked(house, row)
    assert refused(house, "bram", DECIDE, by("bram", row)) is True
    assert refused(house, "bram", DECIDE, by("anna", row)) is True
    assert refused(house, "anna", DECIDE, by("bram", row)) is True
    assert refused(house, "chris", DECIDE, by("chris", row)) is True
    # it can't be asked twice, nor be made another document's
    assert refused(house, "anna", INSERT, by("anna", row, outcome="", decided=None, by=None, worn=None)) is True
    other = f"UPDATE care_outoffile SET document = gen_random_uuid() WHERE id = '{out.pk}'"
    assert refused(house, "anna", other, {}) is True
    # a clock about it is started by who asked, once, and stops with the decision alone
    stop = f"UPDATE duties_duty SET done_on = '{TODAY}' WHERE about = '{out.pk}'"
    assert refused(house, "anna", stop, {}) is True
    assert there(house) == 1
    assert refused(house, "anna", DECIDE, by("anna", row)) is False
    assert refused(house, "anna", DECIDE, by("anna", row, outcome="stays")) is True
    assert there(house) == 0
    assert refused(house, "anna", stop, {}) is False


def test_a_restricted_persons_file_stays_as_it_is(house: Organisation) -> None:
    row = added(house)
    with as_login(house, "owner"), connections[house.key].cursor() as cursor:
        cursor.execute("UPDATE people_person SET restricted_since = %s WHERE id = %s", [TODAY, member("tariq").person])
    assert refused(house, "bram", INSERT, by("bram", row)) is True
    assert there(house) == 1


def test_nothing_leaves_a_file_on_hold_by_two_either(house: Organisation) -> None:
    row = added(house)
    hold(house, row)
    assert refused(house, "bram", INSERT, by("bram", row)) is True
    asked(house, row)
    assert refused(house, "anna", DECIDE, by("anna", row)) is True
    assert there(house) == 1
    with as_login(house, "worker"), acting(house, system("retention", TODAY)):
        Hold.objects.update(ends_on=TODAY - timedelta(1))
    assert refused(house, "anna", DECIDE, by("anna", row)) is False
    assert there(house) == 0


def test_while_a_request_of_that_person_runs_it_takes_two(house: Organisation) -> None:
    row = added(house)
    request(house, "tariq")
    assert refused(house, "bram", INSERT, by("bram", row)) is True
    asked(house, row)
    assert refused(house, "anna", DECIDE, by("anna", row)) is False
    assert there(house) == 0
