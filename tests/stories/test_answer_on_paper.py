"""Somebody without an account asks too: identified or not, with a file or without, they hear from us on paper."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError

from huisvrede.core.vocabulary import Outcome
from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights import services
from huisvrede.engines.rights.models import Answer, Handed
from huisvrede.engines.rights.tasks import forget_answers
from huisvrede.foundation.audit.models import Seen
from huisvrede.foundation.cases.models import Case, Letter
from huisvrede.foundation.cases.queries import decision_of
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.duties.services import remind
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import Grant
from huisvrede.foundation.walls.session import acting
from tests.asking import advised, answered, decided, identified, kept, passed_on, state
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.pdf import text

PAPER = "/werk/verzoeken/{}/afgeven/"


def told(organisation: Organisation, notice: str) -> set[UUID]:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return set(Message.objects.filter(notice=notice).values_list("account", flat=True))


@pytest.mark.clause("ALL-36", part="access")
def test_an_answer_is_handed_over_on_paper(organisation: Organisation) -> None:
    # given the granted request of somebody without an account
    key = kept(organisation)
    # then customer service is told that an answer waits
    assert told(organisation, "answer-on-paper") == {member("anna").account, member("noor").account}
    # when Anna prints letter and data
    anna, paper = signed_in(organisation, "anna"), PAPER.format(key)
    assert "Postbus 1" in anna.get(paper).content.decode()
    letter, data = (text(anna.get(f"{paper}{name}").content) for name in ("brief.pdf", "gegevens.pdf"))
    assert "bij deze brief" in letter
    assert "Pier" in data
    # and records how they reached the person
    assert anna.post(paper, {"version": 5, "how": "counter"}).status_code == 302
    # then the request is closed, shut for her again, and the privacy officer reads how it went
    assert state(organisation, key) == "handed-over"
    assert anna.get(paper).status_code == 404
    page = signed_in(organisation, "petra").get(f"/werk/verzoeken/{key}/").content.decode()
    assert "Handed over at the counter" in page
    # and both prints are on record, towards the person too
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        person = Case.objects.get(pk=key).person_id
        acts = Seen.objects.filter(subject=person, action__startswith="print").order_by("action")
        assert list(acts.values_list("action", "role")) == [
            ("print-letter", "customer-service"),
            ("print-pdf", "customer-service"),
        ]
    # and the copy is destroyed the same night; letter and decision stay
    with as_login(organisation, "worker"):
        assert forget_answers(organisation, on=TODAY) == 1
        with acting(organisation, system("rights", TODAY)):
            assert (Answer.objects.count(), Letter.objects.count()) == (0, 1)


def test_only_who_hands_over_opens_the_answer_and_only_while_it_waits(organisation: Organisation) -> None:
    seen = {}
    key = kept(organisation)
    for name in ("anna", "noor", "bram", "chris", "ada", "petra", "dirk", "sanne"):
        try:
            with acting(organisation, member(name).acting("rights", TODAY)):
                seen[name] = (Case.objects.count(), Letter.objects.count(), Answer.objects.count())
        except ProgrammingError:
            seen[name] = (-1, -1, -1)
    nothing = (0, 0, 0)
    assert seen == {
        "anna": (1, 1, 1),
        "petra": (1, 1, 0),
        "dirk": (1, 1, 0),
        **dict.fromkeys(("noor", "bram", "chris", "ada", "sanne"), nothing),
    }
    with acting(organisation, member("anna").acting("rights", TODAY)):
        services.hand_over(case=Case.objects.get(pk=key), version=5, how=Handed.POST)
        assert (Case.objects.count(), Letter.objects.count(), Answer.objects.count()) == nothing


def test_who_hands_over_moves_a_case_nowhere_else(organisation: Organisation) -> None:
    key = kept(organisation)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting(organisation, member("anna").acting("rights", TODAY)),
    ):
        Case.objects.filter(pk=key).update(state="not-informed", closed_on=TODAY)


def test_privacy_officer_and_management_do_not_open_the_page(organisation: Organisation) -> None:
    key = kept(organisation)
    for name in ("petra", "dirk", "bram"):
        assert signed_in(organisation, name).get(PAPER.format(key)).status_code == 404
    page = signed_in(organisation, "petra").get(f"/werk/verzoeken/{key}/").content.decode()
    assert "This step is for: Customer service." in page


def test_the_clock_calls_who_hands_over(organisation: Organisation) -> None:
    kept(organisation)
    with as_login(organisation, "worker"):
        with acting(organisation, system("rights", TODAY)):
            due = Duty.objects.earliest("due_on").due_on
        remind(organisation, on=due - timedelta(days=1))
    assert told(organisation, "duty-due-2") == {member("anna").account, member("noor").account}
    desk = signed_in(organisation, "anna").get("/werk/").content.decode()
    assert "/afgeven/" in desk


@pytest.mark.clause("ALL-36", part="access")
def test_where_nobody_can_be_told_the_reason_is_recorded(organisation: Organisation) -> None:
    # given an answer that can't be handed over
    key = kept(organisation)
    # when management records why
    dirk = signed_in(organisation, "dirk")
    given = {
        "action": "not-inform",
        "version": 5,
        "reasons": "Moved without an address; asked the municipality.",
    }
    dirk.post(f"/werk/verzoeken/{key}/", given)
    # then the case is closed, with the reason on its page
    assert state(organisation, key) == "not-informed"
    assert "asked the municipality" in dirk.get(f"/werk/verzoeken/{key}/").content.decode()


@pytest.mark.clause("COR-25")
def test_somebody_of_whom_nothing_is_held_hears_that(organisation: Organisation) -> None:
    # given a request by letter of somebody who is no home seeker here
    key = passed_on(organisation)
    petra, page = signed_in(organisation, "petra"), f"/werk/verzoeken/{key}/"
    unsure = {"action": "establish-identity", "version": 1, "how": "known"}
    assert "tick that there is none" in petra.post(page, unsure).content.decode()
    assert petra.post(page, {**unsure, "no_file": "on"}).status_code == 302
    # when it is granted
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)
    # then the answer says that there is nothing, and shows the request itself
    data = text(signed_in(organisation, "anna").get(PAPER.format(key) + "gegevens.pdf").content)
    assert "Wij hebben geen dossier op uw naam." in data
    assert "T. Brief" in data


@pytest.mark.clause("ALL-36", part="access")
def test_a_request_of_somebody_unknown_can_only_be_refused(organisation: Organisation) -> None:
    # given a request whose sender stays unknown, and what was tried on record
    key = passed_on(organisation)
    petra, page = signed_in(organisation, "petra"), f"/werk/verzoeken/{key}/"
    tried = {"action": "not-identified", "version": 1, "reasons": "Wrote twice; no reply in three weeks."}
    assert petra.post(page, tried).status_code == 302
    assert "can only be refused" in petra.get(page).content.decode()
    # when management grants it all the same
    advised(organisation, key, outcome=Outcome.REFUSED)
    with pytest.raises(StepRefused) as refusal:
        decided(organisation, key)
    assert (refusal.value.why, refusal.value.facts["missing"]) == (Why.NEEDS, "identity")
    # then only a refusal with reasons goes out, on paper, with the way to authority and court
    decided(organisation, key, outcome=Outcome.REFUSED)
    answered(organisation)
    anna = signed_in(organisation, "anna")
    assert anna.get(PAPER.format(key) + "gegevens.pdf").status_code == 404
    letter = text(anna.get(PAPER.format(key) + "brief.pdf").content)
    assert "Autoriteit Persoonsgegevens" in letter
    assert "no reply in three weeks" in letter
    with acting(organisation, member("petra").acting("rights", TODAY)):
        decision = decision_of(Case.objects.get(pk=key))
    assert decision is not None
    assert decision.outcome == "refused"


def test_where_nobody_has_the_task_management_is_asked(care_group: Organisation) -> None:
    """The coordinator hands over here; without one, whoever decides must find a way."""
    with as_login(care_group, "worker"), acting(care_group, system("rights", TODAY)):
        member_grants = Grant.objects.filter(hat_id__in=[member(n).hat for n in ("anna", "noor")])
        member_grants.update(ends_on=TODAY - timedelta(days=1))
    key = passed_on(care_group, by="bram")
    identified(care_group, key, None)
    advised(care_group, key)
    decided(care_group, key)
    answered(care_group)
    assert told(care_group, "request-unreachable") == {member("dirk").account, member("dubbel").account}
