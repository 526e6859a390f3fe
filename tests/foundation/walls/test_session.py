"""The ticket opens the walls exactly as far as the policy says."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connections
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from huisvrede.foundation.cluster import postgres
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import NobodyActs, acting, may, one_at_a_time, session
from huisvrede.modules.allocation.models import Registration
from tests.cast import member
from tests.conftest import TODAY, VAR


def numbers(organisation: Organisation, who: str, purpose: str = "registration") -> list[str]:
    with acting(organisation, member(who).acting(purpose, TODAY)):
        return sorted(Registration.objects.values_list("number", flat=True))


def test_customer_service_sees_every_registration(organisation: Organisation) -> None:
    assert numbers(organisation, "anna") == ["W-SANNE", "W-TARIQ"]


def test_an_advisor_sees_what_is_assigned(organisation: Organisation) -> None:
    assert numbers(organisation, "bram") == ["W-TARIQ"]


def test_a_home_seeker_sees_their_own(organisation: Organisation) -> None:
    assert numbers(organisation, "sanne") == ["W-SANNE"]


def test_nobody_else_sees_anything(organisation: Organisation) -> None:
    assert [numbers(organisation, who) for who in ("chris", "petra", "dirk", "ada", "noor")] == [[]] * 5


def test_another_purpose_shows_nothing(organisation: Organisation) -> None:
    assert numbers(organisation, "anna", "marketing") == []


def test_sessions_do_not_nest(organisation: Organisation) -> None:
    """Rows read as Anna would be in the hands of Chris."""
    with acting(organisation, member("anna").acting("registration", TODAY)):
        with pytest.raises(RuntimeError, match="Somebody acts already"):
            with acting(organisation, member("chris").acting("registration", TODAY)):
                pass
        assert session().acting.hat == member("anna").hat


def test_outside_a_session_nobody_acts(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("registration", TODAY)):
        pass
    with pytest.raises(NobodyActs):
        session()


def city(organisation: Organisation) -> str:
    with acting(organisation, member("anna").acting("registration", TODAY)):
        return Registration.objects.get(number="W-SANNE").city


def test_what_was_done_stands_when_the_session_ends(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("registration", TODAY)):
        Registration.objects.filter(number="W-SANNE").update(city="Zeggerveen")
    assert city(organisation) == "Zeggerveen"


def test_an_error_undoes_everything_and_lets_the_next_one_act(organisation: Organisation) -> None:
    with pytest.raises(LookupError), acting(organisation, member("anna").acting("registration", TODAY)):
        Registration.objects.filter(number="W-SANNE").update(city="Zeggerveen")
        raise LookupError
    assert city(organisation) == "Zeggedam"


def test_nothing_of_the_ticket_stays_on_the_connection(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("registration", TODAY)):
        pass
    with atomic(using=organisation.key), connections[organisation.key].cursor() as cursor:
        cursor.execute("SELECT current_setting('hv.ticket', true), current_user = session_user")
        assert cursor.fetchone() == ("", True)


def test_a_setting_that_an_injected_statement_left_is_gone(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("registration", TODAY)):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET DateStyle = 'SQL, DMY'; SET search_path = pg_temp")
    with acting(organisation, member("anna").acting("registration", TODAY)):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('statement_timeout'), current_setting('DateStyle'),"
                " current_setting('search_path'), current_setting('TimeZone')"
            )
            assert cursor.fetchone() == ("1min", "ISO, MDY", "public", "UTC")


def test_an_old_ticket_opens_nothing(organisation: Organisation) -> None:
    with pytest.raises(DatabaseError, match="expired ticket"):
        with acting(organisation, member("anna").acting("registration", TODAY), life=timedelta(seconds=-1)):
            pass
    with pytest.raises(NobodyActs):
        session()


def test_may_asks_once_for_each_question_and_transaction(organisation: Organisation) -> None:
    with acting(organisation, member("bram").acting("registration", TODAY)):
        connection = connections[organisation.key]
        with CaptureQueriesContext(connection) as queries:
            answers = [
                may("home-seekers", "view"),
                may("home-seekers", "view", "assigned"),
                may("home-seekers", "view"),
            ]
        assert (answers, len(queries)) == ([False, True, False], 2)
    with acting(organisation, member("anna").acting("registration", TODAY)):
        assert may("home-seekers", "view")


def test_the_session_knows_whose_person_acts(organisation: Organisation) -> None:
    persons = []
    for name in ("sanne", "anna"):
        with acting(organisation, member(name).acting("registration", TODAY)) as running:
            persons.append(running.person)
    assert persons == [member("sanne").person, None]


def test_of_two_at_the_same_thing_the_second_waits_for_the_end(organisation: Organisation) -> None:
    ours = (
        "SELECT pg_try_advisory_lock(hashtextextended('this', 0)), pg_advisory_unlock_all() IS NULL",
        "SELECT pg_try_advisory_lock(hashtextextended('that', 0)), pg_advisory_unlock_all() IS NULL",
    )
    server = postgres.running(VAR)
    assert server is not None
    with psycopg.connect(server.dsn(dbname=organisation.main), autocommit=True) as other:
        with acting(organisation, member("anna").acting("registration", TODAY)):
            one_at_a_time("this")
            assert [other.execute(one.encode()).fetchone()[0] for one in ours] == [False, True]  # type: ignore[index]
        assert other.execute(ours[0].encode()).fetchone()[0] is True  # type: ignore[index]
