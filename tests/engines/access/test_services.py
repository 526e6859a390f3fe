"""Acts on colleagues: refused without the right, about oneself, and when somebody else was first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError

from huisvrede.engines.access import services
from huisvrede.engines.access.services import Impossible
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.queries import open_duties
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import Grant, Hat, Proposal, Review
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import Acting
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def as_(name: str) -> Acting:
    """A member of the cast who manages accounts."""
    return member(name).acting("account-management", TODAY)


def ask(house: Organisation, receiver: str = "chris", role: str = "advisor") -> Proposal:
    with acting(house, as_("ada")):
        hat = Hat.objects.get(pk=member(receiver).hat)
        return services.propose(hat=hat, role=role, starts_on=TODAY, ends_on=None, because="Helps out")


def test_whoever_may_give_roles_hears_that_one_was_asked_and_the_log_has_it(organisation: Organisation) -> None:
    ask(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("count", TODAY)):
        told = set(Message.objects.filter(notice="role-proposed").values_list("account", flat=True))
        assert told == {member(one).account for one in ("petra", "dirk", "dubbel")}
        assert Look.objects.filter(action="propose-role", activity="accounts").count() == 1


def test_who_asks_does_not_give_nor_to_oneself(organisation: Organisation) -> None:
    proposal = ask(organisation, "petra", "advisor")
    with acting(organisation, as_("petra")), pytest.raises(Impossible):
        services.decide(proposal=Proposal.objects.select_related("hat").get(pk=proposal.pk), give=True)
    with acting(organisation, as_("ada")), pytest.raises(Refused):
        services.decide(proposal=proposal, give=True)
    with acting(organisation, as_("dirk")):
        services.decide(proposal=Proposal.objects.select_related("hat").get(pk=proposal.pk), give=True)
        assert Grant.objects.get(hat=member("petra").hat, role="advisor").granted_by == member("dirk").hat


def test_a_role_that_was_asked_for_waits_on_the_desk_of_who_may_give_it(organisation: Organisation) -> None:
    def desk(name: str) -> list[tuple[str, bool]]:
        with acting(organisation, member(name).acting("rights", TODAY)):
            return [(one.what, one.mine) for one in open_duties()]

    proposal = ask(organisation, "petra", "advisor")
    assert [desk(name) for name in ("dirk", "petra", "ada", "anna")] == [
        [(services.GIVE, True)],
        [(services.GIVE, False)],
        [],
        [],
    ]
    with acting(organisation, as_("dirk")):
        services.decide(proposal=Proposal.objects.select_related("hat").get(pk=proposal.pk), give=False)
    assert [desk(name) for name in ("dirk", "petra")] == [[], []]


def test_a_role_of_another_policy_is_no_role(organisation: Organisation) -> None:
    with acting(organisation, as_("ada")), pytest.raises(Impossible):
        hat = Hat.objects.get(pk=member("chris").hat)
        services.propose(hat=hat, role="support-worker", starts_on=TODAY, ends_on=None, because="Helps out")


@pytest.mark.parametrize("act", ["role", "colleague"])
def test_nobody_ends_what_is_ones_own(organisation: Organisation, act: str) -> None:
    with acting(organisation, as_("ada")), pytest.raises(Impossible):
        if act == "role":
            services.end_role(grant=Grant.objects.get(hat=member("ada").hat), on=TODAY)
        else:
            services.end_colleague(hat=Hat.objects.get(pk=member("ada").hat), on=TODAY)


def test_without_the_right_nothing_is_done(organisation: Organisation) -> None:
    with acting(organisation, as_("anna")):
        hat = Hat.objects.get(pk=member("chris").hat)
        for act in (
            lambda: services.invite(name="Kim", email="kim@example.org", works_for="", on=TODAY),
            lambda: services.send_invitation(hat=hat),
            lambda: services.propose(hat=hat, role="advisor", starts_on=TODAY, ends_on=None, because="x"),
            lambda: services.end_colleague(hat=hat, on=TODAY),
            lambda: services.review(hat=hat, finding="fine"),
        ):
            with pytest.raises(Refused):
                act()


def test_the_database_keeps_a_review_of_today_by_oneself_of_another(organisation: Organisation) -> None:
    petra = member("petra")
    right = {"hat_id": member("anna").hat, "account": petra.account, "reviewed_by": petra.hat, "reviewed_on": TODAY, "finding": "x"}
    for wrong in (
        {"hat_id": petra.hat},
        {"account": member("dirk").account},
        {"reviewed_by": member("dirk").hat},
        {"reviewed_on": TODAY - timedelta(days=400)},
    ):
        with pytest.raises(ProgrammingError, match="row-level security"), acting(organisation, as_("petra")):
            Review.objects.create(**{**right, **wrong})
    with acting(organisation, as_("petra")):
        assert services.review(hat=Hat.objects.get(pk=member("anna").hat), finding="Needed").reviewed_on == TODAY
