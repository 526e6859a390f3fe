"""SQL as `web`, as an injected statement would run it: the database still says no."""

from __future__ import annotations

import time
from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import ticket_key
from huisvrede.foundation.walls.ticket import Acting, ticket
from tests.cast import member, system
from tests.conftest import TODAY
from tests.injecting import injected, show

COUNT = "SELECT count(*) FROM allocation_registration"


def count(connection: psycopg.Connection, sql: str = COUNT) -> int:
    row = connection.execute(sql.encode()).fetchone()
    assert row is not None
    return int(row[0])


def test_a_true_ticket_shows_what_the_policy_says(organisation: Organisation) -> None:
    with injected(organisation) as connection:
        show(connection, member("anna").acting("registration", TODAY), organisation)
        assert count(connection) == 2


def test_without_a_ticket_there_is_nothing(organisation: Organisation) -> None:
    with injected(organisation) as connection:
        connection.execute("SELECT set_config('role', 'hv_staff', true)")
        assert count(connection) == 0


def test_the_login_itself_reads_no_table(organisation: Organisation) -> None:
    with injected(organisation) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        count(connection, "SELECT count(*) FROM public.allocation_registration")


@pytest.mark.parametrize("place", range(6))
def test_a_ticket_changed_anywhere_is_forged(organisation: Organisation, place: int) -> None:
    true = ticket(member("bram").acting("registration", TODAY), key=ticket_key(organisation), now=time.time())
    other = ticket(
        member("anna").acting("requests", TODAY + timedelta(days=1)), key=b"x" * 32, now=time.time() + 99
    )
    parts = true.split("|")
    parts[place] = other.split("|")[place]
    with injected(organisation) as connection:
        connection.execute("SELECT set_config('hv.ticket', %s, true)", ["|".join(parts)])
        connection.execute("SELECT set_config('role', 'hv_staff', true)")
        with pytest.raises(psycopg.Error) as refused:
            count(connection)
    assert refused.value.sqlstate == "HV001"


@pytest.mark.parametrize("nonsense", ["x", "a|b|c|d|e|f", "|||||", "1|2|3"])
def test_nonsense_is_forged(organisation: Organisation, nonsense: str) -> None:
    with injected(organisation) as connection:
        connection.execute("SELECT set_config('hv.ticket', %s, true)", [nonsense])
        connection.execute("SELECT set_config('role', 'hv_staff', true)")
        with pytest.raises(psycopg.Error) as refused:
            count(connection)
    assert refused.value.sqlstate == "HV001"


def test_an_expired_ticket_is_refused(organisation: Organisation) -> None:
    who = member("anna").acting("registration", TODAY)
    old = ticket(who, key=ticket_key(organisation), now=time.time() - 3600)
    with injected(organisation) as connection:
        connection.execute("SELECT set_config('hv.ticket', %s, true)", [old])
        connection.execute("SELECT set_config('role', 'hv_staff', true)")
        with pytest.raises(psycopg.Error) as refused:
            count(connection)
    assert refused.value.sqlstate == "HV002"


def test_a_transaction_held_open_ends_with_its_ticket(organisation: Organisation) -> None:
    with injected(organisation) as connection:
        who = member("anna").acting("registration", TODAY)
        show(connection, who, organisation, life=timedelta(seconds=2))
        assert count(connection) == 2
        time.sleep(3.1)
        with pytest.raises(psycopg.Error) as refused:
            count(connection)
    assert refused.value.sqlstate == "HV002"


def test_a_party_too_has_no_role_before_its_bond(organisation: Organisation) -> None:
    """Everyone with access is bound to confidentiality, but for a data subject and their own file (SUR-13, ALL-45)."""
    party = Acting(account=uuid4(), hat=uuid4(), kind=Kind.PARTY, purpose="registration", day=TODAY)
    with injected(organisation, "worker") as connection:
        show(connection, system("cast", TODAY), organisation)
        connection.execute(
            "INSERT INTO people_hat (id, account, kind, name, organisation, starts_on) VALUES (%s, %s, 'party', 'Hulst', '', %s)",
            [party.hat, party.account, TODAY],
        )
        connection.execute(
            "INSERT INTO people_grant (id, hat_id, role, starts_on, reason) VALUES (%s, %s, 'landlord', %s, 'task')",
            [uuid4(), party.hat, TODAY],
        )
        connection.commit()
        before = roles(organisation, party)
        show(connection, system("cast", TODAY), organisation)
        connection.execute(
            "INSERT INTO people_bond (id, hat_id, text_version, signed_on) VALUES (%s, %s, '1', %s)",
            [uuid4(), party.hat, TODAY],
        )
        connection.commit()
    assert (before, roles(organisation, party)) == ([], ["landlord"])


def roles(organisation: Organisation, who: Acting) -> list[str]:
    with injected(organisation) as connection:
        show(connection, who, organisation, "hv_staff")
        row = connection.execute("SELECT walls.roles(walls.ticket())").fetchone()
        assert row is not None
        return list(row[0])


def test_another_role_shows_no_more_than_the_hat(organisation: Organisation) -> None:
    """An injected SET ROLE changes the role; the gate takes the hat from the ticket."""
    seen = {}
    for role in ("hv_staff", "hv_subject"):
        with injected(organisation) as connection:
            show(connection, member("sanne").acting("registration", TODAY), organisation, role)
            seen[role] = count(connection)
    assert seen == {"hv_staff": 0, "hv_subject": 1}


def test_web_can_not_become_the_job_the_gate_or_the_owner(organisation: Organisation) -> None:
    for role in (
        "hv_system",
        "hv_gate",
        organisation.login("owner"),
        organisation.login("signin"),
        "postgres",
    ):
        with injected(organisation) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT set_config('role', %s, true)", [role])


def test_a_job_s_ticket_is_worth_nothing_to_web(organisation: Organisation) -> None:
    with injected(organisation) as connection:
        show(connection, system("retention", TODAY), organisation, "hv_staff")
        assert count(connection) == 0


def test_a_hat_of_somebody_else_is_nobody_s(organisation: Organisation) -> None:
    stolen = Acting(
        account=member("bram").account,
        hat=member("anna").hat,
        kind=Kind.STAFF,
        purpose="registration",
        day=TODAY,
    )
    with injected(organisation) as connection:
        show(connection, stolen, organisation)
        assert count(connection) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM walls.key",
        "UPDATE walls.organisation SET simulated = true",
        "SELECT * FROM signin.signin_account",
        "DELETE FROM allocation_registration",
        "SELECT * FROM disposal_line",
        "INSERT INTO people_grant (id, hat_id, role, starts_on, reason) "
        f"VALUES ('{uuid4()}', '{member('bram').hat}', 'customer-service', '2020-01-01', 'self')",
        "UPDATE people_grant SET role = 'customer-service'",
        f"INSERT INTO people_bond (id, hat_id, text_version, signed_on) VALUES ('{uuid4()}', '{member('noor').hat}', '1', '2022-01-10')",
        "INSERT INTO register_right (id, version_id, activity, role, kind, purpose, action, reach) "
        "SELECT gen_random_uuid(), id, 'home-seekers', 'advisor', 'staff', 'registration', 'view', 'organisation' FROM register_version",
        "ALTER TABLE allocation_registration DISABLE ROW LEVEL SECURITY",
        "DROP POLICY hv_staff_select ON allocation_registration",
        "CREATE TABLE public.copy AS SELECT * FROM allocation_registration",
        "SELECT walls.month_end('2020-01-01')",
        "SET session_replication_role = replica",
        "COPY allocation_registration TO PROGRAM 'cat'",
    ],
)
def test_an_advisor_can_not_widen_itself(organisation: Organisation, statement: str) -> None:
    """Each is refused, or changes and shows nothing."""
    with injected(organisation) as connection:
        show(connection, member("bram").acting("registration", TODAY), organisation)
        try:
            done = connection.execute(statement.encode())
        except psycopg.Error as refused:
            assert refused.sqlstate in {"42501", "HV001", "HV005", "HV018", "25001", "P0001"}, refused
        else:
            assert done.rowcount <= 0
    with injected(organisation) as connection:
        show(connection, member("bram").acting("registration", TODAY), organisation)
        assert count(connection) == 1


def test_access_begins_and_ends_with_the_day(organisation: Organisation) -> None:
    """The day is in the ticket: before the role began there was nothing to see."""
    with injected(organisation) as connection:
        show(connection, member("anna").acting("registration", date(2022, 1, 9)), organisation)
        assert count(connection) == 0


def test_no_session_reads_what_another_one_says(organisation: Organisation) -> None:
    with injected(organisation) as one, injected(organisation) as other:
        show(one, member("anna").acting("registration", TODAY), organisation)
        show(other, member("chris").acting("registration", TODAY), organisation)
        rows = other.execute("SELECT query FROM pg_stat_activity WHERE usename = session_user").fetchall()
    assert [row for row in rows if row[0] and "hv.ticket" in row[0]] == []


def test_statistics_tell_no_value_of_a_walled_table(organisation: Organisation) -> None:
    with injected(organisation, "owner") as connection:
        connection.execute("ANALYZE allocation_registration, people_hat")
        connection.commit()
    asked = "SELECT count(*) FROM pg_stats WHERE schemaname = 'public' AND tablename IN ('allocation_registration', 'people_hat')"
    with injected(organisation) as connection:
        show(connection, member("anna").acting("registration", TODAY), organisation)
        assert count(connection, asked) == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            count(connection, "SELECT count(*) FROM pg_statistic")


def test_a_restricted_person_is_hidden_but_for_their_rights(organisation: Organisation) -> None:
    """Article 18: hidden from the work, shown for rights; the data subject goes on seeing it."""
    with injected(organisation, "worker") as connection:
        show(connection, system("rights", TODAY), organisation)
        connection.execute(
            "UPDATE people_person SET restricted_since = %s WHERE id = %s", [TODAY, member("sanne").person]
        )
        connection.commit()
    seen = {}
    for name in ("anna", "sanne"):
        with injected(organisation) as connection:
            show(connection, member(name).acting("registration", TODAY), organisation)
            seen[name] = count(connection)
    assert seen == {"anna": 1, "sanne": 1}


def test_a_restricted_person_s_row_can_not_be_changed(organisation: Organisation) -> None:
    with injected(organisation, "worker") as connection:
        show(connection, system("rights", TODAY), organisation)
        connection.execute(
            "UPDATE people_person SET restricted_since = %s WHERE id = %s", [TODAY, member("sanne").person]
        )
        connection.commit()
        show(connection, system("retention", TODAY), organisation)
        with pytest.raises(psycopg.Error) as refused:
            connection.execute("DELETE FROM allocation_registration WHERE id = %s", [member("sanne").file])
    assert refused.value.sqlstate == "HV018"


def test_each_statement_of_the_cast_is_about_somebody(organisation: Organisation) -> None:
    """The negatives above have something that could leak."""
    with injected(organisation, "worker") as connection:
        show(connection, system("count", TODAY), organisation)
        assert {
            table: count(connection, f"SELECT count(*) FROM {table}")
            for table in ("people_hat", "people_grant")
        } == {
            "people_hat": 10,
            "people_grant": 8,
        }
    assert UUID(str(member("sanne").person))
