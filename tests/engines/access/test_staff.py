"""What the pages about colleagues read: as the walls say it, and only for who supervises or about oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from huisvrede.engines.access import staff
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Bond, Grant, Hat, Review
from huisvrede.foundation.walls.session import acting, may
from tests.cast import SINCE, member, system
from tests.conftest import TODAY, as_login


@pytest.mark.parametrize("name", ["anna", "bram", "petra", "dirk", "ada", "chris", "noor"])
def test_what_is_told_of_a_colleague_is_what_opens_for_them(organisation: Organisation, name: str) -> None:
    with acting(organisation, member("petra").acting("account-management", TODAY)):
        with connections[organisation.key].cursor() as cursor:
            cursor.execute("SELECT activity, purpose, action, reach FROM walls.sees(%s)", [member(name).hat])
            told = set(cursor.fetchall())
    assert bool(told) == (name not in {"chris", "noor"})
    for activity, purpose, action, reach in sorted(told)[:40]:
        with acting(organisation, member(name).acting(purpose, TODAY)):
            assert may(activity, action, reach), (activity, purpose, action, reach)


def test_of_another_only_who_supervises_is_told(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("account-management", TODAY)):
        assert staff.sees(Hat.objects.get(pk=member("petra").hat)) == {}
        assert staff.sees(Hat.objects.get(pk=member("anna").hat)) != {}


def test_a_year_after_the_last_look_roles_are_due(organisation: Organisation) -> None:
    def due(name: str) -> bool:
        with acting(organisation, member("petra").acting("account-management", TODAY)):
            return member(name).hat in {one.hat.pk for one in staff.due_for_review()}

    assert [due(one) for one in ("anna", "chris")] == [True, False]
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        look = Review.objects.create(
            hat_id=member("anna").hat,
            account=member("dirk").account,
            reviewed_by=member("dirk").hat,
            reviewed_on=TODAY - timedelta(days=365),
            finding="Needed",
        )
    assert not due("anna")
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Review.objects.filter(pk=look.pk).update(reviewed_on=TODAY - timedelta(days=367))
    assert due("anna")


def test_a_colleague_has_the_bond_that_was_signed_last(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Bond.objects.create(hat_id=member("anna").hat, text_version="1", signed_on=TODAY, ends_on=TODAY + timedelta(days=9))
        Grant.objects.filter(hat=member("bram").hat).update(ends_on=TODAY - timedelta(days=1))
        hats = list(Hat.objects.filter(pk__in=[member(one).hat for one in ("anna", "bram", "noor")]).order_by("name"))
        anna, bram, noor = staff.colleagues(hats)
    assert anna.bond is not None
    assert (anna.bond.signed_on, bram.bond and bram.bond.signed_on, noor.bond) == (TODAY, SINCE, None)
    assert ([grant.role for grant in anna.roles], bram.roles) == (["customer-service"], [])
