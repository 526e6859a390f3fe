"""Exceptional openings by the calendar and by night: five working days for the review, a call when it is due, an end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError

from huisvrede.engines.access import opening
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.duties.queries import open_duties
from huisvrede.foundation.duties.services import begin_about, fulfil_about, remind
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import Opening
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.opening import three_cases


@pytest.fixture
def care_group(care_group: Organisation) -> Organisation:
    """The care group with three cases in its policy."""
    three_cases(care_group)
    return care_group


def opened(house: Organisation) -> Opening:
    """What Dirk opened, on the day of the tests."""
    with acting(house, member("dirk").acting("exceptional-access", TODAY)):
        ground = next(one for one in opening.grounds() if one.key == "legal-claim")
        return opening.open_file(ground=ground, number=" b-tariq ", investigator="nobody asked", because="A claim was made.")


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),  # a Monday
        (date(2026, 11, 27), date(2026, 12, 4)),  # a Friday
        (date(2026, 12, 23), date(2026, 12, 31)),  # Christmas lies between
        (date(2027, 3, 25), date(2027, 4, 5)),  # Easter, with Good Friday
    ],
)
def test_a_review_has_five_working_days(care_group: Organisation, day: date, last: date) -> None:
    with acting(care_group, member("dirk").acting("exceptional-access", day)):
        assert opening.review_day(day) == last


def test_an_investigator_is_kept_only_where_the_case_asks_one(care_group: Organisation) -> None:
    assert opened(care_group).investigator == ""


def test_who_may_not_open_has_no_ground(care_group: Organisation) -> None:
    with acting(care_group, member("petra").acting("exceptional-access", TODAY)):
        assert opening.grounds() == []
    with acting(care_group, member("bram").acting("exceptional-access", TODAY)), pytest.raises(Refused):
        opening.open_file(
            ground=opening.Ground("care-files", "legal-claim", {}, investigator=False),
            number="B-TARIQ",
            investigator="",
            because="x",
        )


def test_the_night_calls_for_a_review_that_is_due_and_forgets_what_the_log_forgets(care_group: Organisation) -> None:
    one = opened(care_group)

    def night(on: date) -> tuple[int, int]:
        with as_login(care_group, "worker"):
            remind(care_group, on=on)
            gone = opening.keep_openings(care_group, on=on)
            with acting(care_group, system("count", on)):
                return gone, Message.objects.filter(notice__startswith="duty").count()

    assert night(TODAY) == (0, 0)
    assert night(one.review_by - timedelta(days=1)) == (0, 2)
    assert night(one.review_by + timedelta(days=1)) == (0, 4)
    with acting(care_group, member("petra").acting("accountability", TODAY)):
        opening.review(opening=Opening.objects.get(), finding="Needed.", withheld="")
    assert night(one.review_by)[0] == 0
    assert night(date(TODAY.year + 5, 12, 1))[0] == 1


def test_a_notice_that_was_put_off_is_looked_at_again_each_month(care_group: Organisation) -> None:
    opened(care_group)
    with acting(care_group, member("petra").acting("accountability", TODAY)):
        opening.review(opening=Opening.objects.get(), finding="Needed.", withheld="An investigation runs.")

    def called(days: int) -> int:
        on = TODAY + timedelta(days=days)
        with as_login(care_group, "worker"):
            opening.keep_openings(care_group, on=on)
            with acting(care_group, system("count", on)):
                return Message.objects.filter(notice="exceptional-opened").count()

    assert [called(days) for days in (0, 29, 30, 31, 60)] == [0, 0, 2, 2, 4]


def clocks(house: Organisation, name: str) -> list[tuple[str, date, bool]]:
    """What stands on somebody's desk: the text, the last day, and whether it waits for them."""
    with acting(house, member(name).acting("rights", TODAY)):
        return [(one.what, one.due_on, one.mine) for one in open_duties()]


def test_a_review_is_a_clock_for_whoever_reviews_until_it_is_done(care_group: Organisation) -> None:
    one = opened(care_group)
    assert clocks(care_group, "petra") == [(opening.JUDGE, one.review_by, True)]
    assert [clocks(care_group, name) for name in ("bram", "tariq")] == [[], []]
    with acting(care_group, member("petra").acting("accountability", TODAY)):
        opening.review(opening=Opening.objects.get(), finding="Needed.", withheld="")
    assert clocks(care_group, "petra") == []
    with as_login(care_group, "worker"), acting(care_group, system("count", TODAY)):
        assert list(Duty.objects.filter(about=one.pk).values_list("done_on", flat=True)) == [TODAY]


def test_nobody_stops_the_clock_of_a_review_but_by_the_review(care_group: Organisation) -> None:
    one = opened(care_group)
    with acting(care_group, member("petra").acting("accountability", TODAY)), pytest.raises(ProgrammingError):
        fulfil_about(about=one.pk)
    with acting(care_group, member("bram").acting("accountability", TODAY)):
        fulfil_about(about=one.pk)
    assert len(clocks(care_group, "petra")) == 1


def test_nobody_starts_a_clock_about_what_they_did_not_ask(care_group: Organisation) -> None:
    one = opened(care_group)
    with as_login(care_group, "worker"), acting(care_group, system("count", TODAY)):
        Duty.objects.all().delete()
    for name in ("petra", "bram"):
        with acting(care_group, member(name).acting("rights", TODAY)), pytest.raises(ProgrammingError):
            begin_about(
                about=one.pk,
                activity=opening.LOGGING,
                what="x",
                right=opening.REVIEW,
                due_on=one.review_by,
                path="/werk/",
                not_by=[],
            )


def test_an_opening_that_nobody_reviewed_is_never_forgotten(care_group: Organisation) -> None:
    opened(care_group)
    with as_login(care_group, "worker"):
        assert opening.keep_openings(care_group, on=date(TODAY.year + 9, 1, 1)) == 0
