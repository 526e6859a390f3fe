"""When a period ends, and why: legal deadlines (Reg. 1182/71, Algemene termijnenwet) and retention periods.

A deadline is counted by law, moves past weekends and holidays, and explains itself.
A retention period is a maximum: it is counted by the plain calendar and never moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MINYEAR, UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from huisvrede.core.duration import Language, Period, PeriodError, days_in_month
from huisvrede.core.law import Counting, Law, counting
from huisvrede.core.working_days import holiday_name, is_working_day, next_working_day

__all__ = [
    "Language",
    "Law",
    "Period",
    "PeriodError",
    "Reckoning",
    "Step",
    "cut_off",
    "explain",
    "reckon",
    "retained_until",
]

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
_WEEKDAYS: Final[dict[Language, tuple[str, ...]]] = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


@dataclass(frozen=True)
class Step:
    """One step of a reckoning: what was applied, in plain words, and the article it rests on."""

    article: str
    text_nl: str
    text_en: str

    def text(self, language: Language) -> str:
        """The step in the reader's language."""
        return self.text_nl if language == "nl" else self.text_en


@dataclass(frozen=True)
class Reckoning:
    """The last day of a period (through 24:00), or the last moment of one in hours; and why."""

    ends: date | datetime
    steps: tuple[Step, ...]


def reckon(start: date | datetime, period: Period, *, law: Law = Law.EU) -> Reckoning:
    """The end of a legal period that starts with an event on or at `start`, with each step and its article.

    A period in hours needs the moment with its UTC offset and is counted exactly, to a moment in Amsterdam
    time; what Reg. 1182/71 would allow beyond that is told in the steps only. Other periods count from the
    Amsterdam day of the event to a day. `PeriodError` for a plain date where a moment is needed, a moment
    without offset, and an end beyond the known calendar; `UnknownRule` before the law was in force.
    """
    if period.hours:
        return _reckon_hours(start, period, law)
    return _reckon_days(_moment(start).date() if isinstance(start, datetime) else start, period, law)


def explain(reckoning: Reckoning, language: Language) -> list[str]:
    """The end alone (ISO 8601 day, or moment with offset), then one line per step: article and words."""
    steps = (f"{step.article}: {step.text(language)}" for step in reckoning.steps)
    return [reckoning.ends.isoformat(), *steps]


def retained_until(clock: date, period: Period) -> date:
    """The last day on which data may be kept whose retention clock stands at `clock` (GDPR art. 5(1)(e)).

    Plain calendar addition; the last day of the calendar if the period runs past it. `PeriodError` for hours.
    """
    return period.after(clock) or date.max


def cut_off(period: Period, on: date) -> date:
    """The last clock day whose retention period has wholly passed on day `on`; due = clock <= cut-off.

    So `clock <= cut_off(period, on)` exactly when `retained_until(clock, period) < on`. If no day is that
    old, the answer is `date.min`, which is no clock day. `PeriodError` for a period in hours.
    """
    period.refuse_hours()
    ordinal = on.toordinal() - 1 - period.weeks * 7 - period.days
    if ordinal < date.min.toordinal():
        return date.min
    latest = date.fromordinal(ordinal)
    year, month = divmod(latest.year * 12 + latest.month - 1 - period.years * 12 - period.months, 12)
    if year < MINYEAR:
        return date.min
    length = days_in_month(year, month + 1)
    # All later days of the earlier month were brought back to the last day of this shorter one.
    at_month_end = latest.day == days_in_month(latest.year, latest.month)
    return date(year, month + 1, length if at_month_end else min(latest.day, length))


def _reckon_days(day: date, period: Period, law: Law) -> Reckoning:
    how = counting(law, day)
    ends = period.after(day)
    if ends is None:
        raise PeriodError(f"{period} from {day.isoformat()} ends after the year 9999; check the period.")
    steps = [
        Step(
            how.articles.start,
            f"De dag van de gebeurtenis, {_day(day, 'nl')}, telt niet mee.",
            f"The day of the event, {_day(day, 'en')}, is not counted.",
        ),
        _calendar_step(day, period, ends, how),
    ]
    if not how.moves(period):
        return Reckoning(ends, (*steps, _exempt_step(period, how)))
    two_working_days = (ends - day).days >= how.two_working_days_from
    if not is_working_day(ends, how):
        not_working, ends = ends, next_working_day(ends, how)
        steps.append(_moved_step(not_working, ends, how))
    if two_working_days and (second := _second_working_day(day, how)) > ends:
        ends = second
        steps.append(_two_working_days_step(ends, how))
    return Reckoning(ends, tuple(steps))


def _reckon_hours(start: date | datetime, period: Period, law: Law) -> Reckoning:
    if not isinstance(start, datetime):
        raise PeriodError(
            f"{period} runs from a moment, not from a day; write the moment with its offset, "
            "such as 2026-04-02T16:20+02:00."
        )
    began = _moment(start)
    how = counting(law, began.date())
    ends = _later(began, period.hours)
    steps = [_exact_step(began, ends, period, how)]
    if began.utcoffset() != ends.utcoffset():
        steps.append(
            Step(
                how.articles.hours,
                "De klok gaat in deze termijn een uur voor- of achteruit; de uren tellen gewoon door.",
                "The clocks go forward or back in this period; the hours are simply counted through.",
            )
        )
    if law is Law.EU:
        steps += _outer_limit_steps(began, period, how)
    return Reckoning(ends, tuple(steps))


def _moment(start: datetime) -> datetime:
    if start.utcoffset() is None:
        raise PeriodError(
            f"{start.isoformat()} does not say which offset from UTC it is in; write it, "
            "such as 2026-04-02T16:20+02:00."
        )
    try:
        return start.astimezone(AMSTERDAM)
    except OverflowError as error:
        raise PeriodError(f"{start.isoformat()} lies outside the calendar; check the moment.") from error


def _later(moment: datetime, hours: int) -> datetime:
    # In UTC, because adding to a wall-clock time would lose or gain an hour when the clocks change.
    try:
        return (moment.astimezone(UTC) + timedelta(hours=hours)).astimezone(AMSTERDAM)
    except OverflowError as error:
        raise PeriodError(
            f"{hours} hours after {moment.isoformat()} is after the year 9999; check the period."
        ) from error


def _second_working_day(day: date, how: Counting) -> date:
    return next_working_day(next_working_day(day, how), how)


def _calendar_step(day: date, period: Period, ends: date, how: Counting) -> Step:
    months = period.years + period.months
    article = how.articles.calendar if months or period.weeks else how.articles.days
    where_nl, where_en = "eindigt op", "ends on"
    if months and not period.weeks and not period.days:
        if ends.day == day.day:
            where_nl, where_en = "eindigt op dezelfde datum:", "ends on the same date:"
        else:
            where_nl = "eindigt, omdat die maand de datum niet heeft, op de laatste dag ervan:"
            where_en = "ends, because that month lacks the date, on its last day:"
    elif period.weeks and not months and not period.days:
        where_nl, where_en = "eindigt op dezelfde dag van de week:", "ends on the same day of the week:"
    return Step(
        article,
        f"De termijn van {period.in_words('nl')} {where_nl} {_day(ends, 'nl')}.",
        f"The period of {period.in_words('en')} {where_en} {_day(ends, 'en')}.",
    )


def _exempt_step(period: Period, how: Counting) -> Step:
    return Step(
        how.articles.exempt,
        f"Een termijn van {period.in_words('nl')} wordt niet verlengd wegens weekend of feestdagen.",
        f"A period of {period.in_words('en')} is not extended because of weekends or public holidays.",
    )


def _moved_step(not_working: date, ends: date, how: Counting) -> Step:
    return Step(
        how.articles.moved,
        f"De laatste dag, {_named_day(not_working, how, 'nl')}, is geen werkdag; de termijn loopt door "
        f"tot en met de eerstvolgende werkdag: {_day(ends, 'nl')}.",
        f"The last day, {_named_day(not_working, how, 'en')}, is not a working day; the period runs through "
        f"the next working day: {_day(ends, 'en')}.",
    )


def _two_working_days_step(ends: date, how: Counting) -> Step:
    return Step(
        how.articles.two_working_days,
        f"De termijn moet ten minste twee werkdagen bevatten en loopt daarom tot en met {_day(ends, 'nl')}.",
        f"The period must hold at least two working days and therefore runs through {_day(ends, 'en')}.",
    )


def _exact_step(began: datetime, ends: datetime, period: Period, how: Counting) -> Step:
    return Step(
        how.articles.hours,
        f"De termijn van {period.in_words('nl')} wordt exact geteld vanaf {_time(began, 'nl')}, ook in het "
        f"weekend en op feestdagen, en eindigt op {_time(ends, 'nl')}.",
        f"The period of {period.in_words('en')} is counted exactly from {_time(began, 'en')}, weekends and "
        f"public holidays included, and ends on {_time(ends, 'en')}.",
    )


def _outer_limit_steps(began: datetime, period: Period, how: Counting) -> list[Step]:
    """What the regulation read literally allows beyond the exact hours: told, never used as the clock."""
    limit = _later(began.replace(minute=0, second=0, microsecond=0), period.hours + 1)
    steps = [
        Step(
            how.articles.start,
            "Uiterste juridische grens, niet de klok: het uur van de gebeurtenis telt niet mee, dus "
            f"{_time(limit, 'nl')}.",
            "Latest legal limit, not the clock: the hour of the event is not counted, so "
            f"{_time(limit, 'en')}.",
        )
    ]
    second = _second_working_day(began.date(), how)
    if period.hours >= how.two_working_days_from * 24 and limit.date() <= second:
        first = next_working_day(began.date(), how)
        steps.append(
            Step(
                how.articles.two_working_days,
                "Uiterste juridische grens naar de letter, niet de klok: ten minste twee werkdagen, "
                f"{_day(first, 'nl')} en {_day(second, 'nl')}, dus tot en met die laatste dag.",
                "Latest legal limit by the letter, not the clock: at least two working days, "
                f"{_day(first, 'en')} and {_day(second, 'en')}, so through that last day.",
            )
        )
    return steps


def _day(day: date, language: Language) -> str:
    return f"{_WEEKDAYS[language][day.weekday()]} {day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def _named_day(day: date, how: Counting, language: Language) -> str:
    name = holiday_name(day, how, language)
    return f"{_day(day, language)} ({name})" if name else _day(day, language)


def _time(moment: datetime, language: Language) -> str:
    return f"{_day(moment, language)} {'om' if language == 'nl' else 'at'} {moment:%H:%M}"
