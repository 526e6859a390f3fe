"""The lock: so many failed attempts within the window, for the term after the last of them (SUR-25)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from huisvrede.foundation.audit.signin import Attempt, Outcome, locked, note
from huisvrede.foundation.cluster.organisations import Organisation
from tests.signing_in import failed_before

SANNE = Attempt(login="sanne@example.org", address="198.51.100.7")


def is_locked(organisation: Organisation, attempt: Attempt = SANNE) -> bool:
    return locked(organisation, attempt, at=timezone.now())


def fail(organisation: Organisation, *minutes: float) -> None:
    failed_before(organisation, list(minutes), login=SANNE.login)


@pytest.mark.clause("SUR-25")
@pytest.mark.parametrize(("attempts", "shut"), [(4, False), (5, True)])
def test_five_failures_lock_a_login(organisation: Organisation, attempts: int, shut: bool) -> None:
    fail(organisation, *[1.0] * attempts)
    assert is_locked(organisation) is shut


@pytest.mark.clause("SUR-25")
@pytest.mark.parametrize(("attempts", "shut"), [(19, False), (20, True)])
def test_twenty_failures_lock_an_address(organisation: Organisation, attempts: int, shut: bool) -> None:
    failed_before(organisation, [1.0] * attempts, address=SANNE.address)
    assert is_locked(organisation) is shut


def test_another_login_from_another_address_is_free(organisation: Organisation) -> None:
    fail(organisation, *[1.0] * 5)
    assert not is_locked(organisation, Attempt(login="tariq@example.org", address="198.51.100.8"))


@pytest.mark.clause("SUR-25")
@pytest.mark.parametrize(("minutes", "shut"), [(14.9, True), (15.1, False)])
def test_the_lock_ends_a_quarter_of_an_hour_after_the_last_failure(
    organisation: Organisation, minutes: float, shut: bool
) -> None:
    fail(organisation, *[minutes] * 5)
    assert is_locked(organisation) is shut


@pytest.mark.clause("SUR-25")
def test_the_lock_holds_its_whole_term_after_failures_that_were_spread(organisation: Organisation) -> None:
    fail(organisation, 28, 25, 22, 18, 14)
    assert is_locked(organisation)


def test_failures_spread_wider_than_the_window_lock_nothing(organisation: Organisation) -> None:
    fail(organisation, 17, 13, 9, 5, 1)
    assert not is_locked(organisation)


def test_coming_in_begins_the_count_anew(organisation: Organisation) -> None:
    fail(organisation, 2, 2, 2, 2)
    note(organisation, SANNE, Outcome.PASSED, at=timezone.now())
    note(organisation, SANNE, Outcome.FAILED, at=timezone.now())
    assert not is_locked(organisation)
