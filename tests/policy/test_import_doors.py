"""What a colleague who may import, or a statement injected as `web` with their ticket, tries by the rows of an import."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.documents import shelf
from huisvrede.foundation.imports.models import Import, TakingBack
from huisvrede.foundation.imports.tasks import run_waiting
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.foundation.vault.sealed import house, keys, numbered, opened
from tests.importing import names, state_of
from tests.injecting import injected, show
from tests.stories.test_import_taken_back import brought, two

__all__ = ["house", "two"]
ROW_SECURITY, CHECK, NEVER = "42501", "23514", "HV004"
ANNA, BRAM = member("anna"), member("bram")


def tried(organisation: Organisation, who: Acting, *statements: str) -> str:
    """What the database says to the last of these statements, and what it took stays."""
    with injected(organisation) as connection:
        show(connection, who, organisation)
        try:
            for one in statements:
                done = str(connection.execute(one.encode()).rowcount)
        except psycopg.Error as refused:
            return str(refused.sqlstate)
        connection.commit()
        return done


def anna(purpose: str = "registration") -> Acting:
    return ANNA.acting(purpose, TODAY)


def bram() -> Acting:
    return BRAM.acting("registration", TODAY)


def an_import(key: UUID, purpose: str = "registration", **other: str) -> str:
    row = {
        "shape": "seekers",
        "activity": "home-seekers",
        "hat_id": str(ANNA.hat),
        "account": str(ANNA.account),
        "purpose": purpose,
        "source": "oud",
        "filename": "a.csv",
        "mapping": "{}",
        "state": "checking",
        "total": "0",
        "done": "0",
        "stored": "0",
        "known": "0",
        "faulty": "0",
        "problems": "[]",
        "made_on": str(TODAY),
        **other,
    }
    return (
        f"INSERT INTO imports_import (id, version, {', '.join(row)})"
        f" VALUES ('{key}', 1, {', '.join(repr(value) for value in row.values())})"
    )


def refused(key: UUID) -> str:
    return f"UPDATE imports_import SET state = 'refused', version = 2 WHERE id = '{key}'"


def placed(key: UUID) -> UUID:
    """Where the file of an import stands: its row's own place, and no other."""
    return shelf.place_of(Import, key)


def test_a_row_of_an_import_names_no_file_but_its_own(organisation: Organisation) -> None:
    """What the worker clears away after an import that ended is never somebody's document."""
    document, mine = uuid4(), uuid4()
    shelf.put(organisation, document, [b"somebody's"])
    assert tried(organisation, anna(), an_import(mine, place=str(document)), refused(mine)) == CHECK
    assert tried(organisation, anna(), an_import(mine, place=str(placed(mine))), refused(mine)) == "1"
    with as_login(organisation, "worker"):
        run_waiting(organisation, on=TODAY)
    assert shelf.path_of(organisation, document).exists()
    a_list = f"""INSERT INTO lists_export (id, account, hat, key, activity, purpose, query, form, language, state, reason,
      total, done, left_out, asked_at, place, size) VALUES ('{uuid4()}', '{ANNA.account}', '{ANNA.hat}', 'woningzoekenden',
      'home-seekers', 'registration', '', 'csv', 'en', 'waiting', '', 0, 0, 0, now(), '{document}', 0)"""
    assert tried(organisation, anna(), a_list) == CHECK


def test_the_key_of_a_file_is_not_ended_by_an_import_with_its_number(house: Organisation) -> None:
    number = numbered(house)
    said = tried(
        house,
        anna("administration"),
        an_import(
            number, "administration", shape="residents", activity="care-files", place=str(placed(number))
        ),
        refused(number),
    )
    assert said == "1"
    with as_login(house, "worker"):
        run_waiting(house, on=TODAY)
    assert number in keys(house)
    assert opened(house, number)


@pytest.mark.parametrize(
    "forged",
    [
        {"state": "stored"},
        {"stored": "3"},
        {"look": str(uuid4())},
        {"purpose": "rights"},
        {"made_on": "2026-01-01"},
    ],
)
def test_an_import_begins_with_nothing(organisation: Organisation, forged: dict[str, str]) -> None:
    assert tried(organisation, anna(), an_import(uuid4(), **forged)) == ROW_SECURITY


def test_what_an_import_brought_is_written_by_the_worker_alone(organisation: Organisation) -> None:
    """Another look would let two take out whom the import never brought."""
    run = brought(organisation, 1)
    for said in (
        f"look = '{uuid4()}'", "stored = 9", "known = 9", "faulty = 9", "state = 'checked'", "state = 'refused'",
        f"made_on = '{TODAY}'::date + 1", "source = 'x'", "filename = 'x'", "shape = 'residents'", f"account = '{BRAM.account}'",
        "purpose = 'rights'",
    ):  # fmt: skip
        assert tried(organisation, anna(), f"UPDATE imports_import SET {said} WHERE id = '{run}'") == NEVER, (
            said
        )
    mine = uuid4()
    for state in ("stored", "checked", "choosing"):
        change = f"UPDATE imports_import SET state = '{state}', version = 2 WHERE id = '{mine}'"
        assert tried(organisation, anna(), an_import(mine), change) == NEVER, state


def asks(run: Import, who: str = "anna", **other: str) -> str:
    row = {
        "run_id": str(run.pk),
        "shape": "seekers",
        "activity": "home-seekers",
        "reason": "wrong-file",
        "source": run.source,
        "filename": run.filename,
        "stored": str(run.stored),
        "stored_on": str(run.made_on),
        "account": str(member(who).account),
        "hat": str(member(who).hat),
        "asked_on": str(TODAY),
        "outcome": "",
        "gone": "0",
        "stay": "0",
        "left": "[]",
        **other,
    }
    names_of = ", ".join(f'"{name}"' for name in row)
    return (
        f"INSERT INTO imports_takingback (id, {names_of})"
        f" VALUES (gen_random_uuid(), {', '.join(repr(value) for value in row.values())})"
    )


@pytest.mark.parametrize(
    "forged",
    [
        {"shape": "residents"}, {"filename": "mine.csv"}, {"stored": "1"}, {"source": "x"}, {"stored_on": "2026-11-01"},
        {"gone": "4"}, {"stay": "4"}, {"left": '["x"]'}, {"asked_on": "2026-11-01"}, {"outcome": "out"},
    ],
)  # fmt: skip
def test_what_is_asked_back_is_ones_own_import_as_it_was(two: Organisation, forged: dict[str, str]) -> None:
    run = state_of(two, brought(two, 2))
    assert tried(two, anna(), asks(run, **forged)) in {ROW_SECURITY, CHECK}


def test_nobody_asks_back_what_another_brought(two: Organisation) -> None:
    run = state_of(two, brought(two, 2))
    assert tried(two, bram(), asks(run, "bram")) == ROW_SECURITY
    assert tried(two, bram(), asks(run, "anna")) == ROW_SECURITY
    assert tried(two, anna(), asks(run)) == "1"


def test_who_decides_does_so_in_their_own_name_today(two: Organisation) -> None:
    run = state_of(two, brought(two, 2))
    assert tried(two, anna(), asks(run)) == "1"
    noor = member("noor")

    def decided(account: UUID, hat: UUID, more: str = "", day: str = str(TODAY)) -> str:
        return (
            f"UPDATE imports_takingback SET outcome = 'out', decided_account = '{account}', decided_by = '{hat}',"
            f" decided_on = '{day}'{more}"
        )

    for forged in (
        decided(noor.account, noor.hat),
        decided(BRAM.account, noor.hat),
        decided(BRAM.account, BRAM.hat, day="2026-11-01"),
    ):
        assert tried(two, bram(), forged) == ROW_SECURITY
    for more in (", gone = 4", ", stay = 4", ", \"left\" = '[1]'"):
        assert tried(two, bram(), decided(BRAM.account, BRAM.hat, more)) == NEVER
    assert tried(two, anna(), decided(ANNA.account, ANNA.hat)) == "0"
    assert tried(two, anna(), decided(BRAM.account, BRAM.hat)) == "0"
    assert names(two) == ["N0 Boom", "N1 Boom"]
    assert tried(two, bram(), decided(BRAM.account, BRAM.hat)) == "1"
    assert tried(two, bram(), "UPDATE imports_takingback SET outcome = 'stays'") == NEVER


def test_what_two_decide_under_the_right_of_another_activity_takes_nothing(two: Organisation) -> None:
    run = brought(two, 1)
    decided = {"decided_account": BRAM.account, "decided_by": BRAM.hat, "decided_on": TODAY, "outcome": "out"}
    asked = {"account": ANNA.account, "hat": ANNA.hat, "asked_on": TODAY, "stored": 1, "stored_on": TODAY}
    with as_login(two, "worker"), acting(two, system("test", TODAY)):
        TakingBack.objects.create(
            run_id=run, shape="seekers", activity="attention-list", reason="wrong-file", **asked, **decided
        )
    with as_login(two, "worker"):
        assert run_waiting(two, on=TODAY) == 0
    assert names(two) == ["N0 Boom"]
