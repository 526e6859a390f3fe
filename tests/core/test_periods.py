"""Deadlines end when the law says, and say why."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from huisvrede.core.law import UnknownRule, rule
from huisvrede.core.periods import (
    Law,
    Period,
    PeriodError,
    Reckoning,
    Step,
    explain,
    reckon,
)

MONTH = Period(months=1)
BREACH = datetime.fromisoformat("2026-04-02T16:20+02:00")


def ends(start: str, period: str, law: Law = Law.EU) -> str:
    """The end of a period as text, from a start as text."""
    day_or_moment = datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start)
    return explain(reckon(day_or_moment, Period.parse(period), law=law), "en")[0]


# Requests: GDPR art. 12(3), one month and at most three


@pytest.mark.parametrize(
    ("received", "answer", "extended"),
    [
        ("2026-03-05", "2026-04-07", "2026-06-05"),
        ("2026-08-31", "2026-09-30", "2026-11-30"),
        ("2026-01-31", "2026-03-02", "2026-04-30"),
        ("2026-11-26", "2026-12-28", "2027-02-26"),
    ],
)
def test_a_request_is_answered_within_a_month_and_after_extension_within_three(
    received: str, answer: str, extended: str
) -> None:
    term = rule("gdpr-12-3", on=date.fromisoformat(received))
    assert ends(received, str(term.period), term.law) == answer
    assert ends(received, str(term.longest), term.law) == extended


def test_the_fifth_of_may_does_not_move_a_european_deadline_outside_lustrum_years() -> None:
    assert ends("2026-04-05", "P1M") == "2026-05-05"
    assert ends("2025-04-05", "P1M") == "2025-05-06"


def test_a_period_of_a_month_ends_on_the_same_date() -> None:
    assert ends("2026-06-10", "P1M") == "2026-07-10"


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-03-02", "P14D", "2026-03-16"),
        ("2026-03-02", "P4W", "2026-03-30"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2026-03-02", "P1M2D", "2026-04-07"),
        ("2026-03-02", "P1M2W", "2026-04-16"),
        ("2026-03-05", "P1D", "2026-03-06"),
        ("2026-03-06", "P1D", "2026-03-09"),
        ("2026-03-05", "P2D", "2026-03-09"),
        ("2026-03-06", "P2D", "2026-03-10"),
        ("2026-04-02", "P3D", "2026-04-08"),
    ],
)
def test_days_weeks_and_years_end_by_the_european_regulation(start: str, period: str, end: str) -> None:
    assert ends(start, period) == end


def test_a_moment_counts_as_the_amsterdam_day_it_falls_on() -> None:
    assert ends("2026-06-09T22:30+00:00", "P1M") == "2026-07-10"


# Breaches: GDPR art. 33(1), 72 hours


def test_a_breach_known_before_easter_is_notified_exactly_72_hours_later() -> None:
    reckoning = reckon(BREACH, rule("gdpr-33-1", on=BREACH.date()).period)
    assert reckoning == Reckoning(
        datetime.fromisoformat("2026-04-05T16:20+02:00"),
        (
            Step(
                "Reg. 1182/71 art. 3(3)",
                "De termijn van 72 uur wordt exact geteld vanaf donderdag 2 april 2026 om 16:20, ook in het "
                "weekend en op feestdagen, en eindigt op zondag 5 april 2026 om 16:20.",
                "The period of 72 hours is counted exactly from Thursday 2 April 2026 at 16:20, weekends and "
                "public holidays included, and ends on Sunday 5 April 2026 at 16:20.",
            ),
            Step(
                "Reg. 1182/71 art. 3(1)",
                "Uiterste juridische grens, niet de klok: het uur van de gebeurtenis telt niet mee, dus "
                "zondag 5 april 2026 om 17:00.",
                "Latest legal limit, not the clock: the hour of the event is not counted, so "
                "Sunday 5 April 2026 at 17:00.",
            ),
            Step(
                "Reg. 1182/71 art. 3(5)",
                "Uiterste juridische grens naar de letter, niet de klok: ten minste twee werkdagen, "
                "dinsdag 7 april 2026 en woensdag 8 april 2026, dus tot en met die laatste dag.",
                "Latest legal limit by the letter, not the clock: at least two working days, "
                "Tuesday 7 April 2026 and Wednesday 8 April 2026, so through that last day.",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("start", "hours", "articles"),
    [
        ("2026-03-02T10:20+01:00", 72, ["3(3)", "3(1)"]),
        ("2026-03-03T10:20+01:00", 72, ["3(3)", "3(1)"]),
        ("2026-03-05T10:20+01:00", 72, ["3(3)", "3(1)", "3(5)"]),
        ("2026-03-02T10:20+01:00", 48, ["3(3)", "3(1)", "3(5)"]),
        ("2026-03-06T10:20+01:00", 47, ["3(3)", "3(1)"]),
        ("2026-03-02T23:00+01:00", 48, ["3(3)", "3(1)"]),
    ],
)
def test_two_working_days_are_told_only_where_the_hours_do_not_hold_them(
    start: str, hours: int, articles: list[str]
) -> None:
    steps = reckon(datetime.fromisoformat(start), Period(hours=hours)).steps
    assert [step.article.removeprefix("Reg. 1182/71 art. ") for step in steps] == articles


def test_hours_under_dutch_law_are_counted_exactly_without_an_outer_limit() -> None:
    reckoning = reckon(BREACH, Period(hours=24), law=Law.NL)
    assert reckoning.ends == BREACH + timedelta(hours=24)
    assert [step.article for step in reckoning.steps] == ["Atw art. 4"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-27T16:20+01:00", "2026-03-30T17:20:00+02:00"),
        ("2026-10-23T16:20+02:00", "2026-10-26T15:20:00+01:00"),
    ],
)
def test_when_the_clocks_change_the_hours_are_counted_through_and_it_is_said(start: str, end: str) -> None:
    lines = explain(reckon(datetime.fromisoformat(start), Period(hours=72)), "en")
    assert lines[0] == end
    assert lines[2] == (
        "Reg. 1182/71 art. 3(3): The clocks go forward or back in this period; "
        "the hours are simply counted through."
    )


def test_the_end_of_hours_is_told_in_amsterdam_time_whatever_the_offset_given() -> None:
    assert ends("2026-04-02T14:20+00:00", "PT72H") == "2026-04-05T16:20:00+02:00"


def test_hours_do_not_run_from_a_plain_date() -> None:
    with pytest.raises(PeriodError) as refused:
        reckon(date(2026, 4, 2), Period(hours=72))
    assert str(refused.value) == (
        "PT72H runs from a moment, not from a day; write the moment with its offset, "
        "such as 2026-04-02T16:20+02:00."
    )


@pytest.mark.parametrize("period", [MONTH, Period(hours=72)], ids=str)
def test_a_moment_without_an_offset_is_refused(period: Period) -> None:
    with pytest.raises(PeriodError) as refused:
        reckon(datetime(2026, 4, 2, 16, 20), period)
    assert str(refused.value) == (
        "2026-04-02T16:20:00 does not say which offset from UTC it is in; write it, "
        "such as 2026-04-02T16:20+02:00."
    )


# Dutch statutory periods: Algemene termijnenwet


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-02-20", "P6W", "2026-04-07"),
        ("2026-03-24", "P6W", "2026-05-06"),
        ("2026-04-03", "P6W", "2026-05-18"),
        ("2026-03-06", "P1D", "2026-03-09"),
        ("2026-03-05", "P2D", "2026-03-09"),
        ("2026-03-06", "P2D", "2026-03-09"),
        ("2026-03-06", "P3D", "2026-03-10"),
        ("2026-01-31", "P3M", "2026-04-30"),
        ("2026-01-25", "P3M", "2026-04-28"),
    ],
)
def test_a_dutch_statutory_period_ends_by_the_algemene_termijnenwet(
    start: str, period: str, end: str
) -> None:
    assert ends(start, period, Law.NL) == end


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-01-05", "P91D", "2026-04-06"),
        ("2026-01-05", "P13W", "2026-04-06"),
        ("2025-12-25", "P4M", "2026-04-25"),
        ("2025-12-25", "P1Y", "2026-12-25"),
    ],
)
def test_the_algemene_termijnenwet_does_not_move_long_periods(start: str, period: str, end: str) -> None:
    reckoning = reckon(date.fromisoformat(start), Period.parse(period), law=Law.NL)
    assert reckoning.ends == date.fromisoformat(end)
    assert reckoning.steps[-1].article == "Atw art. 4"


# Words


def test_a_moved_deadline_explains_itself_in_dutch() -> None:
    assert explain(reckon(date(2026, 3, 5), MONTH), "nl") == [
        "2026-04-07",
        "Reg. 1182/71 art. 3(1): De dag van de gebeurtenis, donderdag 5 maart 2026, telt niet mee.",
        "Reg. 1182/71 art. 3(2)(c): De termijn van 1 maand eindigt op dezelfde datum: zondag 5 april 2026.",
        "Reg. 1182/71 art. 3(4): De laatste dag, zondag 5 april 2026 (Eerste paasdag), is geen werkdag; de "
        "termijn loopt door tot en met de eerstvolgende werkdag: dinsdag 7 april 2026.",
    ]


def test_a_month_that_lacks_the_date_explains_itself_in_english() -> None:
    assert explain(reckon(date(2026, 1, 31), MONTH), "en") == [
        "2026-03-02",
        "Reg. 1182/71 art. 3(1): The day of the event, Saturday 31 January 2026, is not counted.",
        "Reg. 1182/71 art. 3(2)(c): The period of 1 month ends, because that month lacks the date, on its "
        "last day: Saturday 28 February 2026.",
        "Reg. 1182/71 art. 3(4): The last day, Saturday 28 February 2026, is not a working day; the period "
        "runs through the next working day: Monday 2 March 2026.",
    ]


def test_two_working_days_are_explained() -> None:
    assert explain(reckon(date(2026, 3, 6), Period(days=2)), "en")[2:] == [
        "Reg. 1182/71 art. 3(2)(b): The period of 2 days ends on Sunday 8 March 2026.",
        "Reg. 1182/71 art. 3(4): The last day, Sunday 8 March 2026, is not a working day; the period runs "
        "through the next working day: Monday 9 March 2026.",
        "Reg. 1182/71 art. 3(5): The period must hold at least two working days and therefore runs through "
        "Tuesday 10 March 2026.",
    ]


@pytest.mark.parametrize(
    ("start", "period", "line"),
    [
        (
            "2026-03-24",
            "P4W",
            "Awb art. 6:8(1): De termijn van 4 weken eindigt op dezelfde dag van de week: "
            "dinsdag 21 april 2026.",
        ),
        (
            "2026-03-24",
            "P1M2W",
            "Awb art. 6:8(1): De termijn van 1 maand en 2 weken eindigt op vrijdag 8 mei 2026.",
        ),
        (
            "2026-03-24",
            "P1M4D",
            "Awb art. 6:8(1): De termijn van 1 maand en 4 dagen eindigt op dinsdag 28 april 2026.",
        ),
        (
            "2025-05-21",
            "P1Y",
            "Atw art. 4: Een termijn van 1 jaar wordt niet verlengd wegens weekend of feestdagen.",
        ),
    ],
)
def test_a_dutch_period_explains_itself(start: str, period: str, line: str) -> None:
    assert explain(reckon(date.fromisoformat(start), Period.parse(period), law=Law.NL), "nl")[-1] == line


def test_a_period_past_the_calendar_is_refused() -> None:
    with pytest.raises(
        PeriodError, match=r"^P9999Y from 2026-01-01 ends after the year 9999; check the period\.$"
    ):
        reckon(date(2026, 1, 1), Period(years=9999))


def test_no_deadline_is_reckoned_before_the_law_existed() -> None:
    with pytest.raises(UnknownRule):
        reckon(date(1970, 1, 1), MONTH)


def test_hours_past_the_calendar_are_refused() -> None:
    moment = datetime(2026, 4, 2, 16, 20, tzinfo=UTC)
    with pytest.raises(PeriodError, match=r"is after the year 9999; check the period\.$"):
        reckon(moment, Period(hours=100_000_000))


def test_a_moment_outside_the_calendar_is_refused() -> None:
    with pytest.raises(PeriodError, match="lies outside the calendar"):
        reckon(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), Period(hours=1))


def test_a_year_and_a_month_are_counted_by_the_calendar() -> None:
    (step,) = (one for one in reckon(date(2026, 6, 1), Period(years=1, months=1)).steps if "ends" in one.text_en)
    assert (step.article, "on the same date: Thursday 1 July 2027" in step.text_en) == (
        "Reg. 1182/71 art. 3(2)(c)",
        True,
    )


def test_what_was_reckoned_does_not_change() -> None:
    reckoning = reckon(date(2026, 6, 1), MONTH)
    for one in (reckoning, reckoning.steps[0]):
        with pytest.raises(FrozenInstanceError):
            one.ends = date(2026, 1, 1)  # type: ignore[misc, union-attr]
