"""The sweep destroys what has had its time, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from huisvrede.foundation.cases.models import Case, StepTaken
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.disposal.models import Certificate, Hold, Line
from huisvrede.foundation.disposal.rules import Unruled, plans, unruled
from huisvrede.foundation.disposal.sweep import Batch, DisposalRefused, by_rules, look, sweep, take
from huisvrede.foundation.people.models import Hat, Person
from huisvrede.foundation.register.declarations import all_declared, anchor_of
from huisvrede.foundation.register.models import Activity
from huisvrede.modules.allocation.models import HouseholdMember, Registration
from huisvrede.modules.care.models import Resident
from tests.cast import member
from tests.conftest import as_login
from tests.foundation.disposal.files import (
    DUE,
    KEEPER,
    LAST,
    as_owner,
    due_files,
    leaves,
    left,
    lines,
    person,
    registration,
    system,
)

AT = datetime(2026, 3, 1, 2, 15, tzinfo=UTC)


def swept(organisation: Organisation, on: date = DUE, batch: int = 10_000) -> tuple[int, int, int]:
    with as_login(organisation, "worker"):
        done = sweep(organisation, on=on, at=AT, batch=batch)
    return done.due, done.rows, done.persons


def test_a_file_is_kept_through_the_last_day_of_its_period(organisation: Organisation) -> None:
    keys = due_files(organisation, 2)
    assert swept(organisation, on=LAST) == (0, 0, 0)
    assert left(organisation) == set(keys)
    assert swept(organisation, on=DUE) == (2, 2, 2)
    assert left(organisation) == set()


def test_a_running_file_is_never_destroyed(organisation: Organisation) -> None:
    with system(organisation):
        running = registration(person(), ended=None)
    assert swept(organisation, on=date(2099, 1, 1)) == (0, 0, 0)
    assert left(organisation) == {running.pk}


def test_every_row_that_goes_leaves_the_leaf_of_its_key(organisation: Organisation) -> None:
    keys = due_files(organisation, 3, members=2)
    with system(organisation):
        children = list(HouseholdMember.objects.values_list("pk", flat=True))
    assert swept(organisation) == (3, 9, 3)
    assert lines(organisation) == leaves(children, "allocation.householdmember") + leaves(keys)
    with system(organisation):
        assert HouseholdMember.objects.count() == 0
        told = Line.objects.values(
            "verb", "activity", "rule", "policy_version", "cut_off", "executed_on", "at"
        ).distinct()
        assert list(told) == [
            {
                "verb": "destruction",
                "activity": "home-seekers",
                "rule": "ended P2Y (art. 6)",
                "policy_version": "1",
                "cut_off": date(2024, 2, 29),
                "executed_on": DUE,
                "at": AT,
            }
        ]


def test_small_batches_destroy_the_same(organisation: Organisation) -> None:
    keys = due_files(organisation, 7)
    assert swept(organisation, batch=3) == (7, 7, 7)
    assert lines(organisation) == leaves(keys)


def test_a_place_is_a_hint_and_what_stands_there_is_asked_again(organisation: Organisation) -> None:
    held, free = due_files(organisation, 2)
    with system(organisation):
        (plan,) = [plan for plan in plans(DUE) if plan.model is Registration]
    with as_login(organisation, "worker"):
        ((places, count),) = look(organisation, plan, by_rules(plan, DUE), on=DUE, batch=10)
        assert count == 2
        assert len(look(organisation, plan, by_rules(plan, DUE), on=DUE, batch=1)) == 2
        assert len(look(organisation, plan, by_rules(plan, DUE), on=DUE, batch=1, ahead=1)) == 1
    with system(organisation):
        Hold.objects.create(anchor=held, reason="legal-claim", starts_on=DUE, ends_on=DUE, account=KEEPER)
    with as_login(organisation, "worker"):
        assert take(organisation, plan, places, by_rules(plan, DUE), on=DUE, at=AT, skip=True) == Batch(1, 1, 1)
        assert take(organisation, plan, places, by_rules(plan, DUE), on=DUE, at=AT, skip=False) == Batch()
        assert look(organisation, plan, by_rules(plan, DUE), on=DUE, batch=10) == []
    assert (left(organisation), lines(organisation)) == ({held}, leaves([free]))


@pytest.mark.parametrize(
    ("starts", "ends", "kept"),
    [
        (LAST, DUE + timedelta(9), True),
        (DUE, DUE, True),
        (LAST, LAST, False),
        (DUE + timedelta(1), DUE + timedelta(9), False),
    ],
)
def test_a_hold_in_force_keeps_a_file(
    organisation: Organisation, starts: date, ends: date, kept: bool
) -> None:
    (key,) = due_files(organisation, 1)
    with system(organisation):
        Hold.objects.create(anchor=key, reason="legal-claim", starts_on=starts, ends_on=ends, account=KEEPER)
    assert swept(organisation)[0] == (0 if kept else 1)
    with system(organisation):
        assert Hold.objects.count() == (1 if kept else 0)


def test_the_files_of_a_restricted_person_are_kept(organisation: Organisation) -> None:
    with system(organisation):
        kept = registration(whose := person(), members=1)
        Person.objects.filter(pk=whose.pk).update(restricted_since=LAST)
        registration(person())
    assert swept(organisation) == (1, 1, 1)
    assert left(organisation) == {kept.pk}


def test_the_files_of_somebody_with_a_running_case_are_kept(organisation: Organisation) -> None:
    with system(organisation):
        whose = person()
        kept = registration(whose)
        case = Case.objects.create(
            activity="rights", workflow="access", state="examined", person=whose, received_on=LAST
        )
    assert swept(organisation) == (0, 0, 0)
    assert left(organisation) == {kept.pk}
    with system(organisation):
        Case.objects.filter(pk=case.pk).update(state="withdrawn", closed_on=LAST)
    assert swept(organisation) == (1, 1, 0)


def test_a_request_of_whoever_it_may_be_keeps_nobodys_file(organisation: Organisation) -> None:
    """Before it was looked into who asks, a case about somebody says nothing of their file."""
    with system(organisation):
        whose = person()
        registration(whose)
        Case.objects.create(
            activity="rights", workflow="access", state="received", person=whose, received_on=LAST
        )
    assert swept(organisation)[0] == 1
    assert left(organisation) == set()


def test_a_closed_case_goes_with_all_that_hangs_on_it(organisation: Organisation) -> None:
    with system(organisation):
        whose = person()
        closed = Case.objects.create(
            activity="rights", workflow="access", state="answered", person=whose, received_on=date(2023, 1, 2),
            closed_on=date(2024, 2, 29),
        )  # fmt: skip
        step = StepTaken.objects.create(
            case=closed,
            activity="rights",
            account=KEEPER,
            hat=KEEPER,
            at=AT,
            on=LAST,
            action="pass-on",
            before="new",
            after="received",
        )
    assert swept(organisation) == (1, 2, 1)
    assert lines(organisation) == leaves([closed.pk], "cases.case") + leaves([step.pk], "cases.steptaken")


def test_a_person_with_another_file_stays(organisation: Organisation) -> None:
    with system(organisation):
        whose = person()
        registration(whose)
        kept = registration(whose, ended=LAST)
    assert swept(organisation) == (1, 1, 0)
    assert left(organisation) == {kept.pk}
    with system(organisation):
        assert Person.objects.filter(pk=whose.pk).exists()
    assert swept(organisation, on=date(2028, 2, 29)) == (1, 1, 1)
    with system(organisation):
        assert not Person.objects.filter(pk=whose.pk).exists()


def test_with_the_last_file_go_the_hat_and_the_account(organisation: Organisation) -> None:
    sanne = member("sanne")
    with system(organisation):
        Registration.objects.filter(pk=sanne.file).update(
            ended_on=date(2024, 2, 29), end_reason="deregistered"
        )
    assert swept(organisation) == (1, 1, 1)
    with system(organisation):
        assert Hat.objects.filter(account=sanne.account).count() == 0
    rows = "SELECT count(*) FROM signin.signin_account a FULL JOIN signin.account_emailaddress e ON e.user_id = a.id"
    assert as_owner(organisation, f"{rows} WHERE a.id = %s OR e.user_id = %s", [sanne.account] * 2) == [(0,)]
    assert as_owner(
        organisation, "SELECT count(*) FROM signin.signin_account WHERE id = %s", [member("anna").account]
    ) == [(1,)]


def test_an_account_with_another_hat_stays(organisation: Organisation) -> None:
    sanne = member("sanne")
    with system(organisation):
        Registration.objects.filter(pk=sanne.file).update(
            ended_on=date(2024, 2, 29), end_reason="deregistered"
        )
        Hat.objects.create(account=sanne.account, kind="staff", name="Sanne", starts_on=LAST)
    assert swept(organisation) == (1, 1, 1)
    assert as_owner(
        organisation, "SELECT count(*) FROM signin.signin_account WHERE id = %s", [sanne.account]
    ) == [(1,)]


def test_only_a_job_forgets_persons(organisation: Organisation) -> None:
    assert as_owner(
        organisation,
        "SELECT has_function_privilege('hv_staff', 'walls.forget_persons(uuid[])', 'EXECUTE')",
    ) == [(False,)]
    with pytest.raises(Exception, match="only a job forgets persons"):
        as_owner(organisation, "SELECT walls.forget_persons('{}')")


@pytest.mark.parametrize(
    ("contact", "ended", "due"),
    [
        (date(2009, 1, 5), date(2009, 1, 9), True),
        (None, date(2009, 1, 9), True),
        (date(2009, 1, 5), None, False),
        (date(2012, 1, 5), date(2009, 1, 9), False),
        (date(2009, 1, 5), date(2012, 1, 9), False),
    ],
)
def test_a_resident_file_waits_for_the_end_and_for_every_period(
    care_group: Organisation, contact: date | None, ended: date | None, due: bool
) -> None:
    with system(care_group):
        Resident.objects.create(
            person=person(),
            number="B-OLD",
            given_name="Oud",
            family_name="Dossier",
            birth_date=date(1950, 1, 1),
            started_on=date(2008, 1, 7),
            last_contact_on=contact,
            ended_on=ended,
        )
    assert swept(care_group)[0] == int(due)


def test_a_day_behind_the_last_destruction_is_refused(organisation: Organisation) -> None:
    due_files(organisation, 1)
    swept(organisation)
    with pytest.raises(DisposalRefused) as refusal:
        swept(organisation, on=LAST)
    assert str(refusal.value) == (
        "Nothing was destroyed: 2026-02-28 lies before 2026-03-01, the day of the last destruction. "
        "Check the clock of this machine."
    )


def test_a_day_behind_the_last_certificate_is_refused(organisation: Organisation) -> None:
    with system(organisation):
        Certificate.objects.create(number=1, statement={}, signature="", executed_on=DUE)
    with pytest.raises(DisposalRefused):
        swept(organisation, on=LAST)
    assert swept(organisation, on=DUE) == (0, 0, 0)


def test_a_day_ahead_is_refused_to_an_organisation_that_is_not_simulated(organisation: Organisation) -> None:
    keys = due_files(organisation, 1)
    as_owner(organisation, "ALTER TABLE walls.organisation DISABLE TRIGGER for_good")
    as_owner(organisation, "UPDATE walls.organisation SET simulated = false")
    with pytest.raises(DisposalRefused) as refusal:
        swept(organisation, on=date(2090, 1, 1))
    assert str(refusal.value) == (
        "Nothing was destroyed: 2090-01-01 lies ahead of the clock of the database server, "
        "and only a simulated organisation may look ahead."
    )
    assert swept(organisation, on=DUE) == (1, 1, 1)
    assert lines(organisation) == leaves(keys)


def test_what_has_no_rule_is_never_swept_and_is_told_and_what_is_closed_still_ends(
    organisation: Organisation,
) -> None:
    keys = due_files(organisation, 1)
    as_owner(organisation, "UPDATE register_activity SET open = false WHERE key = 'home-seekers'")
    as_owner(organisation, "DELETE FROM register_retention WHERE activity = 'rights'")
    with system(organisation):
        Case.objects.create(
            activity="rights",
            workflow="access",
            state="answered",
            person=person(),
            received_on=LAST,
            closed_on=LAST,
        )
        Case.objects.create(
            activity="unheard-of",
            workflow="access",
            state="answered",
            person=person(),
            received_on=LAST,
            closed_on=LAST,
        )
        assert unruled(date(2099, 1, 1)) == [
            Unruled("cases.case", "rights", closed=False),
            Unruled("cases.case", "unheard-of", closed=False),
        ]
        assert "home-seekers" in {plan.activity for plan in plans(date(2099, 1, 1))}
        assert Activity.objects.get(key="home-seekers").open is False
    assert swept(organisation, on=date(2099, 1, 1)) == (1, 1, 1)
    assert left(organisation) & set(keys) == set()


def test_a_job_may_lock_every_file_that_has_a_clock() -> None:
    """One that goes before its file is locked with it, since nobody may change such a row."""
    files = {anchor_of(model) for model, declared in all_declared() if declared.clocks}
    assert files == {model for model, declared in all_declared() if model in files and "edit" in declared.system}
