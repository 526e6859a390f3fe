"""Noting contact: who may, what changes, what is recorded, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.walls.conflict import Gone
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.care.models import Resident, Support
from huisvrede.modules.care.services import note_contact
from tests.cast import SINCE, member
from tests.conftest import TODAY
from tests.modules.care.files import acts, file_of, job, set_file


def done_to(organisation: Organisation, name: str) -> list[str]:
    """What the log says was done to somebody, as they are shown it themselves."""
    with acting(organisation, member(name).acting("accountability", TODAY)):
        return list(Seen.objects.order_by("at").values_list("action", flat=True))


@pytest.mark.parametrize("who", ["bram", "anna"])
def test_contact_moves_the_clock_to_today_and_is_recorded(care_group: Organisation, who: str) -> None:
    with acts(care_group, who):
        noted = note_contact(resident=Resident.objects.get(pk=member("tariq").file), version=1)
    kept = file_of(care_group, "tariq")
    assert (kept.last_contact_on, kept.version, noted.last_contact_on, noted.version) == (TODAY, 2, TODAY, 2)
    assert (kept.started_on, kept.ended_on) == (SINCE, None)
    assert done_to(care_group, "tariq") == ["edit"]
    assert (file_of(care_group, "sanne").last_contact_on, file_of(care_group, "sanne").version) == (SINCE, 1)


def test_whoever_comes_second_is_told_and_nothing_changes(care_group: Organisation) -> None:
    set_file(care_group, "tariq", last_contact_on=date(2026, 1, 5), version=2)
    with acts(care_group, "bram"), pytest.raises(Gone) as first:
        note_contact(resident=Resident.objects.get(), version=1)
    assert (first.value.theirs.version, first.value.theirs.last_contact_on) == (2, date(2026, 1, 5))  # type: ignore[attr-defined]
    assert file_of(care_group, "tariq").last_contact_on == date(2026, 1, 5)
    assert done_to(care_group, "tariq") == []


@pytest.mark.parametrize("who", ["bram", "chris", "petra", "dirk", "ada", "noor", "sanne"])
def test_whoever_does_not_support_a_resident_notes_nothing(care_group: Organisation, who: str) -> None:
    sanne = file_of(care_group, "sanne")
    with acts(care_group, who), pytest.raises(Refused):
        note_contact(resident=sanne, version=1)
    assert (file_of(care_group, "sanne").last_contact_on, file_of(care_group, "sanne").version) == (SINCE, 1)


def test_under_another_purpose_nothing_is_noted(care_group: Organisation) -> None:
    tariq = file_of(care_group, "tariq")
    with acts(care_group, "bram", "administration"), pytest.raises(Refused):
        note_contact(resident=tariq, version=1)
    assert file_of(care_group, "tariq").version == 1


def test_after_the_end_of_the_support_relation_nothing_is_noted(care_group: Organisation) -> None:
    tariq = file_of(care_group, "tariq")
    with job(care_group):
        Support.objects.update(ends_on=TODAY - timedelta(days=1))
    with acts(care_group, "bram"), pytest.raises(Refused):
        note_contact(resident=tariq, version=1)
    assert file_of(care_group, "tariq").version == 1


def test_a_restricted_file_stays_as_it_is(care_group: Organisation) -> None:
    """Article 18(1): kept, and not changed."""
    tariq = file_of(care_group, "tariq")
    with job(care_group):
        Person.objects.filter(pk=member("tariq").person).update(restricted_since=TODAY)
    with acts(care_group, "bram"), pytest.raises(Refused):
        note_contact(resident=tariq, version=1)
    assert file_of(care_group, "tariq").version == 1


def test_contact_after_the_end_of_support_counts(care_group: Organisation) -> None:
    set_file(care_group, "tariq", ended_on=date(2025, 6, 1))
    with acts(care_group, "bram"):
        noted = note_contact(resident=Resident.objects.get(), version=1)
    assert (noted.ended_on, noted.last_contact_on) == (date(2025, 6, 1), TODAY)
