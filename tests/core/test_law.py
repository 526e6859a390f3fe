"""The law is dated data: every entry says where it stands and since when."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from itertools import combinations

import pytest

from huisvrede.core.duration import Period, PeriodError
from huisvrede.core.law import (
    LAW_FILE,
    Counting,
    Dated,
    Law,
    LawBook,
    Rule,
    UnknownRule,
    counting,
    law_book,
    read,
    rule,
)

ENTRIES: list[Dated] = [*law_book().rules, *law_book().countings]
COUNTED = """
[[counting]]
key = "atw"
source = "Atw"
valid_from = 1965-04-01
holidays = ["public"]
two_working_days_from = 3
articles = { start = "a", days = "b", calendar = "c", hours = "d", moved = "e", two_working_days = "f" }
"""
RULE = """
[[rule]]
key = "example"
period = "P1M"
law = "atw"
source = "Example Act art. 1"
valid_from = 2020-01-01
"""


def test_a_request_is_answered_within_one_month_and_at_most_three() -> None:
    found = rule("gdpr-12-3", on=date(2026, 3, 5))
    assert found == Rule(
        key="gdpr-12-3",
        period=Period(months=1),
        extension=Period(months=2),
        law=Law.EU,
        source="GDPR art. 12(3)",
        valid_from=date(2018, 5, 25),
    )
    assert found.longest == Period(months=3)


def test_a_breach_is_notified_within_72_hours_without_extension() -> None:
    found = rule("gdpr-33-1", on=date(2026, 4, 2))
    assert (found.period, found.extension, found.longest) == (Period(hours=72), None, Period(hours=72))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.key} {entry.valid_from}")
def test_each_entry_has_a_source_and_dates_in_order(entry: Dated) -> None:
    assert entry.source.strip() == entry.source != ""
    assert type(entry.valid_from) is date
    assert entry.valid_to is None or entry.valid_from <= entry.valid_to


@pytest.mark.parametrize(
    "decree", tomllib.loads(LAW_FILE.read_text("utf-8"))["equated"], ids=lambda d: d["days"][0]
)
def test_each_decree_on_equated_days_has_a_source_and_names_weekdays(decree: dict[str, object]) -> None:
    assert decree["source"]
    days = decree["days"]
    assert isinstance(days, list)
    assert [day for day in days if day.weekday() > 4] == []


def test_no_two_entries_of_one_key_hold_on_the_same_day() -> None:
    overlapping = [
        (one.key, one.valid_from, other.valid_from)
        for one, other in combinations(ENTRIES, 2)
        if one.key == other.key and (one.in_force(other.valid_from) or other.in_force(one.valid_from))
    ]
    assert overlapping == []


@pytest.mark.parametrize("law", list(Law))
def test_each_law_says_how_it_counts_and_cites_every_article(law: Law) -> None:
    how = counting(law, on=date(2026, 1, 1))
    assert isinstance(how, Counting)
    cited = vars(how.articles)
    assert [name for name, article in cited.items() if not article and name != "exempt"] == []
    assert bool(how.articles.exempt) == bool(how.moves_up_to)


def test_every_rule_is_counted_by_a_law_in_force_when_it_began() -> None:
    counted = {entry.key: counting(entry.law, on=entry.valid_from).key for entry in law_book().rules}
    assert counted == {entry.key: entry.law for entry in law_book().rules}


def test_a_rule_holds_from_its_first_day() -> None:
    first = date(2018, 5, 25)
    assert rule("gdpr-12-3", on=first).valid_from == first
    with pytest.raises(UnknownRule) as unknown:
        rule("gdpr-12-3", on=first - timedelta(days=1))
    assert unknown.value.args == (
        "No law 'gdpr-12-3' was in force on 2018-05-24; law.toml has the keys and dates.",
    )


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(UnknownRule, match="No law 'gdpr-99' was in force on 2026-01-01"):
        rule("gdpr-99", on=date(2026, 1, 1))


def test_no_law_counts_a_period_before_it_existed() -> None:
    with pytest.raises(UnknownRule, match="No law 'reg-1182-71' was in force on 1971-06-30"):
        counting(Law.EU, on=date(1971, 6, 30))


def test_an_entry_holds_through_its_last_day() -> None:
    (entry,) = read(COUNTED + RULE + "valid_to = 2020-12-31").rules
    assert [entry.in_force(date(2020, 12, 31)), entry.in_force(date(2021, 1, 1))] == [True, False]


def test_a_law_without_equated_days_or_ceilings_reads_as_such() -> None:
    book = read(COUNTED + RULE)
    assert isinstance(book, LawBook)
    (how,) = book.countings
    assert (how.equated, how.moves_up_to, how.moves(Period(years=30))) == (frozenset(), {}, True)


def test_equated_days_belong_to_the_law_they_name() -> None:
    decree = '[[equated]]\nlaw = "{}"\nsource = "Decree"\ndays = [2026-01-02]\n'
    (how,) = read(
        COUNTED + RULE + decree.format("atw") + decree.format("reg-1182-71").replace("01-02", "05-15")
    ).countings
    assert how.equated == frozenset({date(2026, 1, 2)})


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (RULE.replace('source = "Example Act art. 1"', ""), TypeError),
        (RULE.replace("source", "sauce"), TypeError),
        (RULE.replace("valid_from = 2020-01-01", ""), TypeError),
        (RULE.replace("P1M", "a month"), PeriodError),
        (RULE.replace('"atw"', '"common-law"'), ValueError),
        (RULE + 'extension = "soon"', PeriodError),
    ],
)
def test_an_entry_that_lacks_or_misspells_something_does_not_load(wrong: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(COUNTED + wrong)


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("P90D", True),
        ("P91D", False),
        ("P12W", True),
        ("P13W", False),
        ("P3M", True),
        ("P4M", False),
        ("P1Y", False),
        ("PT1H", False),
    ],
)
def test_the_algemene_termijnenwet_leaves_hours_years_and_long_periods_alone(text: str, moves: bool) -> None:
    assert counting(Law.NL, on=date(2026, 1, 1)).moves(Period.parse(text)) is moves
