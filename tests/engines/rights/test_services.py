"""The acts of a request for access, and who may not do them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights import services
from huisvrede.engines.rights.models import Request
from huisvrede.engines.rights.queries import requests
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, asked, passed_on, state
from tests.cast import member, system
from tests.conftest import TODAY, as_login

TARIQ = services.KnownBy(" W-TARIQ ", date(1990, 7, 15), "veldmarker")


def test_signing_in_establishes_who_asks(organisation: Organisation) -> None:
    key = asked(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        request = Request.objects.get(case=key)
    assert (request.identified_by, request.channel, state(organisation, key)) == (
        "signed-in",
        "portal",
        "examined",
    )


def test_asking_twice_is_asking_once(organisation: Organisation) -> None:
    assert asked(organisation) == asked(organisation)


def test_our_term_and_the_laws_term_both_run(organisation: Organisation) -> None:
    asked(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        clocks = sorted(Duty.objects.values_list("article", "began_on"))
    assert clocks == [("", TODAY), ("GDPR art. 12(3)", TODAY)]


def test_four_weeks_run_beside_the_month_of_the_law(care_group: Organisation) -> None:
    asked(care_group)
    with acting(care_group, member("petra").acting("rights", TODAY)):
        ends = dict(Duty.objects.values_list("article", "due_on"))
    assert ends["art. 8.2"] - TODAY == timedelta(weeks=4)
    assert ends["GDPR art. 12(3)"] > ends["art. 8.2"]


def test_a_support_worker_passes_on_too(care_group: Organisation) -> None:
    with acting(care_group, member("bram").acting("rights", TODAY)):
        services.pass_on(
            what="access",
            asked_by="T.", reach="here", channel="desk", wording="", received_on=TODAY, language="nl"
        )
        assert list(requests()) == []


def test_a_request_from_the_future_is_refused(organisation: Organisation) -> None:
    with (
        acting(organisation, member("anna").acting("rights", TODAY)),
        pytest.raises(ValueError, match="yet to come"),
    ):
        services.pass_on(
            what="access",
            asked_by="T.",
            reach="x",
            channel="desk",
            wording="",
            received_on=TODAY + timedelta(days=1),
            language="nl",
        )


def test_the_request_is_joined_with_the_file_and_the_file_stays_shut(organisation: Organisation) -> None:
    key = passed_on(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        assert services.establish_identity(case=case, version=1, how="shown", file=TARIQ)
        assert Case.objects.get(pk=key).person_id == member("tariq").person
        assert Request.objects.get(case=key).identified_by == "shown"


@pytest.mark.parametrize(
    "other", [{"number": "W-SANNE"}, {"number": "W-0"}, {"born": date(1990, 7, 16)}, {"family_name": "Veld"}]
)
def test_what_agrees_with_no_file_in_full_changes_nothing(
    organisation: Organisation, other: dict[str, Any]
) -> None:
    """A number that was mistyped leads to nobody's file, and so nobody gets the data of somebody else."""
    key = passed_on(organisation)
    with acting(organisation, member("petra").acting("rights", TODAY)):
        case, file = Case.objects.get(pk=key), TARIQ._replace(**other)
        assert not services.establish_identity(case=case, version=1, how="shown", file=file)
    assert state(organisation, key) == "received"


def test_management_does_not_establish_identity(organisation: Organisation) -> None:
    key = passed_on(organisation)
    with acting(organisation, member("dirk").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        assert not services.establish_identity(case=case, version=1, how="shown", file=TARIQ)


def test_staff_does_not_take_a_request_back(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key, by="dubbel")
    with acting(organisation, member("petra").acting("rights", TODAY)):
        can = Case.objects.get(pk=key)
        with pytest.raises(StepRefused) as refusal:
            services.withdraw(case=can, version=can.version)
    assert refusal.value.why is Why.NO_RIGHT


def test_the_data_subject_takes_a_request_back_until_it_is_decided(organisation: Organisation) -> None:
    key = asked(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        services.withdraw(case=Case.objects.get(pk=key), version=1)
    assert state(organisation, key) == "withdrawn"


def test_nothing_leaves_without_the_decision_of_somebody_else(organisation: Organisation) -> None:
    key = asked(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        case = Case.objects.get(pk=key)
        with pytest.raises(StepRefused) as refusal:
            services.check_four_eyes(case, None)
    assert refusal.value.why is Why.NEEDS
