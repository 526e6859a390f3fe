"""A complex request takes longer: once, told in the first month with the reasons (article 12(3))."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights import services
from huisvrede.foundation.cases.models import Case
from huisvrede.foundation.cases.queries import steps_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, answered, asked, decided, passed_on, state
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.pdf import text

WHY = "There are three files on paper in the archive."


def clocks(organisation: Organisation) -> dict[str, date]:
    with acting(organisation, member("petra").acting("rights", TODAY)):
        return dict(Duty.objects.filter(done_on=None).values_list("what", "due_on"))


def extended(organisation: Organisation, key: UUID, *, by: str = "petra", on: date = TODAY) -> None:
    with acting(organisation, member(by).acting("rights", on)):
        case = Case.objects.get(pk=key)
        services.extend(case=case, version=case.version, reasons=WHY)


def test_the_law_s_clock_gets_two_months_more_and_the_person_knows_why(organisation: Organisation) -> None:
    # given a request for access
    key = asked(organisation)
    before = clocks(organisation)
    # when the privacy officer takes more time
    petra, page = signed_in(organisation, "petra"), f"/werk/verzoeken/{key}/"
    assert petra.post(page, {"action": "extend", "version": 1, "reasons": WHY}).status_code == 302
    # then the law's clock ends three months after receipt, and our own promise stays
    ours, law = services.OUR_TERM, services.LAWS_TERM
    after = clocks(organisation)
    assert {what: after[what] for what in (ours, law)} == before
    assert after[services.MORE_TIME] - before[law] > timedelta(days=58)
    # and the person is told that it takes longer, and reads why
    assert answered(organisation) == 1
    assert answered(organisation) == 0
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert list(Message.objects.filter(notice="request-extended").values_list("account", flat=True)) == [
            member("sanne").account
        ]
    assert set(clocks(organisation)) == {ours, services.MORE_TIME}
    shown = signed_in(organisation, "sanne").get(f"/mijn/verzoeken/{key}/").content.decode()
    assert (WHY in shown, "our own term" in shown, "extended term" in shown) == (True, False, True)
    # and the request goes on as before
    advised(organisation, key)
    decided(organisation, key)
    assert (answered(organisation), state(organisation, key)) == (1, "answered")


def test_more_time_is_taken_once(organisation: Organisation) -> None:
    key = asked(organisation)
    extended(organisation, key)
    with pytest.raises(StepRefused) as refusal:
        extended(organisation, key)
    assert (refusal.value.why, refusal.value.facts["missing"]) == (Why.NEEDS, "in_time")


def test_more_time_is_not_taken_after_the_first_month(organisation: Organisation) -> None:
    key = asked(organisation)
    last = clocks(organisation)[services.LAWS_TERM]
    with pytest.raises(StepRefused):
        extended(organisation, key, on=last + timedelta(days=1))
    extended(organisation, key, on=last)


def test_management_and_strangers_take_no_more_time(organisation: Organisation) -> None:
    key = asked(organisation)
    with pytest.raises(StepRefused) as refusal:
        extended(organisation, key, by="dirk")
    assert refusal.value.why is Why.NO_RIGHT
    with acting(organisation, member("anna").acting("rights", TODAY)):
        assert not Case.objects.exists()


def test_somebody_on_paper_gets_a_letter(organisation: Organisation) -> None:
    # given a request by letter that takes longer
    key = passed_on(organisation)
    petra, page = signed_in(organisation, "petra"), f"/werk/verzoeken/{key}/"
    assert petra.get(f"{page}verlenging.pdf").status_code == 404
    extended(organisation, key)
    # then nobody has been told, and the privacy officer finds the letter on the page of the request
    assert answered(organisation) == 0
    assert f"{page}verlenging.pdf" in petra.get(page).content.decode()
    letter = text(petra.get(f"{page}verlenging.pdf").content)
    assert "Ons antwoord duurt langer" in letter
    assert WHY in letter
    # when it was sent, that is on record, and the term of the law is met
    assert services.LAWS_TERM in clocks(organisation)
    assert petra.post(page, {"action": "letter-sent", "version": 2}).status_code == 302
    assert services.LAWS_TERM not in clocks(organisation)
    assert f"{page}verlenging.pdf" not in petra.get(page).content.decode()
    with acting(organisation, member("petra").acting("rights", TODAY)):
        taken = [step.action for step in steps_of(Case.objects.get(pk=key))]
    assert taken == ["pass-on", "extend", "letter-sent"]
