"""The page of a household."""

from __future__ import annotations

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.modules.allocation.models import HouseholdMember
from tests.browsing import signed_in
from tests.modules.allocation.cards import job, restrict, text

PAGE = "/mijn/gegevens/huishouden/"
TYPED = {"given_name": "Kim", "family_name": "Huisgenoot", "birth_date": "1-2-2019"}


def kept(organisation: Organisation) -> int:
    with job(organisation):
        return HouseholdMember.objects.count()


def test_a_member_with_a_mistake_is_not_kept_and_the_mistake_stands_at_its_field(
    organisation: Organisation,
) -> None:
    shown = text(signed_in(organisation, "sanne").post(PAGE, {**TYPED, "birth_date": "1-2-19"}))
    assert ("Write the year in four digits, as in 1984." in shown, kept(organisation)) == (True, 0)


def test_a_restricted_person_reads_why_nobody_is_added(organisation: Organisation) -> None:
    restrict(organisation, "sanne")
    shown = text(signed_in(organisation, "sanne").post(PAGE, TYPED, follow=True))
    assert ("their use is restricted" in shown, kept(organisation)) == (True, 0)


def test_taking_off_somebody_who_is_not_there_is_refused(organisation: Organisation) -> None:
    path = f"{PAGE}00000000-0000-0000-0000-000000000001/verwijderen/"
    assert signed_in(organisation, "sanne").post(path).status_code == 404
