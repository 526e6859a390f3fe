"""Who works for whom comes in as by hand: from today, for colleagues who are here, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Hat, Person
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Assignment, Registration
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.importing import counts, imported, said, table

ROW = {"Registratienummer": "W-SANNE", "Medewerker": "BRAM", "Tot en met": ""}


def of_sanne(organisation: Organisation) -> list[tuple[object, object, object]]:
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        rows = Assignment.objects.filter(registration=member("sanne").file)
        return list(rows.values_list("worker", "starts_on", "ends_on"))


def seen_by(organisation: Organisation, who: str) -> set[str]:
    with acting(organisation, member(who).acting("registration", TODAY)):
        return set(Registration.objects.values_list("number", flat=True))


def test_a_colleague_handles_from_today_and_a_second_time_changes_nothing(organisation: Organisation) -> None:
    until = TODAY + timedelta(days=30)
    assert seen_by(organisation, "bram") == {"W-TARIQ"}
    rows = ({**ROW, "Tot en met": until.isoformat()}, {**ROW, "Registratienummer": "W-TARIQ"}, ROW)
    assert counts(imported(organisation, table(*rows), kind="assignments")) == ("stored", 1, 2, 0)
    assert of_sanne(organisation) == [(member("bram").hat, TODAY, until)]
    assert counts(imported(organisation, table(*rows), kind="assignments")) == ("stored", 0, 3, 0)
    assert seen_by(organisation, "bram") == {"W-SANNE", "W-TARIQ"}
    assert seen_by(organisation, "chris") == set()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"Registratienummer": "nergens"}, ("Registratienummer", "file-not-running")),
        ({"Medewerker": "Niemand"}, ("Medewerker", "colleague-unknown")),
        ({"Medewerker": "Sanne"}, ("Medewerker", "colleague-unknown")),
        ({"Tot en met": "01-01-2026"}, ("Tot en met", "handed-before")),
        ({"Tot en met": "straks"}, ("Tot en met", "date-unreadable")),
    ],
)
def test_a_row_that_is_wrong_says_where_and_stays_out(
    organisation: Organisation, changed: dict[str, str], problem: tuple[str, str]
) -> None:
    run = imported(organisation, table({**ROW, **changed}), kind="assignments")
    assert (counts(run), said(run), of_sanne(organisation)) == (("stored", 0, 0, 1), [(2, *problem)], [])


def test_who_is_gone_is_unknown_and_two_of_one_name_are_for_a_person_to_tell_apart(
    organisation: Organisation,
) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        Hat.objects.filter(pk=member("bram").hat).update(ends_on=TODAY - timedelta(days=1))
        Hat.objects.filter(pk__in=(member("chris").hat, member("petra").hat)).update(name="Kim Bos")
    rows = (ROW, {**ROW, "Medewerker": "Kim Bos"})
    run = imported(organisation, table(*rows), kind="assignments")
    assert said(run) == [(2, "Medewerker", "colleague-unknown"), (3, "Medewerker", "colleague-twice")]


def test_a_file_on_hold_is_handed_to_nobody_nor_is_one_that_ended(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("test", TODAY)):
        Registration.objects.filter(pk=member("tariq").file).update(ended_on=TODAY, end_reason="housed")
        Person.objects.filter(pk=member("sanne").person).update(restricted_since=TODAY)
    rows = (ROW, {**ROW, "Registratienummer": "W-TARIQ"})
    run = imported(organisation, table(*rows), kind="assignments")
    assert said(run) == [(line, "Registratienummer", "file-not-running") for line in (2, 3)]
