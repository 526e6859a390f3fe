"""A seal covers what ended, nothing that may still come, and shows every later change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connections

from huisvrede.core.proof import ProofError
from huisvrede.foundation.audit import seals
from huisvrede.foundation.audit.models import Seal, SignIn
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.audit.signing import signer_of
from huisvrede.foundation.cluster.organisations import Organisation, folder
from huisvrede.foundation.cluster.postgres import Server
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login

NO_PRIVILEGE = "42501"

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
LOOK = """
INSERT INTO audit_look (id, at, day, account, hat, activity, purpose, action, refused, subjects)
VALUES (gen_random_uuid(), %s, '2023-02-10', gen_random_uuid(), gen_random_uuid(), 'home-seekers',
        'registration', 'view', false, 1)
"""
SEEN = """
INSERT INTO audit_seen (id, look, subject, at, version, activity, purpose, action, role)
VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), %s, gen_random_uuid(), 'home-seekers',
        'registration', 'view', 'advisor')
"""
ADDED = """
INSERT INTO audit_seen
SELECT gen_random_uuid(), look, subject, at, version, activity, purpose, action, role, tx
  FROM audit_seen ORDER BY tx LIMIT 1
"""
FEBRUARY_2023 = datetime(2023, 2, 10, 12, tzinfo=UTC)


@pytest.fixture
def worker(organisation: Organisation) -> Iterator[Organisation]:
    """The allocation service, reached as the login that keeps its log."""
    with as_login(organisation, "worker"):
        yield organisation


@contextmanager
def superuser(server: Server, organisation: Organisation) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.dsn(dbname=organisation.main), autocommit=True) as connection:
        yield connection


def look_at(organisation: Organisation, *names: str) -> None:
    with acting(organisation, system("registration", TODAY)):
        record("home-seekers", "view", [member(name).person for name in names])


def settled(server: Server, organisation: Organisation) -> None:
    """Wait until no other transaction on the server holds the horizon back."""
    with superuser(server, organisation) as connection:
        newest = connection.execute("SELECT pg_current_xact_id()").fetchone()
        for _ in range(200):
            row = connection.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::text::xid8", newest
            ).fetchone()
            if row and row[0]:
                return
            time.sleep(0.05)
    raise AssertionError("a transaction elsewhere went on for ten seconds")


def sealed(server: Server, organisation: Organisation, at: datetime = NOW) -> Seal | None:
    settled(server, organisation)
    return seals.seal(organisation, at=at)


def tamper(server: Server, organisation: Organisation, statement: str, *values: object) -> list[str]:
    """Change the database behind everybody's back; the codes that checking finds."""
    with superuser(server, organisation) as connection:
        connection.execute(statement.encode(), values)
    return [finding.code for finding in seals.verify_seals(organisation)]


def test_a_seal_counts_every_line_of_both_logs(server: Server, worker: Organisation) -> None:
    look_at(worker, "sanne", "tariq")
    made = sealed(server, worker)
    assert made is not None
    assert [(p["log"], p["rows"]) for p in made.parts] == [("audit_look", 1), ("audit_seen", 2)]
    assert (made.number, made.statement["rows"], seals.verify_seals(worker)) == (1, 3, [])


def test_nothing_new_makes_no_seal(server: Server, worker: Organisation) -> None:
    look_at(worker, "sanne")
    assert (sealed(server, worker) is None, sealed(server, worker, LATER)) == (False, None)


def test_an_organisation_without_a_seal_has_nothing_wrong(worker: Organisation) -> None:
    assert seals.verify_seals(worker) == []


def test_a_line_written_before_and_committed_after_a_seal_is_in_the_next_one(
    server: Server, worker: Organisation
) -> None:
    look_at(worker, "sanne")
    settled(server, worker)
    with psycopg.connect(server.dsn(dbname=worker.main)) as slow:
        slow.execute(LOOK.encode(), [NOW])
        look_at(worker, "tariq")
        first = seals.seal(worker, at=NOW)
    second = sealed(server, worker, LATER)
    assert first is not None
    assert second is not None
    assert (first.statement["rows"], second.statement["rows"]) == (2, 3)
    assert seals.verify_seals(worker) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_look SET purpose = 'rights'",
        "UPDATE audit_look SET at = at + interval '1 microsecond'",
        "UPDATE audit_look SET account = gen_random_uuid()",
        "UPDATE audit_seen SET role = 'x' WHERE id = (SELECT id FROM audit_seen ORDER BY tx LIMIT 1)",
        "DELETE FROM audit_seen WHERE id = (SELECT id FROM audit_seen ORDER BY tx LIMIT 1)",
        "DELETE FROM audit_look",
        ADDED,
    ],
)
def test_a_changed_removed_or_added_line_is_found(
    server: Server, worker: Organisation, statement: str
) -> None:
    look_at(worker, "sanne", "tariq")
    sealed(server, worker)
    look_at(worker, "sanne")
    assert seals.verify_seals(worker) == []
    assert tamper(server, worker, statement) == ["lines"]


def test_a_dropped_month_that_did_not_end_is_found(server: Server, worker: Organisation) -> None:
    look_at(worker, "sanne")
    sealed(server, worker)
    assert tamper(server, worker, f"DROP TABLE audit_seen_{datetime.now(UTC):%Y_%m}") == ["lines"]


def test_changed_parts_are_found(server: Server, worker: Organisation) -> None:
    look_at(worker, "sanne")
    sealed(server, worker)
    assert tamper(server, worker, "UPDATE audit_seal SET parts = '[]'") == ["parts"]


def test_a_changed_statement_is_found(server: Server, worker: Organisation) -> None:
    look_at(worker, "sanne")
    sealed(server, worker)
    assert tamper(
        server, worker, """UPDATE audit_seal SET statement = jsonb_set(statement, '{rows}', '7')"""
    ) == ["signature"]


def test_a_statement_that_is_none_is_found(server: Server, worker: Organisation) -> None:
    look_at(worker, "sanne")
    sealed(server, worker)
    assert tamper(server, worker, "UPDATE audit_seal SET statement = '{}'") == ["statement"]


def test_a_removed_seal_is_found(server: Server, worker: Organisation) -> None:
    for day in range(3):
        look_at(worker, "sanne")
        sealed(server, worker, NOW + timedelta(days=day))
    assert tamper(server, worker, "DELETE FROM audit_seal WHERE number = 2") == ["number", "previous", "span"]


def test_a_seal_signed_with_another_key_is_found(server: Server, worker: Organisation) -> None:
    look_at(worker, "sanne")
    sealed(server, worker)
    (folder() / f"{worker.key}.public.pem").unlink()
    (folder() / "secrets" / f"{worker.key}.signing.pem").unlink()
    signer_of(worker)
    assert [finding.code for finding in seals.verify_seals(worker)] == ["key"]


def test_of_two_sealers_one_wins(server: Server, worker: Organisation) -> None:
    look_at(worker, "sanne")
    settled(server, worker)
    with superuser(server, worker) as other, other.transaction():
        other.execute("SELECT pg_advisory_xact_lock(hashtext('seal'))")
        assert seals.seal(worker, at=NOW) is None
        assert seals.end_months(worker, on=TODAY) == []
    made = sealed(server, worker)
    assert made is not None
    assert (made.number, seals.verify_seals(worker)) == (1, [])


def test_many_sealers_at_once_make_one_whole_chain(server: Server, worker: Organisation) -> None:
    look_at(worker, "sanne")
    settled(server, worker)

    def run(work: Callable[[], object]) -> None:
        work()
        connections.close_all()

    threads = [threading.Thread(target=run, args=(lambda: seals.seal(worker, at=NOW),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting(worker, system("logging", TODAY)):
        assert list(Seal.objects.values_list("number", flat=True)) == [1]
    assert seals.verify_seals(worker) == []


def test_a_clock_behind_the_last_seal_is_refused(server: Server, worker: Organisation) -> None:
    real = Organisation(**{**worker.__dict__, "simulated": False})
    look_at(worker, "sanne")
    sealed(server, worker, LATER)
    look_at(worker, "sanne")
    settled(server, worker)
    with pytest.raises(ProofError, match="The clock stands before the last seal"):
        seals.seal(real, at=NOW)


def test_a_simulated_organisation_goes_back_in_time_and_seals_on(
    server: Server, worker: Organisation
) -> None:
    look_at(worker, "sanne")
    sealed(server, worker, LATER)
    look_at(worker, "sanne")
    made = sealed(server, worker, NOW)
    assert made is not None
    assert (made.sealed_at, seals.verify_seals(worker)) == (LATER, [])


def old_lines(server: Server, organisation: Organisation) -> None:
    """Lines of February 2023: the policy keeps them for three years."""
    with superuser(server, organisation) as connection:
        connection.execute(LOOK.encode(), [FEBRUARY_2023])
        connection.execute(SEEN.encode(), [FEBRUARY_2023])
    with as_login(organisation, "owner"), connections[organisation.key].cursor() as cursor:
        cursor.execute("SELECT walls.month_begin('2023-02-01')")


def months(server: Server, organisation: Organisation) -> list[str]:
    with superuser(server, organisation) as connection:
        rows = connection.execute(
            "SELECT relname FROM pg_class WHERE relname ~ '^audit_(look|seen)_20[0-9_]{5}$' ORDER BY 1"
        )
        return [name for (name,) in rows.fetchall()]


@pytest.fixture
def keeping(server: Server, organisation: Organisation) -> Iterator[Organisation]:
    """The allocation service with a month that has been kept long enough, reached as the worker."""
    old_lines(server, organisation)
    with as_login(organisation, "worker"):
        look_at(organisation, "sanne")
        yield organisation


def test_a_new_month_takes_the_lines_that_waited_for_it(server: Server, keeping: Organisation) -> None:
    with superuser(server, keeping) as connection:
        rows = connection.execute(
            "SELECT count(*) FROM audit_look_2023_02 UNION ALL SELECT count(*) FROM audit_look_rest"
        )
        assert rows.fetchall() == [(1,), (0,)]


def test_a_month_ends_when_its_last_day_was_kept_for_the_term_and_not_before(
    server: Server, keeping: Organisation
) -> None:
    settled(server, keeping)
    assert seals.end_months(keeping, on=date(2026, 3, 1)) == []
    assert seals.end_months(keeping, on=date(2026, 3, 2)) == ["2023-02"]
    assert "audit_look_2023_02" not in months(server, keeping)


def test_the_chain_survives_the_end_of_a_month(server: Server, keeping: Organisation) -> None:
    sealed(server, keeping)
    settled(server, keeping)
    assert seals.end_months(keeping, on=TODAY) == ["2023-02"]
    with acting(keeping, system("logging", TODAY)):
        last = Seal.objects.order_by("-number")[0]
    assert [(p["log"], p["month"], p["rows"]) for p in last.parts] == [("ended", "2023-02", 2)]
    assert seals.verify_seals(keeping) == []
    look_at(keeping, "tariq")
    sealed(server, keeping, LATER)
    assert seals.verify_seals(keeping) == []
    assert tamper(server, keeping, "UPDATE audit_seen SET role = 'x'") == ["lines", "lines"]


def test_a_month_that_was_never_sealed_is_sealed_as_it_ends(server: Server, keeping: Organisation) -> None:
    settled(server, keeping)
    seals.end_months(keeping, on=TODAY)
    with acting(keeping, system("logging", TODAY)):
        only = Seal.objects.get()
    assert [p["month"] for p in only.parts if p["log"] != "ended"][:1] == ["2023-02"]
    assert seals.verify_seals(keeping) == []


def test_a_line_that_comes_back_after_the_end_of_its_month_is_found(
    server: Server, keeping: Organisation
) -> None:
    sealed(server, keeping)
    settled(server, keeping)
    seals.end_months(keeping, on=TODAY)
    again = LOOK.replace("subjects)", "subjects, tx)").replace("false, 1)", "false, 1, '5')")
    assert tamper(server, keeping, again, FEBRUARY_2023) == ["returned"]


def test_a_root_that_was_never_the_months_is_found(server: Server, keeping: Organisation) -> None:
    settled(server, keeping)
    with acting(keeping, system("logging", TODAY)), connections[keeping.key].cursor() as cursor:
        wrong = seals.Part("ended", "2023-02", 2, "0" * 64)
        seals._append(None, (0, seals._horizon(cursor)), [wrong], NOW)
    assert [f.code for f in seals.verify_seals(keeping)][-1] == "end"


def test_a_month_with_a_line_that_cannot_be_sealed_yet_waits(server: Server, keeping: Organisation) -> None:
    settled(server, keeping)
    with psycopg.connect(server.dsn(dbname=keeping.main)) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        with superuser(server, keeping) as connection:
            connection.execute(LOOK.encode(), [FEBRUARY_2023])
        assert seals.end_months(keeping, on=TODAY) == []
    settled(server, keeping)
    assert seals.end_months(keeping, on=TODAY) == ["2023-02"]


def test_a_month_that_is_not_over_by_the_servers_clock_stays_on_any_simulated_day(
    server: Server, worker: Organisation
) -> None:
    before = months(server, worker)
    settled(server, worker)
    seals.end_months(worker, on=date(2050, 1, 1))
    assert [name for name in before if name.endswith(f"{datetime.now(UTC):%Y_%m}")] == [
        name for name in months(server, worker) if name.endswith(f"{datetime.now(UTC):%Y_%m}")
    ]


def call(organisation: Organisation, who: str, function: str, month: str) -> str:
    """The error code of calling one of the owner's functions; empty when it was allowed."""
    actor = system("logging", TODAY) if who == "system" else member(who).acting("accountability", TODAY)
    try:
        with acting(organisation, actor), connections[organisation.key].cursor() as cursor:
            cursor.execute(f"SELECT walls.{function}(%s::date)", [month])
    except DatabaseError as refused:
        return str(refused.__cause__.sqlstate) if isinstance(refused.__cause__, psycopg.Error) else "?"
    return ""


def test_only_the_system_begins_and_ends_months(keeping: Organisation) -> None:
    with as_login(keeping, "web"):
        assert [call(keeping, "petra", name, "2023-02-01") for name in ("month_begin", "month_end")] == [
            NO_PRIVILEGE
        ] * 2
        assert [call(keeping, "sanne", name, "2023-02-01") for name in ("month_begin", "month_end")] == [
            NO_PRIVILEGE
        ] * 2


def test_the_database_itself_refuses_to_end_a_month_too_early(keeping: Organisation) -> None:
    with as_login(keeping, "worker"):
        assert call(keeping, "system", "month_end", f"{TODAY:%Y-%m}-01") == "HV006"
        assert call(keeping, "system", "month_end", "2023-12-01") == "HV006"
        assert call(keeping, "system", "month_end", "2023-02-01") == ""


def test_months_are_ready_three_ahead(server: Server, worker: Organisation) -> None:
    with superuser(server, worker) as connection:
        connection.execute("DROP TABLE " + ", ".join(months(server, worker)))
    seals.keep_months(worker, on=TODAY)
    look_at(worker, "sanne")
    now = datetime.now(UTC)
    wanted = [f"{now.year + (now.month - 1 + n) // 12}_{(now.month - 1 + n) % 12 + 1:02}" for n in range(4)]
    assert months(server, worker) == [f"audit_{log}_{m}" for log in ("look", "seen") for m in wanted]


def test_sign_ins_are_forgotten_after_the_term(server: Server, worker: Organisation) -> None:
    with superuser(server, worker) as connection:
        for at in ("2026-05-21T21:59+00", "2026-05-22T22:01+00"):
            connection.execute(
                "INSERT INTO audit_signin (id, at, login, address, outcome)"
                " VALUES (gen_random_uuid(), %s, '', '127.0.0.1', 'failed')",
                [at],
            )
    assert seals.keep_months(worker, on=TODAY) == 1
    with acting(worker, system("logging", TODAY)):
        assert [f"{line.at:%Y-%m-%d %H:%M}" for line in SignIn.objects.all()] == ["2026-05-22 22:01"]
