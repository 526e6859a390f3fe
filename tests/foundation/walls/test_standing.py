"""What holds of every row: what was declared, words of a list, days in reason."""

from __future__ import annotations

from huisvrede.foundation.walls import standing


def test_a_word_stands_on_its_list_and_may_be_empty_where_the_field_may() -> None:
    rules = set(standing.always())
    assert ("people_hat", "kind IN ('staff', 'subject', 'party', 'visitor', 'system')") in rules
    assert ("rights_request", "language IN ('nl', 'en')") in rules
    assert (
        "allocation_registration",
        "end_reason IN ('deregistered', 'housed', 'lapsed', 'died', '')",
    ) in rules


def test_what_follows_from_others_is_told_when_it_is_asked() -> None:
    (moves,) = (
        text for table, text in standing.never() if table == "cases_case" and "(OLD.workflow, OLD.state, NEW.state) NOT IN" in text
    )
    assert "('access', 'advised', 'granted')" in moves
    assert "('access', 'advised', 'answered')" not in moves


def test_every_day_and_moment_lies_in_reason() -> None:
    assert {("cases_case", "closed_on"), ("audit_look", "at")} <= set(standing.dated())


def test_a_part_carries_the_activity_of_its_case() -> None:
    assert ("cases_letter", "case_id", "cases_case") in set(standing.followers())


def test_the_sign_in_schema_is_left_to_its_own() -> None:
    tables = {row[0] for rows in (standing.always(), standing.never(), standing.dated()) for row in rows}
    assert [table for table in tables if table.startswith(("signin_", "account_", "vault_"))] == []
