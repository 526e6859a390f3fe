"""Terms: each is of the sort that the software counts with, and none goes beyond the law of its day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.duration import Period, PeriodError
from huisvrede.core.law import law_book, rule
from huisvrede.core.policy import PolicyError, load
from huisvrede.core.terms import AT_ONCE, READ, REQUIRED, Sort, TermError, beyond, require, sort_of, term
from tests.conftest import ROOT

DAY = date(2026, 11, 27)
PROFILES = sorted(path for path in (ROOT / "profiles").iterdir() if path.is_dir())


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.name)
def test_a_profile_has_every_term_that_the_software_needs_within_the_law(profile: object) -> None:
    terms = load(profile).terms  # type: ignore[arg-type]
    assert set(terms) >= REQUIRED
    for one in terms.values():
        require(one.key, one.value, DAY)


def test_what_the_software_counts_with_is_of_one_sort() -> None:
    assert {key for key in READ if sort_of(key) is Sort.LENGTH} == set()
    assert sort_of("limits.bulk-supply.count") is Sort.COUNT
    assert sort_of("breach-authority") is Sort.LENGTH


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("access-request", "P1M"), ("access-request", "P28D"), ("access-request", "P4W"), ("request-extension", "P2M"),
        ("breach-authority", "PT72H"), ("breach-authority", "P3D"), ("breach-authority", AT_ONCE),
        ("withdrawal-effect", AT_ONCE), ("access-log", "P5Y"), ("access-log", "P60M"), ("limits.copies-free.count", "2"),
        ("court-petition", "P6W"), ("court-petition", "P42D"), ("dpia", AT_ONCE), ("sign-in.idle", "PT1H30M"), ("made-up-here", "7"),
    ],
)  # fmt: skip
def test_what_the_law_leaves_is_taken(key: str, value: str) -> None:
    assert term(key, {"period": value}, DAY).value == value


@pytest.mark.parametrize(
    ("key", "value", "limit", "source"),
    [
        ("access-request", "P30D", "P1M", "GDPR 12(3)"), ("access-request", "P5W", "P1M", "GDPR 12(3)"), ("request-extension", "P3M", "P2M", "GDPR 12(3)"),
        ("notice-other-source", "P2M", "P1M", "GDPR 14(3)"), ("breach-authority", "PT73H", "PT72H", "GDPR 33(1)"), ("breach-authority", "P4D", "PT72H", "GDPR 33(1)"),
        ("withdrawal-effect", "PT1H", AT_ONCE, "GDPR 7(3)"), ("court-petition", "P5W", "P6W", "UAVG 35(2)"), ("court-petition", "P7W", "P6W", "UAVG 35(2)"),
        ("early-erasure", "P4M", "P3M", "Wmo 2015 art. 5.3.5"), ("dpia", "P1D", AT_ONCE, "GDPR 35(1)"),
    ],
)  # fmt: skip
def test_what_goes_beyond_the_law_is_refused_with_its_source(key: str, value: str, limit: str, source: str) -> None:
    broken = beyond(key, value, DAY)
    assert broken is not None
    assert (broken.limit, broken.bound.source) == (limit, source)
    with pytest.raises(TermError, match=r"the law says"):
        term(key, {"period": value}, DAY)


def test_before_a_law_there_was_none_to_go_beyond() -> None:
    assert beyond("access-request", "P1Y", date(2018, 5, 24)) is None
    assert beyond("access-request", "P1Y", date(2018, 5, 25)) is not None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("access-request", "PT72H"), ("access-request", AT_ONCE), ("access-request", "20"), ("access-request", ""), ("sign-in.idle", "P1D"),
        ("sign-in.idle", "P0D"), ("sign-in.attempts", "0"), ("sign-in.attempts", "-1"), ("sign-in.attempts", "P1D"), ("sign-in.attempts", "100000"),
        ("exceptional-review.working-days", "61"), ("exceptional-review.withheld-days", "367"), ("backups-kept", "P101Y"), ("recovery", "PT9999H9999M99999999S"),
        ("breach-data-subject", "soon"), ("bond.hired", "P9999Y"), ("limits.documents-own.count", "٣"),
    ],
)  # fmt: skip
def test_what_the_software_could_not_count_with_is_refused(key: str, value: str) -> None:
    with pytest.raises((TermError, PeriodError)):
        term(key, {"period": value}, DAY)


@given(st.integers(0, 3), st.integers(0, 14), st.integers(0, 9), st.integers(0, 60))
def test_no_answer_can_ever_be_later_than_the_law_allows(years: int, months: int, weeks: int, days: int) -> None:
    """Whatever passes as the term of an answer ends no later than a month, on whichever day the request comes in."""
    if not (years or months or weeks or days):
        return
    ours, law = Period(years=years, months=months, weeks=weeks, days=days), rule("gdpr-12-3", DAY).period
    ends = [(ours.after(day), law.after(day)) for day in (date(2026, 1, 29), date(2026, 1, 31), date(2026, 2, 1), date(2028, 2, 1), DAY)]
    if beyond("access-request", str(ours), DAY) is None:
        assert all(one is not None and other is not None and one <= other for one, other in ends)


def test_a_bound_of_a_period_that_the_law_sets_agrees_with_it() -> None:
    bounds = {one.key: one for one in law_book().bounds}
    answers, breach = rule("gdpr-12-3", DAY), rule("gdpr-33-1", DAY)
    assert bounds["access-request"].most == str(answers.period)
    assert bounds["request-extension"].most == str(answers.extension)
    assert bounds["breach-authority"].most == str(breach.period)
    assert bounds["court-petition"].least == str(rule("uavg-35-2", DAY).period)
    assert bounds["prior-consultation"].most == str(rule("gdpr-36-2", DAY).period)


def test_a_profile_beyond_the_law_names_file_and_term(tmp_path: object) -> None:
    folder = tmp_path / "house"  # type: ignore[operator]
    folder.mkdir()
    source = ROOT / "profiles" / "corporation"
    for path in source.glob("*.toml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "activities").mkdir()
    said = (folder / "terms.toml").read_text(encoding="utf-8")
    (folder / "terms.toml").write_text(said.replace('[access-request]\nperiod = "P4W"', '[access-request]\nperiod = "P5W"'), encoding="utf-8")
    with pytest.raises(PolicyError, match=r"terms\.toml, access-request: .*P1M at most \(GDPR 12\(3\)\)"):
        load(folder)
