"""A line of the standard: who acted stands in none, the data subject as a word that means nothing elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from huisvrede.foundation.audit.lines import Logged, line_of, pseudonym
from huisvrede.foundation.cluster.organisations import Organisation

ACT = Logged(
    look=uuid4(),
    at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    activity="home-seekers",
    purpose="registration",
    action="view",
)


def test_an_act_is_the_parent_of_each_of_its_data_subjects(organisation: Organisation) -> None:
    one = replace(ACT, seen=uuid4(), subject=uuid4(), role="advisor")
    act, child = line_of(organisation, ACT), line_of(organisation, one)
    assert (len(act.trace), len(act.span), act.parent) == (16, 8, b"")
    assert (child.trace, child.parent) == (act.trace, act.span)
    assert child.span not in {act.span, b""}
    assert "dpl.core.data_subject_id" not in act.attributes
    assert act.attributes["dpl.core.processing_activity_id"].endswith("/processing-activities/home-seekers")
    assert child.attributes["huisvrede.role"] == "advisor"
    assert act.name == "view home-seekers"
    assert line_of(organisation, replace(ACT, activity="")).name == "view"


def test_a_data_subject_is_the_same_in_every_line_of_one_controller_and_another_elsewhere(
    organisation: Organisation, care_group: Organisation
) -> None:
    subject = uuid4()
    said = pseudonym(organisation, subject)
    assert said == pseudonym(organisation, subject)
    assert len({said, pseudonym(organisation, uuid4()), pseudonym(care_group, subject)}) == 3
    assert subject.hex not in said
