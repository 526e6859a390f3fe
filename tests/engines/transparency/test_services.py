"""Publishing freezes the statement of the version in force; who may not is refused, by the database too."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from huisvrede.engines.transparency.models import Statement
from huisvrede.engines.transparency.queries import newest_statement
from huisvrede.engines.transparency.services import publish
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.register.queries import version_on
from huisvrede.foundation.walls.session import acting
from tests.cast import member
from tests.conftest import TODAY


def test_the_privacy_officer_publishes_the_version_in_force_once(organisation: Organisation) -> None:
    petra = member("petra")
    with acting(organisation, petra.acting("questions", TODAY)):
        first, second = publish(on=TODAY), publish(on=TODAY)
        assert first == second == newest_statement()
        assert (first.version, first.published_on, first.published_by) == (
            version_on(TODAY),
            TODAY,
            petra.hat,
        )


def test_publishing_is_on_record(organisation: Organisation) -> None:
    with acting(organisation, member("petra").acting("questions", TODAY)):
        publish(on=TODAY)
    with acting(organisation, member("petra").acting("accountability", TODAY)):
        assert Look.objects.filter(activity="rights", action="publish").count() == 1


@pytest.mark.parametrize("who", ["anna", "dirk", "ada", "chris", "noor"])
def test_nobody_else_publishes(organisation: Organisation, who: str) -> None:
    with acting(organisation, member(who).acting("questions", TODAY)), pytest.raises(Refused):
        publish(on=TODAY)


def test_the_database_refuses_a_statement_in_somebody_elses_name(organisation: Organisation) -> None:
    with acting(organisation, member("petra").acting("questions", TODAY)):
        version = version_on(TODAY)
        with pytest.raises(ProgrammingError), transaction.atomic(using=organisation.key):
            Statement.objects.create(
                version=version, content={}, published_on=TODAY, published_by=member("dirk").hat
            )


def test_the_database_refuses_a_statement_by_who_may_not_publish(organisation: Organisation) -> None:
    dirk = member("dirk")
    with acting(organisation, dirk.acting("questions", TODAY)):
        version = version_on(TODAY)
        with pytest.raises(ProgrammingError), transaction.atomic(using=organisation.key):
            Statement.objects.create(version=version, content={}, published_on=TODAY, published_by=dirk.hat)


@pytest.mark.parametrize("content", [{}, {"nl": {}, "en": {}}, {"nl": {"about": ""}}, []])
def test_the_database_refuses_a_statement_that_says_nothing(organisation: Organisation, content: object) -> None:
    petra = member("petra")
    with (
        pytest.raises(IntegrityError, match="always_"),
        acting(organisation, petra.acting("questions", TODAY)),
    ):
        Statement.objects.create(
            version=version_on(TODAY), content=content, published_on=TODAY, published_by=petra.hat
        )
