"""Two accounts and SQL as the login `web`: what no screen allows, the database refuses as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from huisvrede.core.vocabulary import Kind
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.ticket import Acting
from tests.cast import member, system
from tests.conftest import TODAY
from tests.injecting import injected, show

ROW_SECURITY, CHECK, NEVER = "42501", "23514", "HV004"
CASE, OWN = uuid4(), member("sanne")
YESTERDAY = TODAY - timedelta(days=1)
VISITOR = Acting(kind=Kind.VISITOR, purpose="none", day=TODAY)


@pytest.fixture(scope="module")
def house(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    """Sanne has a request that was identified, with its clock and one of the household."""
    with copies("allocation-service") as one:
        with injected(one, "worker") as connection:
            show(connection, system("rights", TODAY), one)
            connection.execute(a_case(CASE).encode())
            connection.execute(a_duty().encode())
            connection.execute(a_member(f"'{TODAY}'").encode())
            connection.commit()
        yield one


@pytest.fixture(scope="module")
def care(copies: Callable[..., AbstractContextManager[Organisation]]) -> Iterator[Organisation]:
    with copies("care-group") as one:
        yield one


def tried(organisation: Organisation, who: Acting, statement: str, login: str = "web") -> str:
    """What the database says to a statement: its SQLSTATE, or how many rows; nothing stays."""
    with injected(organisation, login) as connection:
        show(connection, who, organisation)
        try:
            done = connection.execute(statement.encode())
        except psycopg.Error as refused:
            return str(refused.sqlstate)
        return str(done.rowcount)


def sanne(purpose: str = "rights") -> Acting:
    return OWN.acting(purpose, TODAY)


def a_message(
    account: str, notice: str = "request-received", path: str = "/werk/", at: str = "statement_timestamp()"
) -> str:
    return (
        "INSERT INTO messaging_message (id, account, notice, path, made_at, tries)"
        f" VALUES (gen_random_uuid(), '{member(account).account}', '{notice}', '{path}', {at}, 0)"
    )


def a_case(key: object, **other: str) -> str:
    row = {
        "activity": "rights",
        "workflow": "access",
        "state": "examined",
        "received_on": str(TODAY),
        "person_id": str(OWN.person),
        **other,
    }
    return (
        f"INSERT INTO cases_case (id, version, {', '.join(row)})"
        f" VALUES ('{key}', 1, {', '.join(repr(value) for value in row.values())})"
    )


def a_duty(**other: str) -> str:
    row = {
        "what": "x",
        "right": "advise",
        "began_on": str(TODAY),
        "due_on": "2026-12-21",
        "article": "x",
        "path": "",
        "not_by": "{}",
        **other,
    }
    names = ", ".join(f'"{name}"' for name in row)
    return (
        f"INSERT INTO duties_duty (id, case_id, activity, {names})"
        f" VALUES (gen_random_uuid(), '{CASE}', 'rights', {', '.join(repr(value) for value in row.values())})"
    )


def a_member(removed_on: str) -> str:
    return (
        "INSERT INTO allocation_householdmember (id, registration_id, given_name, family_name, search_name, removed_on)"
        f" VALUES (gen_random_uuid(), '{OWN.file}', '', '', '', {removed_on})"
    )


def a_step(
    action: str = "ask", before: str = "new", after: str = "examined", note: str = "", at: str = ""
) -> str:
    return (
        'INSERT INTO cases_steptaken (id, case_id, activity, account, hat, at, "on", action, before, after, note)'
        f" VALUES (gen_random_uuid(), '{CASE}', 'rights', '{OWN.account}', '{OWN.hat}',"
        f" {at or 'statement_timestamp()'}, '{TODAY}', '{action}', '{before}', '{after}', '{note}')"
    )


def a_request(**other: str) -> str:
    row = {
        "channel": "portal",
        "asked_by": "",
        "reach": "",
        "wording": "?",
        "language": "nl",
        "ground": "",
        "identified_by": "signed-in",
        **other,
    }
    return (
        f"INSERT INTO rights_request (id, case_id, activity, {', '.join(row)})"
        f" VALUES (gen_random_uuid(), '{CASE}', 'rights', {', '.join(repr(value) for value in row.values())})"
    )


def a_registration(**other: str) -> str:
    """Sanne's own has ended by then, or the constraint of one running would answer first."""
    row = {
        "number": "W-1234-5678-90",
        "registered_on": str(TODAY),
        "source_system": "",
        "source_number": "",
        "person_id": str(OWN.person),
        **other,
    }
    empty = (
        "given_name",
        "name_prefix",
        "family_name",
        "search_name",
        "email",
        "phone",
        "street",
        "house_number",
    )
    return (
        "UPDATE allocation_registration SET ended_on = '2026-11-23', end_reason = 'deregistered';"
        "INSERT INTO allocation_registration (id, birth_date, household_size, version, end_reason, postcode, city,"
        f" {', '.join(empty)}, {', '.join(row)}) VALUES (gen_random_uuid(), '1984-03-01', 1, 1, '', '', '',"
        f" {', '.join(repr('') for _ in empty)}, {', '.join(repr(value) for value in row.values())})"
    )


def a_seen(role: str, version: str = "walls.version_on(walls.day())") -> str:
    return (
        "INSERT INTO audit_seen (id, look, subject, at, version, activity, purpose, action, role) VALUES"
        f" (gen_random_uuid(), gen_random_uuid(), '{OWN.person}', statement_timestamp(), {version},"
        f" 'home-seekers', walls.purpose(), 'view', '{role}')"
    )


def a_sign_in() -> str:
    return (
        "INSERT INTO audit_signin (id, at, login, address, outcome)"
        " VALUES (gen_random_uuid(), now(), 'digest', '192.0.2.1', 'failed')"
    )


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (a_message("petra"), "1"),
        (a_message("tariq"), ROW_SECURITY),
        (a_message("chris"), ROW_SECURITY),
        (a_message("ada", path="/mijn/"), ROW_SECURITY),
        (a_message("petra", "request-advised"), ROW_SECURITY),
        (a_message("petra", "duty-late"), ROW_SECURITY),
        (a_message("petra", "request-answered"), ROW_SECURITY),
        (a_message("petra", "unheard-of"), ROW_SECURITY),
        (a_message("petra", at="'2020-01-01'"), ROW_SECURITY),
    ],
)
def test_a_data_subject_calls_whoever_works_on_requests_and_nobody_else(
    house: Organisation, message: str, said: str
) -> None:
    assert tried(house, sanne(), message) == said


@pytest.mark.parametrize(
    ("who", "message", "said"),
    [
        ("petra", a_message("dirk", "request-advised"), "1"),
        ("anna", a_message("petra"), "1"),
        ("petra", a_message("sanne", "request-answered"), ROW_SECURITY),
        ("petra", a_message("sanne", "request-received"), ROW_SECURITY),
        ("chris", a_message("petra"), ROW_SECURITY),
    ],
)
def test_staff_call_colleagues_and_never_a_data_subject(
    house: Organisation, who: str, message: str, said: str
) -> None:
    assert tried(house, member(who).acting("rights", TODAY), message) == said


def test_only_whoever_has_a_right_in_an_activity_learns_who_works_in_it(house: Organisation) -> None:
    asked = "SELECT cardinality(walls.holders('rights', 'decide'))"
    found = {}
    for name, purpose in (
        ("sanne", "rights"),
        ("sanne", "invented"),
        ("chris", "rights"),
        ("anna", "rights"),
    ):
        with injected(house) as connection:
            show(connection, member(name).acting(purpose, TODAY), house)
            row = connection.execute(asked.encode()).fetchone()
            assert row is not None
            found[name, purpose] = row[0]
    assert found == {
        ("sanne", "rights"): 2,
        ("sanne", "invented"): 0,
        ("chris", "rights"): 0,
        ("anna", "rights"): 2,
    }


@pytest.mark.parametrize("purpose", ["none", "session", "sign-in"])
def test_a_page_can_not_write_a_sign_in(house: Organisation, purpose: str) -> None:
    """Neither a public page, nor one where somebody signed in chooses a hat, nor the review of sign-ins."""
    doors = {purpose: VISITOR} if purpose != "sign-in" else {}
    for who in (
        *doors.values(),
        Acting(account=OWN.account, kind=Kind.VISITOR, purpose=purpose, day=TODAY),
        member("ada").acting(purpose, TODAY),
    ):
        with injected(house) as connection:
            show(connection, who, house, "hv_visitor")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(a_sign_in().encode())


def test_a_page_can_not_ask_who_is_locked(house: Organisation) -> None:
    asked = "SELECT walls.locked('', '192.0.2.1', now(), '1 day', '1 day', 1)"
    assert tried(house, VISITOR, asked) == "HV005"
    assert tried(house, sanne(), asked) == ROW_SECURITY


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (a_registration(), "1"),
        (a_registration(number="W-TARIQ"), ROW_SECURITY),
        (a_registration(registered_on="2015-01-01"), ROW_SECURITY),
        (a_registration(source_system="old", source_number="7"), ROW_SECURITY),
        ("UPDATE allocation_registration SET ended_on = '2026-11-23', end_reason = 'deregistered'", "1"),
        (
            "UPDATE allocation_registration SET ended_on = '2024-01-01', end_reason = 'deregistered'",
            ROW_SECURITY,
        ),
        ("UPDATE allocation_registration SET ended_on = '2026-11-23', end_reason = 'housed'", ROW_SECURITY),
        ("UPDATE allocation_registration SET ended_on = '2026-11-23', end_reason = 'bored'", ROW_SECURITY),
        (
            "UPDATE allocation_householdmember SET given_name = 'Back', removed_on = NULL, birth_date = '2000-01-01'",
            NEVER,
        ),
    ],
)
def test_a_data_subject_writes_their_registration_as_the_screens_do(
    house: Organisation, statement: str, said: str
) -> None:
    assert tried(house, sanne("registration"), statement) == said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (a_case(uuid4()), "1"),
        (a_case(uuid4(), workflow="unheard-of"), CHECK),
        (a_case(uuid4(), state="granted"), ROW_SECURITY),
        (a_case(uuid4(), received_on=str(YESTERDAY)), ROW_SECURITY),
        (f"UPDATE cases_case SET state = 'withdrawn', closed_on = '{TODAY}'", "1"),
        (f"UPDATE cases_case SET state = 'answered', closed_on = '{TODAY}'", NEVER),
        (a_step(), "1"),
        (a_step(note="what no screen asks"), ROW_SECURITY),
        (a_step(after="granted"), CHECK),
        (a_step("withdraw", "advised", "withdrawn"), "1"),
        (a_step(at="'2020-01-01'"), ROW_SECURITY),
        (a_step("grant", "advised", "granted"), ROW_SECURITY),
        (a_request(), "1"),
        (a_request(identified_by="shown"), ROW_SECURITY),
        (a_request(asked_by="Somebody else"), ROW_SECURITY),
        (a_request(language="xx"), CHECK),
        (a_duty(), "1"),
        (a_duty(began_on="2020-01-01"), ROW_SECURITY),
        (a_duty(due_on="2026-11-01"), ROW_SECURITY),
        (a_duty(done_on=str(TODAY)), ROW_SECURITY),
    ],
)
def test_a_data_subject_asks_as_the_screens_do(house: Organisation, statement: str, said: str) -> None:
    assert tried(house, sanne(), statement) == said


@pytest.mark.parametrize(
    ("who", "statement", "said"),
    [
        ("petra", "UPDATE cases_case SET state = 'advised'", "1"),
        ("petra", "UPDATE cases_case SET state = 'granted'", NEVER),
        ("petra", "UPDATE cases_case SET state = 'lost'", NEVER),
        ("petra", f"UPDATE cases_case SET state = 'advised', closed_on = '{TODAY}'", CHECK),
        ("petra", f"UPDATE cases_case SET closed_on = '{TODAY}'", CHECK),
        ("petra", "UPDATE duties_duty SET \"right\" = 'decide'", "1"),
        ("petra", "UPDATE duties_duty SET due_on = '2199-01-01'", NEVER),
    ],
)
def test_a_case_moves_along_its_table_whoever_writes(
    house: Organisation, who: str, statement: str, said: str
) -> None:
    """A state that no code knows would stop whoever reads the list."""
    assert tried(house, member(who).acting("rights", TODAY), statement) == said


@pytest.mark.parametrize(("table", "more"), [("cases_advice", "text"), ("cases_decision", "reasons")])
def test_who_asks_does_not_judge_under_another_hat(house: Organisation, table: str, more: str) -> None:
    """The same account: the application refuses it (`not_by`), and so does the database."""
    who, case = member("dubbel"), uuid4()
    judged = (
        f'INSERT INTO {table} (id, case_id, activity, account, hat, at, "on", outcome, {more}) VALUES'
        f" (gen_random_uuid(), '{case}', 'rights', '{who.account}', '{who.hat}', statement_timestamp(), '{TODAY}',"
        " 'granted', 'x')"
    )
    asked = a_step().replace(str(OWN.account), str(who.account)).replace(str(CASE), str(case))
    said = []
    for steps in ([a_case(case)], [asked]):
        with injected(house, "worker") as connection:
            show(connection, system("rights", TODAY), house)
            for step in steps:
                connection.execute(step.encode())
            connection.commit()
        said.append(tried(house, who.acting("rights", TODAY), judged))
    assert said == ["1", ROW_SECURITY]


def test_nobody_writes_a_state_or_a_word_that_no_code_knows(house: Organisation) -> None:
    """Not even a job."""
    for statement in (
        a_case(uuid4(), state="lost"),
        a_request(channel="pigeon"),
        a_step("sing"),
        "UPDATE people_hat SET kind = 'boss' WHERE kind = 'staff'",
    ):
        assert tried(house, system("rights", TODAY), statement, "worker") in {CHECK, NEVER, ROW_SECURITY}
    assert tried(house, system("rights", TODAY), a_case(uuid4(), state="lost"), "worker") == CHECK


@pytest.mark.parametrize(
    ("role", "said"), [("customer-service", "1"), ("staff", "1"), ("management", ROW_SECURITY)]
)
def test_a_line_of_the_log_names_no_role_of_somebody_else(house: Organisation, role: str, said: str) -> None:
    assert tried(house, member("anna").acting("registration", TODAY), a_seen(role)) == said


def test_a_line_of_the_log_names_the_policy_of_its_day(house: Organisation) -> None:
    invented = a_seen("customer-service", "gen_random_uuid()")
    assert tried(house, member("anna").acting("registration", TODAY), invented) == ROW_SECURITY


@pytest.mark.parametrize(
    ("who", "statement", "said"),
    [
        ("bram", "UPDATE care_support SET ends_on = '2199-01-01'", "0"),
        (
            "bram",
            (
                "INSERT INTO care_support (id, resident_id, worker_id, starts_on) VALUES"
                f" (gen_random_uuid(), '{member('tariq').file}', '{member('chris').hat}', '{TODAY}')"
            ),
            ROW_SECURITY,
        ),
        ("anna", f"UPDATE care_support SET ends_on = '{YESTERDAY}'", "1"),
        ("anna", f"UPDATE care_support SET worker_id = '{member('chris').hat}'", NEVER),
    ],
)
def test_who_supports_somebody_does_not_say_for_how_long(
    care: Organisation, who: str, statement: str, said: str
) -> None:
    """Access ends with the relation; whoever has it through the relation can not prolong it."""
    assert tried(care, member(who).acting("care-plan", TODAY), statement) == said


@pytest.mark.parametrize(
    ("ends_on", "said"),
    [
        (str(YESTERDAY), "1"),
        (str(YESTERDAY - timedelta(days=1)), NEVER),
        ("2020-01-01", NEVER),
        (str(TODAY), "1"),
        ("2027-01-01", "1"),
    ],
)
def test_a_colleague_ends_yesterday_at_the_earliest(house: Organisation, ends_on: str, said: str) -> None:
    ada = member("ada").acting("account-management", TODAY)
    statement = f"UPDATE people_hat SET ends_on = '{ends_on}' WHERE id = '{member('bram').hat}'"
    assert tried(house, ada, statement) == said


@pytest.mark.parametrize(
    ("who", "purpose", "said"),
    [
        ("anna", "registration", "1"),
        ("anna", "rights", "1"),
        ("dirk", "accountability", ROW_SECURITY),
        ("ada", "accountability", ROW_SECURITY),
        ("bram", "registration", ROW_SECURITY),
    ],
)
def test_who_begins_nothing_makes_no_persons(house: Organisation, who: str, purpose: str, said: str) -> None:
    statement = "INSERT INTO people_person (id) VALUES (gen_random_uuid())"
    assert tried(house, member(who).acting(purpose, TODAY), statement) == said
