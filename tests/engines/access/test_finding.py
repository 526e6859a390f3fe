"""The verb: what is asked of the browser first, and what a search that is one too many leaves behind."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.utils import timezone

from huisvrede.engines.access.finding import Named, Way, find, searched
from huisvrede.engines.access.services import Impossible
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.gates.doors import Refused
from huisvrede.foundation.walls.session import acting
from tests.cast import member, system
from tests.conftest import as_login

NOW = timezone.localdate()
TARIQ = Named(Way.NUMBER, "W-TARIQ")


def test_only_the_activities_in_which_one_has_the_right_are_searched(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("telephone", NOW)):
        assert [one.key for one in searched()] == ["home-seekers"]
    with acting(organisation, member("anna").acting("registration", NOW)), pytest.raises(Refused):
        searched()


def test_one_search_too_many_is_refused_and_that_is_on_record(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("telephone", NOW)):
        places = searched()
        for _ in range(60):
            assert [one.number for one in find(TARIQ, activities=places)] == ["W-TARIQ"]
        with pytest.raises(Impossible, match="afgelopen uur"):
            find(TARIQ, activities=places)
    with as_login(organisation, "worker"), acting(organisation, system("count", NOW)):
        assert Look.objects.filter(action="find-person", refused=True).count() == 1
        assert Look.objects.filter(action="find-by-number").count() == 60


def test_another_fault_of_the_database_is_not_taken_for_that(organisation: Organisation) -> None:
    with acting(organisation, member("anna").acting("telephone", NOW)):
        places = searched()
        with pytest.raises(DatabaseError):
            find(Named(Way.NAME, "veld\x00marker", NOW), activities=places)
