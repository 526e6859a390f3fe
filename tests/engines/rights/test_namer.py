"""A key of ours is told as a role, never as a name."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation

from huisvrede.engines.rights.namer import names_for
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from huisvrede.foundation.walls.ticket import NOBODY
from tests.cast import member, system
from tests.conftest import TODAY, as_login


def test_a_hat_is_told_as_a_role_yourself_or_an_automatic_step(organisation: Organisation) -> None:
    with (
        as_login(organisation, "worker"),
        acting(organisation, system("rights", TODAY)),
        translation.override("en"),
    ):
        names = names_for(member("sanne").person, version=version_on(TODAY), language="en")
        told = [names.role_of(key) for key in (member("petra").hat, member("sanne").hat, NOBODY, UUID(int=7))]
    assert told == ["Privacy officer", "yourself", "an automatic step", ""]


def test_activities_and_purposes_have_their_names_of_the_policy(organisation: Organisation) -> None:
    with (
        as_login(organisation, "worker"),
        acting(organisation, system("rights", TODAY)),
        translation.override("nl"),
    ):
        names = names_for(member("sanne").person, version=version_on(TODAY), language="nl")
    assert names.words["activity"]["rights"] == "Verzoeken en vragen over privacy"
    assert names.words["role"]["management"] == "Directie"
