"""Clocks begin on the day of the event, end by law, call whoever must act, and stop when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.periods import Law, Period
from huisvrede.core.vocabulary import Outcome
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.duties.services import begin, begin_about, called_about, fulfil, remind, stage_of
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, asked
from tests.cast import member, system
from tests.conftest import TODAY, as_login

MONTH = Period(months=1)


@contextmanager
def job(organisation: Organisation, day: date = TODAY) -> Iterator[None]:
    with as_login(organisation, "worker"), acting(organisation, system("rights", day)):
        yield


def reminded(organisation: Organisation, on: date) -> int:
    with as_login(organisation, "worker"):
        return remind(organisation, on=on)


def told(organisation: Organisation) -> list[tuple[UUID, str]]:
    with job(organisation):
        rows = Message.objects.filter(notice__startswith="duty").order_by("made_at")
        return sorted(rows.values_list("account", "notice"), key=str)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 3, 5), date(2026, 4, 7)),
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2026, 1, 31), date(2026, 3, 2)),
        (date(2026, 11, 26), date(2026, 12, 28)),
        (date(2027, 1, 29), date(2027, 3, 1)),
    ],
)
def test_a_month_ends_on_the_same_date_or_the_next_working_day(
    organisation: Organisation, received: date, due: date
) -> None:
    with job(organisation):
        case = Case.objects.create(
            activity="rights",
            workflow="access",
            state="received",
            person=Person.objects.create(),
            received_on=received,
        )
        duty = begin(
            case=case,
            what="x",
            right="advise",
            from_day=received,
            period=MONTH,
            law=Law.EU,
            article="GDPR art. 12(3)",
        )
    assert (duty.began_on, duty.due_on, duty.done_on) == (received, due, None)


def test_a_clock_stops_once(organisation: Organisation) -> None:
    key = asked(organisation)
    with job(organisation):
        case, what = Case.objects.get(pk=key), Duty.objects.order_by("what")[0].what
        fulfil(case=case, what=what, on=TODAY)
        fulfil(case=case, what=what, on=TODAY + timedelta(days=1))
        assert list(Duty.objects.order_by("what").values_list("done_on", flat=True)) == [TODAY, None]


def test_each_threshold_is_told_once_to_whoever_must_act(organisation: Organisation) -> None:
    # given a request of 23 November, due by 21 December (our own term) and 23 December (the law's)
    asked(organisation)
    days = [date(2026, 12, day) for day in (15, 16, 17, 21, 22, 23, 24, 25)]
    # when the night passes
    counts = [reminded(organisation, on=day) for day in days]
    # then both privacy officers hear it a week before, two days before and when it is late, once each
    assert counts == [2, 2, 0, 2, 2, 0, 2, 0]
    officers = {member("petra").account, member("dubbel").account}
    assert {account for account, _notice in told(organisation)} == officers
    assert [notice for account, notice in told(organisation) if account == member("petra").account] == [
        "duty-due-2",
        "duty-due-7",
        "duty-due-7",
        "duty-late",
        "duty-late",
    ]


def test_after_the_advice_whoever_decides_is_reminded(organisation: Organisation) -> None:
    key = asked(organisation)
    reminded(organisation, on=date(2026, 12, 16))
    advised(organisation, key, outcome=Outcome.GRANTED)
    reminded(organisation, on=date(2026, 12, 17))
    assert (member("dirk").account, "duty-due-7") in told(organisation)


def test_a_reminder_ends_with_its_case(organisation: Organisation) -> None:
    key = asked(organisation)
    with job(organisation):
        Case.objects.filter(pk=key).update(state="withdrawn", closed_on=TODAY)
    assert reminded(organisation, on=date(2026, 12, 25)) == 0
    with job(organisation):
        assert set(Duty.objects.values_list("done_on", flat=True)) == {TODAY}


def test_the_clock_of_a_restricted_person_goes_on_calling(organisation: Organisation) -> None:
    asked(organisation)
    with job(organisation):
        Person.objects.filter(pk=member("sanne").person).update(restricted_since=TODAY)
    assert reminded(organisation, on=date(2026, 12, 22)) == 4


@given(st.integers(-400, 400), st.integers(0, 400))
def test_a_clock_never_runs_backwards(left: int, later: int) -> None:
    due = TODAY
    assert stage_of(due, due - timedelta(days=left)) <= stage_of(due, due - timedelta(days=left - later))


@pytest.mark.parametrize(("left", "stage"), [(8, 0), (7, 1), (3, 1), (2, 2), (0, 2), (-1, 3)])
def test_the_stages_begin_where_they_should(left: int, stage: int) -> None:
    assert stage_of(TODAY + timedelta(days=left), TODAY) == stage


ABOUT = """INSERT INTO duties_duty (id, about, activity, what, "right", began_on, due_on, article, path, not_by, reminded_on)
  SELECT gen_random_uuid(), a.id, %s, 'Call 0900', %s, walls.day(), '2099-01-01', 'x', '/werk/x/', '{{}}', walls.day() FROM {} a"""


@pytest.mark.parametrize("table", ["register_activity", "people_hat"])
@pytest.mark.parametrize("who", ["anna", "bram", "petra", "chris", "sanne"])
def test_nobody_starts_a_clock_about_what_they_did_not_ask(organisation: Organisation, who: str, table: str) -> None:
    with (
        acting(organisation, member(who).acting("rights", TODAY)),
        connections[organisation.key].cursor() as cursor,
        pytest.raises(DatabaseError, match="row-level security"),
    ):
        cursor.execute(ABOUT.format(table), ["rights", "decide"])


def test_a_clock_of_something_else_is_no_call_and_goes(organisation: Organisation) -> None:
    row, other = uuid4(), uuid4()
    such = {"activity": "policy", "what": "Look again", "right": "propose"}
    with job(organisation):
        for about, what in ((row, "Look again"), (other, "Call 0900")):
            begin_about(about=about, due_on=TODAY, path="/werk/x/", not_by=(), **such | {"what": what})
        assert called_about([row, other], **such) == {row}
        assert list(Duty.objects.filter(about__isnull=False).values_list("about", flat=True)) == [row]
