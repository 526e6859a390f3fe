"""Who gets which lines of the logs by asking the database itself, under which purpose."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huisvrede.foundation.audit import signin
from huisvrede.foundation.audit.models import Look, Seen, SignIn
from huisvrede.foundation.audit.services import record
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
ATTEMPT = signin.Attempt(login="somebody@example.org", address="192.0.2.7")


@pytest.fixture
def logged(organisation: Organisation) -> Organisation:
    """Anna looked at Sanne and Tariq, and somebody failed to sign in."""
    with acting(organisation, member("anna").acting("registration", TODAY)):
        record("home-seekers", "list", [member("sanne").person, member("tariq").person])
    signin.note(organisation, ATTEMPT, signin.Outcome.FAILED, at=NOON)
    return organisation


def lines(organisation: Organisation, who: str, purpose: str) -> tuple[int, int, int]:
    with acting(organisation, member(who).acting(purpose, TODAY)):
        return Look.objects.count(), Seen.objects.count(), SignIn.objects.count()


def test_the_privacy_officer_sees_looks_for_accountability_and_sign_ins_for_security(
    logged: Organisation,
) -> None:
    assert lines(logged, "petra", "accountability") == (1, 2, 0)
    assert lines(logged, "petra", "sign-in") == (0, 0, 1)


def test_the_administrator_sees_sign_ins_and_never_who_looked_at_whom(logged: Organisation) -> None:
    assert lines(logged, "ada", "sign-in") == (0, 0, 1)
    assert lines(logged, "ada", "accountability") == (0, 0, 0)


@pytest.mark.parametrize("who", ["anna", "bram", "chris", "dirk", "noor"])
@pytest.mark.parametrize("purpose", ["accountability", "sign-in", "registration"])
def test_nobody_else_on_the_staff_sees_a_line(logged: Organisation, who: str, purpose: str) -> None:
    assert lines(logged, who, purpose) == (0, 0, 0)


def test_a_data_subject_sees_the_lines_about_them_for_accountability_alone(logged: Organisation) -> None:
    with acting(logged, member("sanne").acting("accountability", TODAY)):
        assert list(Seen.objects.values_list("subject", "role")) == [
            (member("sanne").person, "customer-service")
        ]
    with acting(logged, member("sanne").acting("registration", TODAY)):
        assert Seen.objects.count() == 0
