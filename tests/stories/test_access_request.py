"""Somebody asks what we hold of them and gets it: advised by one, decided by another, read by nobody else."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import ProgrammingError
from django.db.models.functions import Now
from django.utils import timezone

from huisvrede.core.vocabulary import Outcome
from huisvrede.core.workflow import StepRefused, Why
from huisvrede.engines.rights import services
from huisvrede.engines.rights.models import Answer, Request
from huisvrede.engines.rights.queries import requests
from huisvrede.foundation.audit.models import Look
from huisvrede.foundation.cases.models import Case, Decision
from huisvrede.foundation.cluster.organisations import Organisation
from huisvrede.foundation.duties.models import Duty
from huisvrede.foundation.messages.models import Message
from huisvrede.foundation.people.models import Person
from huisvrede.foundation.vault.sealing import unseal_file
from huisvrede.foundation.walls.session import acting
from tests.asking import LOOKED, NOTHING_THERE, advised, answered, asked, decided, second_hat, state
from tests.browsing import signed_in
from tests.cast import member, system
from tests.conftest import TODAY, as_login
from tests.pdf import text as printed

LETTER = {
    "what": "access",
    "asked_by": "T. Brief",
    "reach": "Postbus 1, Zeggedam",
    "channel": "letter",
    "wording": "What do you have of me?",
    "language": "en",
}


def notices(organisation: Organisation) -> list[tuple[UUID, str]]:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return sorted(Message.objects.values_list("account", "notice"), key=str)


def only_case(organisation: Organisation) -> Case:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        return Case.objects.get()


@pytest.mark.clause("COR-25")
@pytest.mark.clause("ALL-36", part="access")
def test_a_home_seeker_asks_and_downloads_everything(organisation: Organisation) -> None:
    # given a home seeker who asks in the portal, with nothing but a button
    sanne = signed_in(organisation, "sanne")
    assert sanne.post("/mijn/verzoeken/", {"wording": ""}).status_code == 302
    case = only_case(organisation)
    own, work = f"/mijn/verzoeken/{case.pk}/", f"/werk/verzoeken/{case.pk}/"
    # when the privacy officer advises and the management decides
    advice = {
        "action": "advise",
        "version": case.version,
        "outcome": "granted",
        "text": "Nothing stands against it.",
        **LOOKED,
    }
    assert signed_in(organisation, "petra").post(work, advice).status_code == 302
    decision = {
        "action": "decide",
        "version": case.version + 1,
        "outcome": "granted",
        "reasons": "It is your right.",
    }
    assert signed_in(organisation, "dirk").post(work, decision).status_code == 302
    assert answered(organisation, on=timezone.localdate()) == 1
    # then the portal shows the decision, and gives the package to read and to compute with
    shown = sanne.get(own).content.decode()
    assert "It is your right." in shown
    assert [sanne.get(f"{own}{name}").content[:4] for name in ("besluit.pdf", "gegevens.pdf")] == [
        b"%PDF",
        b"%PDF",
    ]
    package = json.loads(sanne.get(f"{own}gegevens.json").content)
    held = {
        value["field"]: value["value"]
        for one in package["held"]
        for row in one["rows"]
        for value in row["values"]
    }
    assert (held["family_name"], held["number"]) == ("Zandmarker", "W-SANNE")
    # and an e-mail said that it waits, not what
    assert (member("sanne").account, "request-answered") in notices(organisation)
    # and each download stands in the log
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        looks = Look.objects.filter(account=member("sanne").account, action__startswith="download")
        assert sorted(looks.values_list("action", flat=True)) == [
            "download-json",
            "download-letter",
            "download-pdf",
        ]


@pytest.mark.clause("COR-25")
def test_the_package_tells_all_that_article_15_asks(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)
    with acting(organisation, member("sanne").acting("rights", TODAY)):
        package = json.loads(unseal_file(Answer.objects.get(case=key), "data"))
    of_seekers = next(one for one in package["processing"] if one["key"] == "home-seekers")
    empty = [name for name, told in of_seekers.items() if told in ("", [], None)]
    assert empty == ["received", "transfers"]
    assert package["organisation"]["authority"]["name"] == "Autoriteit Persoonsgegevens"
    said = " ".join(package["rights"])
    told = ("verbeteren", "wissen", "beperken", "bezwaar", "meenemen", "toestemming", "Autoriteit Persoonsgegevens")
    assert [word for word in told if word not in said] == ["toestemming"]  # nothing here rests on consent


@pytest.mark.clause("ALL-34")
def test_an_employee_passes_a_request_on_in_one_step_and_the_privacy_officer_knows_at_once(
    organisation: Organisation,
) -> None:
    # given a letter that reached customer service
    anna = signed_in(organisation, "anna")
    # when Anna passes it on
    day = timezone.localdate()
    assert (
        anna.post("/werk/verzoeken/doorgeven/", {**LETTER, "received_on": day.isoformat()}).status_code == 302
    )
    # then the privacy officers are told, in the same transaction
    officers = {account for account, notice in notices(organisation) if notice == "request-received"}
    assert officers == {member("petra").account, member("dubbel").account}
    # and Anna sees a neutral confirmation and nothing more
    case = only_case(organisation)
    assert anna.get(f"/werk/verzoeken/{case.pk}/").status_code == 404
    assert anna.get("/werk/verzoeken/").status_code == 404
    # and the terms run from the day of receipt
    with acting(organisation, member("petra").acting("rights", TODAY)):
        assert set(Duty.objects.values_list("began_on", flat=True)) == {day}
        assert Request.objects.get().asked_by == "T. Brief"


@pytest.mark.clause("ALL-35", part="access")
def test_whoever_advised_can_not_decide_in_the_browser_either(organisation: Organisation) -> None:
    # given somebody who is privacy officer and management at once, and advised
    key = asked(organisation)
    advised(organisation, key, by="dubbel")
    dubbel = signed_in(organisation, "dubbel")
    page = dubbel.get(f"/werk/verzoeken/{key}/").content.decode()
    assert "You gave the advice, so somebody else decides." in page
    # when they send a decision all the same
    decision = {"action": "decide", "version": 2, "outcome": "granted", "reasons": "Mine."}
    dubbel.post(f"/werk/verzoeken/{key}/", decision)
    # then nothing was decided, and the attempt is in the log
    assert state(organisation, key) == "advised"
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        assert (
            Look.objects.filter(account=member("dubbel").account, action="decide", refused=True).count() == 1
        )


@pytest.mark.clause("ALL-35", part="access")
def test_whoever_advised_can_not_decide_in_python(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key, by="dubbel")
    with pytest.raises(StepRefused) as refusal:
        decided(organisation, key, by="dubbel")
    assert refusal.value.why is Why.SAME_PERSON


@pytest.mark.clause("ALL-35", part="access")
def test_whoever_advised_can_not_decide_in_the_database(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key, by="dubbel")
    who = member("dubbel")
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting(organisation, who.acting("rights", TODAY)),
    ):
        Decision.objects.create(
            case_id=key,
            activity="rights",
            account=who.account,
            hat=who.hat,
            at=Now(),
            on=TODAY,
            outcome="granted",
            reasons="Mine.",
        )


@pytest.mark.clause("ALL-35", part="access")
def test_whoever_asked_does_not_advise_under_another_hat(organisation: Organisation) -> None:
    # given a request of somebody who is also a privacy officer: the same account, the other hat
    key = asked(organisation)
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        hat = second_hat(member("sanne").account)
    # when they advise on their own request
    who = replace(member("petra").acting("rights", TODAY), account=member("sanne").account, hat=hat)
    with acting(organisation, who):
        case = Case.objects.get(pk=key)
        with pytest.raises(StepRefused) as refusal:
            services.advise(case=case, version=case.version, outcome=Outcome.GRANTED, text="Fine.")
    # then the account decides, not the hat
    assert refusal.value.why is Why.SAME_PERSON


@pytest.mark.clause("ALL-36", part="access")
def test_a_refusal_has_reasons_and_a_letter_without_a_package(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key, outcome=Outcome.REFUSED)
    with acting(organisation, member("dirk").acting("rights", TODAY)):
        case = Case.objects.get(pk=key)
        with pytest.raises(StepRefused) as refusal:
            services.decide(case=case, version=case.version, outcome=Outcome.REFUSED, reasons="")
    assert refusal.value.why is Why.NEEDS
    decided(organisation, key, outcome=Outcome.REFUSED)
    answered(organisation)
    sanne = signed_in(organisation, "sanne")
    own = f"/mijn/verzoeken/{key}/"
    assert [
        sanne.get(f"{own}{name}").status_code for name in ("besluit.pdf", "gegevens.pdf", "gegevens.json")
    ] == [200, 404, 404]


def test_no_member_of_staff_can_read_an_answer(organisation: Organisation) -> None:
    key = asked(organisation)
    advised(organisation, key)
    decided(organisation, key)
    answered(organisation)
    for name in ("petra", "dirk", "anna", "ada"):
        with acting(organisation, member(name).acting("rights", TODAY)):
            assert list(Answer.objects.all()) == []
    with acting(organisation, member("tariq").acting("rights", TODAY)):
        assert list(Answer.objects.all()) == []


def test_at_no_step_does_anybody_else_see_the_request(organisation: Organisation) -> None:
    seen = []
    key = asked(organisation)
    for step in (
        lambda: None,
        lambda: advised(organisation, key),
        lambda: decided(organisation, key),
        lambda: answered(organisation),
    ):
        step()
        for name in ("anna", "bram", "chris", "ada", "noor", "tariq"):
            with acting(organisation, member(name).acting("rights", TODAY)):
                seen += [row.pk for row in requests()]
    assert seen == []


def test_a_restricted_person_can_ask_and_is_answered(organisation: Organisation) -> None:
    with as_login(organisation, "worker"), acting(organisation, system("rights", TODAY)):
        Person.objects.filter(pk=member("tariq").person).update(restricted_since=TODAY)
    key = asked(organisation, "tariq")
    advised(organisation, key)
    decided(organisation, key)
    assert answered(organisation) == 1
    assert state(organisation, key) == "answered"


@pytest.mark.clause("COR-25", part="other systems")
def test_nothing_is_granted_before_somebody_looked_in_each_other_system_and_the_answer_says_what_was_found(organisation: Organisation) -> None:
    # given a request of a home seeker, and a register that names other systems in which data are held
    key = asked(organisation)
    petra, work = signed_in(organisation, "petra"), f"/werk/verzoeken/{key}/"
    given = {"action": "advise", "version": 1, "outcome": "granted", "text": "Nothing stands against it."}
    # when the privacy officer advises to grant it without having looked in one of them, then the form says what to do there
    page = petra.post(work, {**given, **LOOKED, "system-website": " "}).content.decode()
    assert ("Look in this system first" in page, state(organisation, key)) == (True, "examined")
    # and so does the act itself, whoever calls it
    with acting(organisation, member("petra").acting("rights", TODAY)), pytest.raises(StepRefused) as refusal:
        services.advise(case=Case.objects.get(pk=key), version=1, outcome=Outcome.GRANTED, text="Fine.")
    assert refusal.value.facts == {"missing": "elsewhere"}
    # when she has, and it is granted
    assert petra.post(work, {**given, **LOOKED, "system-website": "Your\nnewsletter, sent by post."}).status_code == 302
    decided(organisation, key)
    assert answered(organisation) == 1
    # then the answer names each system and what was found there, in the language of who asked
    own = f"/mijn/verzoeken/{key}/"
    package = json.loads(signed_in(organisation, "sanne").get(f"{own}gegevens.json").content)
    assert dict(package["elsewhere"]) == {
        "systeem voor woningtoewijzing": NOTHING_THERE,
        "eigen mappen, buiten de systemen": NOTHING_THERE,
        "salarissysteem": NOTHING_THERE,
        "website": "Your newsletter, sent by post.",
    }
    assert "In onze andere systemen" in printed(signed_in(organisation, "sanne").get(f"{own}gegevens.pdf").content)
    # and a refusal, which gives nothing, asks nothing of them
    again = asked(organisation, "tariq")
    with acting(organisation, member("petra").acting("rights", TODAY)):
        services.advise(case=Case.objects.get(pk=again), version=1, outcome=Outcome.REFUSED, text="No.")
    assert state(organisation, again) == "advised"
