"""The ticket opens the walls exactly as far as the policy says."""

from __future__ import annotations

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.walls.session import acting
from huisvrede.modules.allocation.models import Registration

from tests.cast import member
from tests.conftest import TODAY


def numbers(organisation: Organisation, who: str, purpose: str = "registration") -> list[str]:
    with acting(organisation, member(who).acting(purpose, TODAY)):
        return sorted(Registration.objects.values_list("number", flat=True))


def test_customer_service_sees_every_registration(organisation: Organisation) -> None:
    assert numbers(organisation, "anna") == ["W-SANNE", "W-TARIQ"]


def test_an_advisor_sees_what_is_assigned(organisation: Organisation) -> None:
    assert numbers(organisation, "bram") == ["W-TARIQ"]


def test_a_home_seeker_sees_their_own(organisation: Organisation) -> None:
    assert numbers(organisation, "sanne") == ["W-SANNE"]


def test_nobody_else_sees_anything(organisation: Organisation) -> None:
    assert [numbers(organisation, who) for who in ("chris", "petra", "dirk", "ada", "noor")] == [[]] * 5


def test_another_purpose_shows_nothing(organisation: Organisation) -> None:
    assert numbers(organisation, "anna", "marketing") == []
