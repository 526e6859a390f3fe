"""What somebody's roles open, and beside the data why they may be seen."""

from __future__ import annotations

from datetime import date

from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.people.models import Grant
from huisvrede.foundation.register.models import Activity, Right
from huisvrede.foundation.walls.session import acting
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.engines.access.test_views_logs import headings, rows

MINE = "/werk/toegang/"


def test_a_member_of_staff_sees_their_role_and_what_it_opens(organisation: Organisation) -> None:
    page = signed_in(organisation, "bram").get(MINE)
    assert headings(page) == ["Advisor of a corporation in force"]
    assert ["Registration of home seekers", "view, open documents", "what is assigned to you"] in rows(page)


def test_an_activity_that_is_closed_is_opened_by_no_role(organisation: Organisation) -> None:
    with acting(organisation, member("bram").acting("registration", TODAY)):
        rights = Right.objects.filter(
            role="advisor", activity__in=Activity.objects.filter(open=True).values("key")
        )
        expected = rights.values_list("activity", "reach").distinct().count()
    assert len(rows(signed_in(organisation, "bram").get(MINE))) == expected


def test_roles_that_ended_or_begin_later_are_told_apart(organisation: Organisation) -> None:
    chris = member("chris").hat
    with as_login(organisation, "worker"), acting(organisation, system("cast", TODAY)):
        Grant.objects.create(
            hat_id=chris,
            role="management",
            starts_on=date(2022, 1, 1),
            ends_on=date(2022, 2, 1),
            reason="task",
        )
        Grant.objects.create(hat_id=chris, role="advisor", starts_on=date(2090, 1, 1), reason="task")
    page = signed_in(organisation, "chris").get(MINE)
    assert headings(page) == ["Advisor of a corporation begins later", "Management ended"]


def test_whoever_has_no_role_is_told_so_and_sees_nobody_elses(organisation: Organisation) -> None:
    page = signed_in(organisation, "chris").get(MINE)
    assert (headings(page), b"You have no role yet" in page.content) == ([], True)
