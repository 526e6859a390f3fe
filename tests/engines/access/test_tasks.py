"""The night begins the clock of each yearly look at somebody's roles, once, for another than that colleague."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from huisvrede.engines.access import services
from huisvrede.engines.access.tasks import LOOK_AGAIN, call_for_reviews
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.queries import open_duties
from huisvrede.foundation.duties.services import remind
from huisvrede.foundation.people.models import Hat, Review
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def called(house: Organisation) -> int:
    with as_login(house, "worker"):
        return call_for_reviews(house, on=TODAY)


def desk(house: Organisation, name: str) -> dict[UUID | None, bool]:
    with acting(house, member(name).acting("rights", TODAY)):
        return {one.about: one.mine for one in open_duties() if one.what == LOOK_AGAIN}


def looked_at(house: Organisation, name: str, days_ago: int) -> None:
    with as_login(house, "worker"), acting(house, system("cast", TODAY)):
        Review.objects.create(
            hat_id=member(name).hat,
            account=member("dirk").account,
            reviewed_by=member("dirk").hat,
            reviewed_on=TODAY - timedelta(days=days_ago),
            finding="Needed",
        )


def test_each_look_that_is_due_stands_on_the_desk_of_who_may_take_it_once(organisation: Organisation) -> None:
    assert called(organisation) > 0
    assert called(organisation) == 0
    waiting = desk(organisation, "petra")
    assert (waiting[member("anna").hat], waiting[member("petra").hat]) == (True, False)
    assert desk(organisation, "anna") == {}


def test_it_stands_there_a_month_ahead_and_not_sooner(organisation: Organisation) -> None:
    looked_at(organisation, "anna", 300)
    looked_at(organisation, "bram", 340)
    called(organisation)
    assert [member(name).hat in desk(organisation, "petra") for name in ("anna", "bram")] == [False, True]


def test_a_look_ends_its_clock_and_the_night_forgets_it(organisation: Organisation) -> None:
    called(organisation)
    with acting(organisation, member("petra").acting("account-management", TODAY)):
        services.review(hat=Hat.objects.get(pk=member("anna").hat), finding="Still needed.")
    assert member("anna").hat not in desk(organisation, "petra")
    with as_login(organisation, "worker"):
        remind(organisation, on=TODAY)
    assert called(organisation) == 0
